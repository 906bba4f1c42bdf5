import type { Bitmap } from '../codecs/bitmap';
import type { Colour } from './palette';
import type { Rect } from './tags';

/** Lays a colour over one pixel; `at` is its offset in bytes, `opacity` 0–1. */
export function blend(data: Uint8Array, at: number, colour: Colour, opacity: number): void {
	const below = data[at + 3]! / 255;
	const alpha = opacity + below * (1 - opacity);
	if (alpha === 0) return;
	for (let c = 0; c < 3; c++)
		data[at + c] = Math.round(
			(colour[c]! * opacity + data[at + c]! * below * (1 - opacity)) / alpha,
		);
	data[at + 3] = Math.round(alpha * 255);
}

/** Fills the part of a rectangle that lies in the picture. */
export function fillRect(bitmap: Bitmap, rect: Rect, colour: Colour, opacity = 1): void {
	const left = Math.max(rect.x, 0);
	const right = Math.min(rect.x + rect.width, bitmap.width);
	const bottom = Math.min(rect.y + rect.height, bitmap.height);
	for (let y = Math.max(rect.y, 0); y < bottom; y++)
		for (let x = left; x < right; x++)
			blend(bitmap.data, (y * bitmap.width + x) * 4, colour, opacity);
}

/** Draws the outline of a rectangle inwards, `line` pixels wide. */
export function strokeRect(
	bitmap: Bitmap,
	{ x, y, width, height }: Rect,
	line: number,
	colour: Colour,
	opacity = 1,
): void {
	const across = Math.min(line, Math.ceil(height / 2));
	const along = Math.min(line, Math.ceil(width / 2));
	const sides = height - 2 * across;
	fillRect(bitmap, { x, y, width, height: across }, colour, opacity);
	fillRect(bitmap, { x, y: y + across, width: along, height: sides }, colour, opacity);
	const right = x + Math.max(along, width - along);
	fillRect(
		bitmap,
		{ x: right, y: y + across, width: x + width - right, height: sides },
		colour,
		opacity,
	);
	const bottom = y + Math.max(across, height - across);
	fillRect(bitmap, { x, y: bottom, width, height: y + height - bottom }, colour, opacity);
}

/** Fills a rectangle with round, smooth corners. */
export function fillRounded(
	bitmap: Bitmap,
	{ x, y, width, height }: Rect,
	radius: number,
	colour: Colour,
	opacity = 1,
): void {
	const r = Math.min(radius, width / 2, height / 2);
	for (let row = Math.max(y, 0); row < Math.min(y + height, bitmap.height); row++)
		for (let column = Math.max(x, 0); column < Math.min(x + width, bitmap.width); column++) {
			const dx = Math.max(x + r - column - 0.5, column + 0.5 - (x + width - r), 0);
			const dy = Math.max(y + r - row - 0.5, row + 0.5 - (y + height - r), 0);
			const cover = dx > 0 && dy > 0 ? Math.min(Math.max(r - Math.hypot(dx, dy) + 0.5, 0), 1) : 1;
			if (cover > 0) blend(bitmap.data, (row * bitmap.width + column) * 4, colour, opacity * cover);
		}
}

/** Grows (or, with a negative margin, shrinks) a rectangle on all sides. */
export function grow({ x, y, width, height }: Rect, margin: number): Rect {
	return {
		x: x - margin,
		y: y - margin,
		width: width + 2 * margin,
		height: height + 2 * margin,
	};
}
