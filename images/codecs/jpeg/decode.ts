import { blankBitmap, type Bitmap } from '../bitmap';
import { PictureError } from '../../errors';
import type { Breathe } from '../pace';
import { BrokenScan } from './bits';
import { readSequentialJpeg } from './segments';
import { cutIntoStrips } from './strips';
import { openJpegDecoder, TurboFailure, type JpegDecoder } from './turbo';

/**
 * Decodes a JPEG as stored, orientation not applied. Sequential ones are decoded strip by strip with pauses in between;
 * progressive ones hold the event loop for the time of the whole.
 * @throws {PictureError} when it can't be decoded
 */
export async function decodeJpeg(bytes: Uint8Array, breathe: Breathe): Promise<Bitmap> {
	const decoder = await openJpegDecoder();
	const decode = async () =>
		(await decodeInStrips(decoder, bytes, breathe)) ?? decodeWhole(decoder, bytes);
	return await decode().catch((error: unknown) => {
		throw error instanceof TurboFailure ? damagedJpeg() : error;
	});
}

const damagedJpeg = () =>
	new PictureError(
		"The JPG can't be decoded: its data is damaged or of a rare kind.",
		'Open it in an image program and save it anew as JPG.',
	);

async function decodeInStrips(
	decoder: JpegDecoder,
	bytes: Uint8Array,
	breathe: Breathe,
): Promise<Bitmap | undefined> {
	const jpeg = readSequentialJpeg(bytes);
	if (!jpeg) return undefined;
	const whole = blankBitmap(jpeg.width, jpeg.height);
	const stride = jpeg.width * 4;
	const decode = async () => {
		for (const strip of cutIntoStrips(bytes, jpeg)) {
			if (strip)
				decoder.decode(strip.jpeg, ({ data }) => {
					const start = strip.skip * stride;
					whole.data.set(data.subarray(start, start + strip.height * stride), strip.top * stride);
				});
			await breathe();
		}
		return whole;
	};
	return await decode().catch((error: unknown) => {
		if (error instanceof BrokenScan) return undefined;
		throw error;
	});
}

function decodeWhole(decoder: JpegDecoder, bytes: Uint8Array): Bitmap {
	let bitmap: Bitmap | undefined;
	decoder.decode(bytes, (decoded) => {
		bitmap = { ...decoded, data: decoded.data.slice() };
	});
	if (!bitmap) throw new TurboFailure('Nothing was decoded.');
	return bitmap;
}
