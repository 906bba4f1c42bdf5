import { EngineError } from '../errors';
import { LIMITS } from '../limits';
import type { ImageFormat } from '../types';
import { decodeBmp, readBmpSize } from './bmp';
import { sniffFormat } from './formats';
import { adviceOn } from './other-formats';
import type { Pixels, Size } from './pixels';
import { decodeWithSharp, readSizeWithSharp, resizeWithSharp } from './sharp';

/** An upright image ready for the models. */
export interface DecodedImage {
	format: ImageFormat;
	/** Of the image as it came. */
	size: Size;
	/** All of it, at the scale that was wanted. */
	pixels: Pixels;
}

interface Decoder {
	/** The upright size that the header states; throws when there is no sound header. */
	size(image: Buffer): Size | Promise<Size>;
	/** Everything, at the wanted size; throws when the file is damaged. */
	pixels(image: Buffer, wanted: Size): Promise<Pixels>;
}

async function decodeBmpAt(image: Buffer, wanted: Size): Promise<Pixels> {
	const pixels = decodeBmp(image);
	return resizeWithSharp(pixels, { left: 0, top: 0, ...sizeOf(pixels) }, wanted, 'linear');
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height });

const sharpDecoder: Decoder = { size: readSizeWithSharp, pixels: decodeWithSharp };

const DECODERS: Record<ImageFormat, Decoder> = {
	jpeg: sharpDecoder,
	png: sharpDecoder,
	webp: sharpDecoder,
	bmp: { size: readBmpSize, pixels: decodeBmpAt },
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

async function orDamaged<T>(format: ImageFormat, read: () => T | Promise<T>): Promise<T> {
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
 * @param wanted says for the upright size, once that is checked, at what size the pixels are needed; never larger
 * @throws {EngineError} `unsupportedFormat`, `size` or `damaged`
 */
export async function decodeImage(
	image: Buffer,
	wanted: (size: Size) => Size = sizeOf,
): Promise<DecodedImage> {
	const format = sniffFormat(image);
	if (!format) throw new EngineError('unsupportedFormat', adviceOn(image));
	const decoder = DECODERS[format];
	const size = await orDamaged(format, () => decoder.size(image));
	checkSize(size);
	const pixels = await orDamaged(format, () => decoder.pixels(image, wanted(size)));
	return { format, size: sizeOf(size), pixels };
}
