import { PictureError } from '../errors';
import { u16le, u32le } from '../formats/bytes';
import { blankBitmap, type Bitmap } from './bitmap';
import type { Pace } from './pace';

const CORE_HEADER = 12;
const BITFIELDS = 3;

/** Writes one row of pixels, whose bytes begin at `row`, to `target` from `out` on. */
type ReadRow = (row: number, out: number) => void;

/** Decodes an uncompressed BMP of 1 to 32 bits a pixel, with pauses. @throws {PictureError} for a compressed one */
export async function decodeBmp(b: Uint8Array, pace: Pace): Promise<Bitmap> {
	const dib = u32le(b, 14);
	const core = dib === CORE_HEADER;
	const width = core ? u16le(b, 18) : u32le(b, 18);
	const signedHeight = core ? u16le(b, 20) : u32le(b, 22) | 0;
	const bits = u16le(b, core ? 24 : 28);
	const compression = core ? 0 : u32le(b, 30);
	if (compression !== 0 && compression !== BITFIELDS)
		throw new PictureError(
			"The BMP is compressed, which can't be decoded here.",
			'Save it as PNG, JPG or uncompressed BMP.',
		);
	const bitmap = blankBitmap(width, Math.abs(signedHeight));
	const readRow = rowReader(b, bitmap, bits, dib, compression);
	const stride = Math.ceil((width * bits) / 32) * 4;
	for (let y = 0; y < bitmap.height; y++) {
		const row = signedHeight < 0 ? y : bitmap.height - 1 - y;
		readRow(u32le(b, 10) + row * stride, y * width * 4);
		await pace();
	}
	return bitmap;
}

function rowReader(
	b: Uint8Array,
	{ width, data }: Bitmap,
	bits: number,
	dib: number,
	compression: number,
): ReadRow {
	if (bits <= 8) return indexedRow(b, width, data, bits, dib);
	if (bits === 24)
		return (row, out) => {
			for (let i = row; i < row + width * 3; i += 3, out += 4) {
				data[out] = b[i + 2]!;
				data[out + 1] = b[i + 1]!;
				data[out + 2] = b[i]!;
				data[out + 3] = 255;
			}
		};
	return maskedRow(b, width, data, bits, channelMasks(b, bits, compression));
}

function indexedRow(
	b: Uint8Array,
	width: number,
	data: Uint8Array,
	bits: number,
	dib: number,
): ReadRow {
	const entry = dib === CORE_HEADER ? 3 : 4;
	const mask = (1 << bits) - 1;
	return (row, out) => {
		for (let x = 0; x < width; x++, out += 4) {
			const bit = x * bits;
			const index = (b[row + (bit >> 3)]! >> (8 - bits - (bit & 7))) & mask;
			const colour = 14 + dib + index * entry;
			data[out] = b[colour + 2] ?? 0;
			data[out + 1] = b[colour + 1] ?? 0;
			data[out + 2] = b[colour] ?? 0;
			data[out + 3] = 255;
		}
	};
}

/** Masks of red, green and blue: as the header says, else 5 bits each of 16 and 8 bits each of 32. */
function channelMasks(b: Uint8Array, bits: number, compression: number): number[] {
	if (compression === BITFIELDS) return [54, 58, 62].map((at) => u32le(b, at) | 0);
	return bits === 16 ? [0x7c00, 0x03e0, 0x001f] : [0xff0000, 0xff00, 0xff];
}

function maskedRow(
	b: Uint8Array,
	width: number,
	data: Uint8Array,
	bits: number,
	masks: number[],
): ReadRow {
	const bytes = bits / 8;
	// Without a mask there is 0 × Infinity, which is stored as 0.
	const channels = masks.map((mask) => ({ mask, scale: 255 / (mask >>> 0) }));
	return (row, out) => {
		for (let i = row; i < row + width * bytes; i += bytes, out += 4) {
			const word = bytes === 2 ? u16le(b, i) : u32le(b, i) | 0;
			for (let c = 0; c < 3; c++) {
				const { mask, scale } = channels[c]!;
				data[out + c] = Math.round(((word & mask) >>> 0) * scale);
			}
			data[out + 3] = 255;
		}
	};
}
