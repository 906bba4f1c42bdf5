import type { BmpHeader } from './header';

/** Bytes of one stored row, which is padded to four bytes. */
export const strideOf = ({ width, bits }: BmpHeader) => Math.ceil((width * bits) / 32) * 4;

/** Colours of indices, in file order; an index beyond the palette is black. */
function coloured(indices: Uint8Array, palette: Uint8Array): Uint8Array {
	const data = new Uint8Array(indices.length * 3);
	for (let i = 0; i < indices.length; i++) {
		const entry = indices[i]! * 3;
		data[i * 3] = palette[entry] ?? 0;
		data[i * 3 + 1] = palette[entry + 1] ?? 0;
		data[i * 3 + 2] = palette[entry + 2] ?? 0;
	}
	return data;
}

/** RGB rows, in file order, of an image with 1, 2, 4 or 8 bits a pixel. */
export function indexedRows(image: Buffer, header: BmpHeader): Uint8Array {
	const { width, height, bits, offset, palette } = header;
	const stride = strideOf(header);
	if (image.length < offset + stride * height) throw new Error('cut off');
	const perByte = 8 / bits;
	const mask = 2 ** bits - 1;
	const indices = new Uint8Array(width * height);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) {
			const byte = image[offset + y * stride + Math.floor(x / perByte)]!;
			indices[y * width + x] = (byte >> (8 - bits - (x % perByte) * bits)) & mask;
		}
	return coloured(indices, palette);
}

/** The index at a place in a run of literals or a repeated byte: whole bytes, or high half first. */
const PICK: Record<'rle8' | 'rle4', (bytes: (at: number) => number, place: number) => number> = {
	rle8: (bytes, place) => bytes(place),
	rle4: (bytes, place) => (bytes(place >> 1) >> (place % 2 === 0 ? 4 : 0)) & 15,
};

const END_OF_LINE = 0;
const END_OF_IMAGE = 1;
const DELTA = 2;

/** RGB rows, in file order, of a run-length encoded image. Pixels that are jumped over have index 0. */
export function runLengthRows(image: Buffer, header: BmpHeader): Uint8Array {
	const { width, height, offset, palette } = header;
	const encoding = header.encoding === 'rle4' ? 'rle4' : 'rle8';
	const pick = PICK[encoding];
	const indices = new Uint8Array(width * height);
	let at = offset;
	let x = 0;
	let y = 0;
	const put = (index: number) => {
		if (x < width && y < height) indices[y * width + x] = index;
		x++;
	};
	while (y < height) {
		const count = image.readUInt8(at);
		const value = image.readUInt8(at + 1);
		at += 2;
		if (count > 0) {
			for (let i = 0; i < count; i++) put(pick(() => value, i));
		} else if (value === END_OF_IMAGE) {
			break;
		} else if (value === END_OF_LINE) {
			x = 0;
			y++;
		} else if (value === DELTA) {
			x += image.readUInt8(at);
			y += image.readUInt8(at + 1);
			at += 2;
		} else {
			const start = at;
			for (let i = 0; i < value; i++) put(pick((place) => image.readUInt8(start + place), i));
			const bytes = encoding === 'rle8' ? value : Math.ceil(value / 2);
			at += bytes + (bytes % 2);
		}
	}
	return coloured(indices, palette);
}
