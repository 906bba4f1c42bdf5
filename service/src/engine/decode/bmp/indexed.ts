import type { BmpHeader } from './header';

/** Bytes of one stored row, which is padded to four bytes. */
export const strideOf = ({ width, bits }: BmpHeader) => Math.ceil((width * bits) / 32) * 4;

/** Colours of indices, in file order; an index beyond the palette is black. */
export function coloured(indices: Uint8Array, palette: Uint8Array): Uint8Array {
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
