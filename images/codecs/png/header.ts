import { PictureError } from '../../errors';
import { hasText, latin1, u32be, u8 } from '../../formats/bytes';

/** What decoding a PNG needs, as its chunks tell. */
export interface PngParts {
	width: number;
	height: number;
	/** Bits a sample: 1, 2, 4, 8 or 16. */
	depth: number;
	/** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA. */
	colourType: number;
	interlaced: boolean;
	palette?: Uint8Array;
	transparency?: Uint8Array;
	data: Uint8Array[];
}

export const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Collects the chunks of a PNG whose header was found sound. @throws {PictureError} without a needed chunk */
export function readPngParts(b: Uint8Array): PngParts {
	const parts: PngParts = {
		width: u32be(b, 16),
		height: u32be(b, 20),
		depth: u8(b, 24),
		colourType: u8(b, 25),
		interlaced: u8(b, 28) === 1,
		data: [],
	};
	for (let at = 33; at + 12 <= b.length && !hasText(b, at + 4, 'IEND'); ) {
		const length = u32be(b, at);
		const body = b.subarray(at + 8, at + 8 + length);
		const type = latin1(b, at + 4, at + 8);
		if (type === 'IDAT') parts.data.push(body);
		if (type === 'PLTE') parts.palette = body;
		if (type === 'tRNS') parts.transparency = body;
		at += 12 + length;
	}
	if (parts.data.length > 0 && (parts.colourType !== 3 || parts.palette)) return parts;
	throw new PictureError(
		"The PNG can't be decoded: it has no pixels or no palette.",
		'Get the file again, or save it anew as PNG or JPG.',
	);
}
