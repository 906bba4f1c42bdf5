import { EngineError } from '../errors';
import { LIMITS } from '../limits';
import type { PictureFormat } from '../types';
import { decodeBmp, readBmpSize } from './bmp';
import { sniffFormat } from './formats';
import { adviceOn } from './other-formats';
import type { Pixels, Size } from './pixels';
import { decodeWithSharp, readSizeWithSharp } from './sharp';

/** An upright picture ready for a model. */
export interface Picture {
	format: PictureFormat;
	pixels: Pixels;
}

interface Decoder {
	/** The size that the header states; throws when there is no sound header. */
	size(image: Buffer): Size | Promise<Size>;
	/** Everything; throws when the file is damaged. */
	pixels(image: Buffer): Pixels | Promise<Pixels>;
}

const sharpDecoder: Decoder = { size: readSizeWithSharp, pixels: decodeWithSharp };

const DECODERS: Record<PictureFormat, Decoder> = {
	jpeg: sharpDecoder,
	png: sharpDecoder,
	webp: sharpDecoder,
	bmp: { size: readBmpSize, pixels: decodeBmp },
};

function checkSize({ width, height }: Size): void {
	const { narrowSideAbove, wideSideUpTo } = LIMITS;
	if (Math.min(width, height) <= narrowSideAbove)
		throw new EngineError(
			'size',
			`The image is ${width} × ${height} pixels; its narrow side must be longer than ${narrowSideAbove} pixels.`,
		);
	if (Math.max(width, height) > wideSideUpTo)
		throw new EngineError(
			'size',
			`The image is ${width} × ${height} pixels; its wide side must not exceed ${wideSideUpTo} pixels.`,
		);
}

async function orDamaged<T>(format: PictureFormat, read: () => T | Promise<T>): Promise<T> {
	try {
		return await read();
	} catch (error) {
		if (error instanceof EngineError) throw error;
		const name = format.toUpperCase();
		throw new EngineError('damaged', `The ${name} image is damaged and can't be decoded.`);
	}
}

/**
 * Decodes a JPG, PNG, BMP or WEBP file: upright (EXIF orientation applied), in sRGB, transparency laid
 * over white. The header's size is checked before anything is decoded.
 * @param onSize is told the size that the header states, once that is checked
 * @throws {EngineError} `unsupportedFormat`, `size` or `damaged`
 */
export async function decodePicture(
	image: Buffer,
	onSize?: (size: Size) => void,
): Promise<Picture> {
	const format = sniffFormat(image);
	if (!format) throw new EngineError('unsupportedFormat', adviceOn(image));
	const decoder = DECODERS[format];
	const size = await orDamaged(format, () => decoder.size(image));
	checkSize(size);
	onSize?.(size);
	return { format, pixels: await orDamaged(format, () => decoder.pixels(image)) };
}
