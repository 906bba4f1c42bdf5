import type { Bitmap } from '../bitmap';
import { PictureError } from '../../errors';
import { decompress, TurboFailure } from './turbo';

/**
 * Decodes a JPEG as stored, orientation not applied. libjpeg-turbo takes the whole in one go, which
 * holds the event loop for some 15 ms a megapixel, or 25 where the JPEG is progressive.
 * @throws {PictureError} when it can't be decoded
 */
export async function decodeJpeg(bytes: Uint8Array): Promise<Bitmap> {
	return await decompress(bytes).catch((error: unknown) => {
		if (!(error instanceof TurboFailure)) throw error;
		throw new PictureError(
			"The JPG can't be decoded: its data is damaged or of a rare kind.",
			'Open it in an image program and save it anew as JPG.',
		);
	});
}
