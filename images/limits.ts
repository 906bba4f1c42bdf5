import type { ImageFormat } from './formats/format';

/** Most characters of base64 text that one request takes: 10 MB. Source: Image Recognition API Reference, 4.1 and 4.2, `image`. */
const MAX_BASE64_CHARS = 10 * 1024 * 1024;

/**
 * What the service accepts, in one place.
 * Source: Image Recognition API Reference (2022-08), sections 4.1 and 4.2, parameter `image`.
 */
export const LIMITS = {
	base64Chars: MAX_BASE64_CHARS,
	/** Largest file in bytes whose base64 text still fits: every 3 bytes become 4 characters. */
	imageBytes: Math.floor(MAX_BASE64_CHARS / 4) * 3,
	/** The narrow side must be greater than 15 px. */
	minSide: 16,
	/** The wide side may not be greater than 4096 px. */
	maxSide: 4096,
} as const;

export type ImageLimits = { imageBytes: number; maxSide: number };

/** How the service stands to a format. `warn`: newer editions take it, the reference's edition does not name it. */
export const FORMAT_SUPPORT: Readonly<Record<ImageFormat, 'yes' | 'warn' | 'no'>> = {
	jpeg: 'yes',
	png: 'yes',
	bmp: 'yes',
	webp: 'warn',
	gif: 'no',
	tiff: 'no',
	heic: 'no',
	avif: 'no',
	svg: 'no',
	pdf: 'no',
	unknown: 'no',
};

/** Formats that can be decoded here, so drawn on and shrunk. */
export const DRAWABLE_FORMATS: readonly ImageFormat[] = ['jpeg', 'png', 'bmp'];

/** Number of base64 characters, padding included, that `byteLength` bytes become. */
export function base64Length(byteLength: number): number {
	return Math.ceil(byteLength / 3) * 4;
}
