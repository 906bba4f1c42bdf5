/** Writes bitmap files of every kind, so that the decoder meets them all. */

export type Rgb = [number, number, number];

interface BmpParts {
	/** 12, 40, 52, 56, 108 or 124. */
	headerSize?: number;
	width: number;
	/** Negative: rows from the top. */
	height: number;
	bits: number;
	compression?: number;
	/** Red, green, blue and, if any, alpha. */
	masks?: number[];
	palette?: Rgb[];
	/** All rows in file order, padded. */
	pixels: Buffer;
}

/** Puts the parts of a bitmap file together. */
export function bmpFile(parts: BmpParts): Buffer {
	const { headerSize = 40, width, height, bits, compression = 0, masks = [] } = parts;
	const { palette = [], pixels } = parts;
	const core = headerSize === 12;
	const header = Buffer.alloc(headerSize);
	header.writeUInt32LE(headerSize, 0);
	if (core) {
		header.writeUInt16LE(width, 4);
		header.writeUInt16LE(height, 6);
		header.writeUInt16LE(1, 8);
		header.writeUInt16LE(bits, 10);
	} else {
		header.writeInt32LE(width, 4);
		header.writeInt32LE(height, 8);
		header.writeUInt16LE(1, 12);
		header.writeUInt16LE(bits, 14);
		header.writeUInt32LE(compression, 16);
		header.writeUInt32LE(pixels.length, 20);
		header.writeUInt32LE(palette.length, 32);
	}
	const maskBytes = Buffer.alloc(masks.length * 4);
	masks.forEach((mask, i) => maskBytes.writeUInt32LE(mask >>> 0, i * 4));
	if (headerSize > 40) maskBytes.copy(header, 40);
	const loose = headerSize === 40 ? maskBytes : Buffer.alloc(0);
	const colours = palette.map(([r, g, b]) => (core ? [b, g, r] : [b, g, r, 0]));
	const before = Buffer.concat([header, loose, Buffer.from(colours.flat())]);
	const file = Buffer.alloc(14);
	file.write('BM', 'latin1');
	file.writeUInt32LE(14 + before.length + pixels.length, 2);
	file.writeUInt32LE(14 + before.length, 10);
	return Buffer.concat([file, before, pixels]);
}

/** Rows in file order (given from the top), each of `write`n values, padded to four bytes. */
export function rows<T>(
	picture: T[][],
	bytes: (row: T[]) => number[],
	from: 'bottom' | 'top' = 'bottom',
): Buffer {
	const ordered = from === 'top' ? picture : picture.toReversed();
	return Buffer.concat(
		ordered.map((row) => {
			const written = bytes(row);
			return Buffer.from([...written, ...new Array((4 - (written.length % 4)) % 4).fill(0)]);
		}),
	);
}

/** Packs indices of 1, 2 or 4 bits, the first in the highest bits. */
export const packed = (bits: number) => (row: number[]) => {
	const perByte = 8 / bits;
	const bytes = new Array<number>(Math.ceil(row.length / perByte)).fill(0);
	row.forEach((index, x) => {
		bytes[Math.floor(x / perByte)]! |= index << (8 - bits - (x % perByte) * bits);
	});
	return bytes;
};

/** A number as little-endian bytes. */
export const little = (value: number, bytes: number) =>
	Array.from({ length: bytes }, (_, i) => (value >>> (8 * i)) & 255);
