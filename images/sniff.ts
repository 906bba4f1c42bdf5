import { bmp } from './formats/bmp';
import { avif, heic } from './formats/heif';
import { gif } from './formats/gif';
import { jpeg } from './formats/jpeg';
import { png } from './formats/png';
import { pdf, svg } from './formats/text';
import { tiff } from './formats/tiff';
import { webp } from './formats/webp';

export type ImageFormat =
	| 'jpeg'
	| 'png'
	| 'bmp'
	| 'webp'
	| 'gif'
	| 'tiff'
	| 'heic'
	| 'avif'
	| 'svg'
	| 'pdf'
	| 'unknown';

/** EXIF orientation: which of the eight turns and flips makes the stored pixels upright. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** What a format's header tells. Sides in pixels as stored; `damage` is a sentence. */
export interface ImageHeader {
	width?: number;
	height?: number;
	orientation?: Orientation;
	damage?: string;
}

/** What the first bytes (and, for truncation, the last ones) of a file tell. */
export interface SniffedImage extends ImageHeader {
	format: ImageFormat;
	/** By the bytes, not by the file's name; `application/octet-stream` when unknown. */
	mimeType: string;
	/** Sides after the EXIF orientation is applied: what a viewer shows and boxes refer to. */
	uprightWidth?: number;
	uprightHeight?: number;
}

/** A format: how it is recognised, and how its header is read. Neither may throw or read more than a bounded part. */
export interface FormatReader {
	format: ImageFormat;
	mimeType: string;
	matches(bytes: Uint8Array): boolean;
	readHeader(bytes: Uint8Array): ImageHeader;
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
