import type { FormatReader, ImageHeader } from './format';
import { hasText, u16le, u32le, u8 } from './bytes';

const u24le = (b: Uint8Array, at: number): number => u16le(b, at) + u8(b, at + 2) * 65536;

/** Where the three kinds of first chunk keep the sides (RFC 9649). */
const SIZE_READERS: Readonly<Record<string, (b: Uint8Array) => [number, number]>> = {
	'VP8 ': (b) => [u16le(b, 26) & 0x3fff, u16le(b, 28) & 0x3fff],
	VP8L: (b) => [(u16le(b, 21) & 0x3fff) + 1, ((u24le(b, 22) >> 6) & 0x3fff) + 1],
	VP8X: (b) => [u24le(b, 24) + 1, u24le(b, 27) + 1],
};

/** WEBP (RFC 9649): the RIFF size and the first chunk. */
export const webp: FormatReader = {
	format: 'webp',
	mimeType: 'image/webp',
	matches: (b) => hasText(b, 0, 'RIFF') && hasText(b, 8, 'WEBP'),
	readHeader(b) {
		const kind = Object.keys(SIZE_READERS).find((name) => hasText(b, 12, name));
		const [width, height] = (kind && SIZE_READERS[kind]?.(b)) || [NaN, NaN];
		if (!(width > 0 && height > 0 && b.length >= 30))
			return { damage: "The WEBP's header is cut off or broken." };
		const header: ImageHeader = { width, height };
		if (u32le(b, 4) + 8 > b.length)
			header.damage = 'The WEBP is shorter than its header says, so a part of it is missing.';
		return header;
	},
};
