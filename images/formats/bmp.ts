import type { FormatReader, ImageHeader } from './format';
import { hasText, u16le, u32le } from './bytes';

const CORE_HEADER = 12;
/** Sizes of the DIB headers that exist: core, info, v2, v3, OS/2 2.x, v4, v5. */
const DIB_HEADERS = [CORE_HEADER, 40, 52, 56, 64, 108, 124];
const BITS_PER_PIXEL = [1, 4, 8, 16, 24, 32];
/** BI_RGB and BI_BITFIELDS: the size of the pixels follows from the sides. */
const UNCOMPRESSED = [0, 3];

/** BMP (Windows bitmap): file header and DIB header; a negative height means rows from top to bottom. */
export const bmp: FormatReader = {
	format: 'bmp',
	mimeType: 'image/bmp',
	matches: (b) => hasText(b, 0, 'BM') && DIB_HEADERS.includes(u32le(b, 14)),
	readHeader(b) {
		const core = u32le(b, 14) === CORE_HEADER;
		const width = core ? u16le(b, 18) : u32le(b, 18) | 0;
		const height = Math.abs(core ? u16le(b, 20) : u32le(b, 22) | 0);
		const bits = u16le(b, core ? 24 : 28);
		if (!(width > 0 && height > 0 && BITS_PER_PIXEL.includes(bits)))
			return { damage: "The BMP's header is cut off or broken." };
		const header: ImageHeader = { width, height };
		const compression = core ? 0 : u32le(b, 30);
		if (expectedLength(b, width, height, bits, compression) > b.length)
			header.damage = 'The BMP is shorter than its header says, so a part of it is missing.';
		return header;
	},
};

function expectedLength(
	b: Uint8Array,
	width: number,
	height: number,
	bits: number,
	compression: number,
): number {
	if (!UNCOMPRESSED.includes(compression)) return u32le(b, 2);
	return u32le(b, 10) + Math.ceil((width * bits) / 32) * 4 * height;
}
