import { PictureError } from '../errors';
import type { ImageFormat } from '../formats/format';
import type { ImageFile, SniffedImage } from '../sniff';
import type { Bitmap } from './bitmap';
import { decodeBmp } from './bmp';
import { decodeJpeg } from './jpeg/decode';
import { makeUpright } from './orient';
import type { Pace } from './pace';
import { decodePng } from './png/decode';

/** Most pixels that are decoded: four bytes each make 256 MB. */
const MAX_PIXELS = 64_000_000;

type Decode = (bytes: Uint8Array, pace: Pace) => Promise<Bitmap>;

const DECODERS: Partial<Record<ImageFormat, Decode>> = {
	jpeg: decodeJpeg,
	png: decodePng,
	bmp: decodeBmp,
};

/**
 * Decodes a JPG, PNG or BMP and turns it upright.
 * @throws {PictureError} when it is damaged, too large, or of another format
 */
export async function decodeUpright({ bytes, sniffed }: ImageFile, pace: Pace): Promise<Bitmap> {
	const decode = DECODERS[sniffed.format];
	if (!decode)
		throw new PictureError(
			`The image is ${sniffed.mimeType}, which can't be decoded here.`,
			'Convert it to JPG or PNG first.',
		);
	assertDecodable(sniffed);
	return await makeUpright(await decode(bytes, pace), sniffed.orientation ?? 1, pace);
}

function assertDecodable({ damage, width = 0, height = 0 }: SniffedImage): void {
	if (damage) throw new PictureError(damage, 'Get the file again, or save it anew.');
	if (width * height > MAX_PIXELS)
		throw new PictureError(
			`The image has ${width} × ${height} px; at most ${MAX_PIXELS / 1e6} million pixels are decoded here.`,
			"Resize it with n8n's Edit Image node first.",
		);
}
