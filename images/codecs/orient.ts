import type { Orientation } from '../formats/format';
import { isTurned } from '../sniff';
import { blankBitmap, pixelWords, type Bitmap } from './bitmap';
import type { Pace } from './pace';

/** Where an upright pixel (0, 0) is stored, and how far its right and lower neighbours are from it, for stored sides w and h. */
type Walk = (w: number, h: number) => [start: number, right: number, down: number];

const WALKS: Readonly<Record<Exclude<Orientation, 1>, Walk>> = {
	2: (w) => [w - 1, -1, w],
	3: (w, h) => [w * h - 1, -1, -w],
	4: (w, h) => [w * (h - 1), 1, -w],
	5: (w) => [0, w, 1],
	6: (w, h) => [w * (h - 1), -w, 1],
	7: (w, h) => [w * h - 1, -w, -1],
	8: (w) => [w - 1, w, -1],
};

/** Pixels are moved in squares of this side: rows of one side are columns of the other, and caches are small. */
const TILE = 64;

/** Turns and flips a picture so that it stands upright (EXIF orientation). Returns the same one when it does already. */
export async function makeUpright(
	stored: Bitmap,
	orientation: Orientation,
	pace: Pace,
): Promise<Bitmap> {
	if (orientation === 1) return stored;
	const { width: w, height: h } = stored;
	const upright = isTurned(orientation) ? blankBitmap(h, w) : blankBitmap(w, h);
	const [from, to] = [pixelWords(stored), pixelWords(upright)];
	const [start, right, down] = WALKS[orientation](w, h);
	for (let top = 0; top < upright.height; top += TILE) {
		const bottom = Math.min(top + TILE, upright.height);
		for (let left = 0; left < upright.width; left += TILE) {
			const end = Math.min(left + TILE, upright.width);
			for (let y = top; y < bottom; y++) {
				let source = start + y * down + left * right;
				for (let x = left; x < end; x++, source += right) to[y * upright.width + x] = from[source]!;
			}
		}
		await pace();
	}
	return upright;
}
