import { flattenOnWhite } from './codecs/encode';
import { decodeUpright } from './codecs/decode';
import type { Bitmap } from './codecs/bitmap';
import { encodeJpeg } from './codecs/jpeg/encode';
import { createPace, type Pace, type Pause } from './codecs/pace';
import { scaleDown } from './codecs/resample';
import { PictureError } from './errors';
import type { ImageLimits } from './limits';
import type { ImageFile } from './sniff';

export interface ShrunkPicture {
	bytes: Uint8Array;
	mimeType: string;
	/** Sides of what is sent, and of the original when upright, in pixels. */
	sentWidth: number;
	sentHeight: number;
	originalWidth: number;
	originalHeight: number;
}

/** Tried in this order at the size that the side limit allows: quality goes before pixels do. */
const QUALITIES = [92, 85, 75, 62];
/** When even the lowest quality is too large, both sides shrink by this at a time. */
const PIXEL_STEP = 0.8;
const SMALLEST_SIDE = 16;

/**
 * Re-encodes a JPG, PNG or BMP as JPEG that keeps the limits, upright. The narrow side may become as small as 1 px
 * for an extremely long picture: the caller's validation judges the result.
 * @returns undefined when the image keeps the limits already
 * @throws {PictureError} when it can't be decoded
 */
export async function shrinkToFit(
	file: ImageFile,
	limits: ImageLimits,
	pause: Pause,
): Promise<ShrunkPicture | undefined> {
	const { width = 0, height = 0 } = file.sniffed;
	const fits = Math.max(width, height) <= limits.maxSide && file.bytes.length <= limits.imageBytes;
	if (fits) return undefined;
	const pace = createPace(pause);
	const original = await decodeUpright(file, pace);
	await flattenOnWhite(original, pace);
	const { bytes, bitmap } = await encodeWithin(original, limits, pace);
	return {
		bytes,
		mimeType: 'image/jpeg',
		sentWidth: bitmap.width,
		sentHeight: bitmap.height,
		originalWidth: original.width,
		originalHeight: original.height,
	};
}

async function encodeWithin(
	original: Bitmap,
	limits: ImageLimits,
	pace: Pace,
): Promise<{ bytes: Uint8Array; bitmap: Bitmap }> {
	const longest = Math.max(original.width, original.height);
	let side = Math.min(longest, limits.maxSide);
	let qualities = QUALITIES;
	for (; side >= SMALLEST_SIDE; side = Math.floor(side * PIXEL_STEP)) {
		const bitmap = await scaleTo(original, side / longest, pace);
		for (const quality of qualities) {
			const bytes = await encodeJpeg(bitmap, quality, pace);
			if (bytes.length <= limits.imageBytes) return { bytes, bitmap };
		}
		qualities = QUALITIES.slice(-1);
	}
	throw new PictureError(
		"The image can't be made small enough.",
		"Resize it with n8n's Edit Image node first.",
	);
}

async function scaleTo(original: Bitmap, scale: number, pace: Pace): Promise<Bitmap> {
	if (scale === 1) return original;
	const width = Math.max(1, Math.round(original.width * scale));
	const height = Math.max(1, Math.round(original.height * scale));
	return await scaleDown(original, width, height, pace);
}
