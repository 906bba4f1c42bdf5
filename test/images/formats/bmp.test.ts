import { describe, expect, it } from '@jest/globals';

import { sniffImage } from '../../../images/sniff';

const BROKEN = "The BMP's header is cut off or broken.";
const SHORT = 'The BMP is shorter than its header says, so a part of it is missing.';

interface Header {
	dib?: number;
	width?: number;
	height?: number;
	bits?: number;
	compression?: number;
	/** Where the pixels begin. */
	pixels?: number;
	/** The file's length, by its header. */
	claimed?: number;
	/** The file's length. */
	length?: number;
}

/** A BMP that is as long as its pixels need, with a DIB header of that size. */
function file({ dib = 40, width = 5, height = 3, bits = 24, ...more }: Header = {}): Buffer {
	const { pixels = 14 + dib, compression = 0, claimed = 0 } = more;
	const b = Buffer.alloc(
		more.length ?? pixels + Math.ceil((width * bits) / 32) * 4 * Math.abs(height),
	);
	b.write('BM');
	b.writeUInt32LE(claimed, 2);
	b.writeUInt32LE(pixels, 10);
	b.writeUInt32LE(dib, 14);
	if (dib === 12) {
		b.writeUInt16LE(width, 18);
		b.writeUInt16LE(height, 20);
		b.writeUInt16LE(bits, 24);
		return b;
	}
	b.writeInt32LE(width, 18);
	b.writeInt32LE(height, 22);
	b.writeUInt16LE(bits, 28);
	b.writeUInt32LE(compression, 30);
	return b;
}

const read = (header: Header) => {
	const { width, height, damage } = sniffImage(file(header));
	return { width, height, damage };
};

describe('a BMP', () => {
	it.each([12, 40, 52, 56, 64, 108, 124])('is known by a DIB header of %i bytes', (dib) => {
		expect(sniffImage(file({ dib }))).toMatchObject({ format: 'bmp', mimeType: 'image/bmp' });
		expect(read({ dib })).toEqual({ width: 5, height: 3, damage: undefined });
	});

	it.each([0, 13, 41, 128])('is none with a header of %i bytes', (dib) => {
		expect(sniffImage(file({ dib, length: 200 })).format).toBe('unknown');
	});

	it('is none without its first letters', () => {
		const b = file();
		b.write('BA');
		expect(sniffImage(b).format).toBe('unknown');
	});

	it.each([1, 4, 8, 16, 24, 32])('may have %i bits a pixel', (bits) => {
		expect(read({ bits }).damage).toBeUndefined();
		expect(read({ bits, dib: 12 }).damage).toBeUndefined();
	});

	it.each<[string, Header]>([
		['no bits', { bits: 0, length: 99 }],
		['2 bits', { bits: 2, length: 99 }],
		['no width', { width: 0 }],
		['a negative width', { width: -5, length: 99 }],
		['no height', { height: 0 }],
		['no width in the old header', { dib: 12, width: 0 }],
		['no height in the old header', { dib: 12, height: 0 }],
	])('is broken with %s', (_, header) => {
		expect(read(header)).toEqual({ damage: BROKEN });
	});

	it('has rows from top to bottom with a negative height', () => {
		expect(read({ height: -3 })).toEqual({ width: 5, height: 3, damage: undefined });
	});

	it('may have sides of 65,535 in the old header, and more in others', () => {
		expect(read({ dib: 12, width: 40_000, height: 1 })).toMatchObject({ width: 40_000 });
		expect(read({ width: 1, height: 70_000 })).toMatchObject({ height: 70_000 });
	});
});

describe('a BMP of which a part is missing', () => {
	const complete = (header: Header) => file(header).length;

	it.each<[string, Header]>([
		['24 bits', { bits: 24 }],
		['8 bits, with rows filled up to four bytes', { bits: 8, width: 5 }],
		['1 bit, with rows filled up to four bytes', { bits: 1, width: 33 }],
		['32 bits', { bits: 32 }],
		['masks', { bits: 16, compression: 3 }],
		['pixels further on', { pixels: 80 }],
		['the old header', { dib: 12 }],
	])('is told by its sides and %s', (_, header) => {
		const length = complete(header);
		expect(read({ ...header, length }).damage).toBeUndefined();
		expect(read({ ...header, length: length + 1 }).damage).toBeUndefined();
		expect(read({ ...header, length: length - 1 })).toMatchObject({
			width: header.width ?? 5,
			damage: SHORT,
		});
	});

	it.each([1, 2, 4])('is told by its own length where it is compressed: %i', (compression) => {
		const header = { bits: 8, compression, claimed: 70 };
		expect(read({ ...header, length: 70 }).damage).toBeUndefined();
		expect(read({ ...header, length: 69 }).damage).toBe(SHORT);
	});

	it('is not told by a length that an uncompressed one names', () => {
		expect(read({ claimed: 9_999 }).damage).toBeUndefined();
		expect(read({ dib: 12, claimed: 9_999 }).damage).toBeUndefined();
	});
});
