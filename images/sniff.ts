import { bmp } from './formats/bmp';
import type { FormatReader, ImageFormat, ImageHeader, Orientation } from './formats/format';
import { avif, heic } from './formats/refused/heif';
import { gif } from './formats/refused/gif';
import { jpeg } from './formats/jpeg';
import { png } from './formats/png';
import { pdf, svg } from './formats/refused/text';
import { tiff } from './formats/refused/tiff';
import { webp } from './formats/webp';

/** What the first bytes (and, for truncation, the last ones) of a file tell. */
export interface SniffedImage extends ImageHeader {
	format: ImageFormat;
	/** By the bytes, not by the file's name; `application/octet-stream` when unknown. */
	mimeType: string;
	/** Sides after the EXIF orientation is applied: what a viewer shows and boxes refer to. */
	uprightWidth?: number;
	uprightHeight?: number;
}

/** A file with what was found in its bytes, so that it is sniffed once on its way. */
export interface ImageFile {
	readonly bytes: Buffer;
	readonly sniffed: SniffedImage;
}

const READERS: readonly FormatReader[] = [jpeg, png, bmp, webp, gif, tiff, avif, heic, pdf, svg];

/**
 * Finds format, size, orientation and cheap-to-see damage of an image by its bytes.
 * Reads a bounded part of the file, decodes nothing and never throws.
 */
export function sniffImage(bytes: Uint8Array): SniffedImage {
	const reader = READERS.find((candidate) => candidate.matches(bytes));
	if (!reader) return { format: 'unknown', mimeType: 'application/octet-stream' };
	const header = reader.readHeader(bytes);
	return { format: reader.format, mimeType: reader.mimeType, ...header, ...uprightSize(header) };
}

export const imageFile = (bytes: Buffer): ImageFile => ({ bytes, sniffed: sniffImage(bytes) });

function uprightSize({ width, height, orientation = 1 }: ImageHeader): {
	uprightWidth?: number;
	uprightHeight?: number;
} {
	if (width === undefined || height === undefined) return {};
	return isTurned(orientation)
		? { uprightWidth: height, uprightHeight: width }
		: { uprightWidth: width, uprightHeight: height };
}

/** Whether an orientation swaps width and height. */
export function isTurned(orientation: Orientation): boolean {
	return orientation >= 5;
}
