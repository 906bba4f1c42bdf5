import type { Bitmap } from './bitmap';
import { encodeJpeg } from './jpeg/encode';
import type { Pace } from './pace';
import { encodePng } from './png/encode';

export type PictureFormat = 'png' | 'jpeg';

const JPEG_QUALITY = 88;

/** Encodes a picture. JPEG has no transparency: what is transparent becomes white, in the bitmap too. */
export async function encodePicture(
	bitmap: Bitmap,
	format: PictureFormat,
	pace: Pace,
): Promise<Uint8Array> {
	if (format === 'png') return await encodePng(bitmap, pace);
	await flattenOnWhite(bitmap, pace);
	return await encodeJpeg(bitmap, JPEG_QUALITY, pace);
}

/** Lays the picture on white, in place. */
export async function flattenOnWhite({ width, data }: Bitmap, pace: Pace): Promise<void> {
	const stride = width * 4;
	for (let row = 0; row < data.length; row += stride) {
		for (let i = row; i < row + stride; i += 4) {
			const alpha = data[i + 3]!;
			if (alpha === 255) continue;
			for (let c = i; c < i + 3; c++) data[c] = 255 + Math.round(((data[c]! - 255) * alpha) / 255);
			data[i + 3] = 255;
		}
		await pace();
	}
}
