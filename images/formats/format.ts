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

/** A format: how it is recognised, and how its header is read. Neither may throw or read more than a bounded part. */
export interface FormatReader {
	format: ImageFormat;
	mimeType: string;
	matches(bytes: Uint8Array): boolean;
	readHeader(bytes: Uint8Array): ImageHeader;
}
