import type { BoundingBox } from './api';

interface Size {
	width: number;
	height: number;
}

/** Turns a box in the pixels of the picture that was sent into one in the pixels of the (upright) original. */
export function mapBoxBack(box: BoundingBox, sent: Size, original: Size): BoundingBox {
	const across = original.width / sent.width;
	const along = original.height / sent.height;
	const left = Math.round(box.top_left_x * across);
	const top = Math.round(box.top_left_y * along);
	return {
		top_left_x: left,
		top_left_y: top,
		width: Math.round((box.top_left_x + box.width) * across) - left,
		height: Math.round((box.top_left_y + box.height) * along) - top,
	};
}
