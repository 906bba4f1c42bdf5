import { describe, expect, it } from '@jest/globals';
import { decodeBmp, readBmpSize } from '../../../src/engine/decode/bmp';
import { bmpFile, little, type Rgb } from '../support/bmp';

/** A file of these fields behind each other: the header as it stands, and what follows it. */
function fileOf(header: number[], rest: number[], offset = 14 + header.length): Buffer {
	const start = [0x42, 0x4d, ...little(0, 4), ...little(0, 4), ...little(offset, 4)];
	return Buffer.from([...start, ...header, ...rest]);
}

/** The fields of a header that are asked for, cut or filled up to its size. */
function headerOf(
	size: number,
	{ width = 1, height = 1, bits = 24, compression = 0, colours = 0, stated = size },
): number[] {
	const fields = [
		...[...little(stated, 4), ...little(width, 4), ...little(height, 4), 1, 0],
		...[...little(bits, 2), ...little(compression, 4), ...Array<number>(12).fill(0xee)],
		...[...little(colours, 4), ...Array<number>(4).fill(0xee)],
	];
	return [...fields, ...Array<number>(84).fill(0)].slice(0, size);
}

const pixelsOf = (file: Buffer) => [...decodeBmp(file).data];
const BLUE_GREEN_RED = [30, 20, 10, 0];

describe('the header of a bitmap', () => {
	it.each([16, 19, 20, 35, 36, 40, 64, 124])('may have %i bytes', (size) => {
		expect(pixelsOf(fileOf(headerOf(size, {}), BLUE_GREEN_RED))).toEqual([10, 20, 30]);
	});

	it.each([0, 11, 13, 15, 125])('has no %i bytes', (stated) => {
		const header = headerOf(124, { stated });
		expect(() => decodeBmp(fileOf(header, BLUE_GREEN_RED))).toThrow('header size');
	});

	it('says how pixels are compressed, once it is long enough for that', () => {
		const compressed = (size: number) =>
			readBmpSize(fileOf(headerOf(size, { bits: 8, compression: 2 }), Array<number>(16).fill(0)));
		expect(() => compressed(20)).toThrow('compression');
		expect(compressed(19)).toEqual({ width: 1, height: 1 });
	});

	it('says how many colours there are, once it is long enough for that', () => {
		const palette = [30, 20, 10, 0, 60, 50, 40, 0];
		const picture = (size: number, colours: number) =>
			pixelsOf(
				fileOf(
					headerOf(size, { bits: 8, colours }),
					[...palette, 1, 0, 0, 0],
					14 + size + palette.length,
				),
			);
		expect(picture(36, 2)).toEqual([40, 50, 60]);
		expect(picture(36, 1)).toEqual([0, 0, 0]);
		expect(picture(36, 0)).toEqual([40, 50, 60]);
		expect(picture(36, 999)).toEqual([40, 50, 60]);
		expect(picture(35, 1)).toEqual([40, 50, 60]);
	});

	it('gives the palette no more room than there is in front of the pixels', () => {
		const header = headerOf(40, { bits: 8, colours: 2 });
		expect(pixelsOf(fileOf(header, [30, 20, 10, 0, 1, 0, 0, 0], 14 + 40 + 4))).toEqual([0, 0, 0]);
		expect(pixelsOf(fileOf(header, [1, 0, 0, 0], 14 + 40))).toEqual([0, 0, 0]);
	});

	it.each<[string, Parameters<typeof headerOf>[1], string]>([
		['no width', { width: 0 }, 'size'],
		['a negative width', { width: -1 }, 'size'],
		['no height', { height: 0 }, 'size'],
		['rows from the top and run lengths', { height: -1, bits: 8, compression: 1 }, 'run lengths'],
		['run lengths of 8 bits for 4', { bits: 4, compression: 1 }, 'compression'],
		['run lengths of 4 bits for 8', { bits: 8, compression: 2 }, 'compression'],
		['masks for 24 bits', { bits: 24, compression: 3 }, 'compression'],
		['masks for 8 bits', { bits: 8, compression: 6 }, 'compression'],
		['a JPEG in it', { compression: 4 }, 'compression'],
		['a PNG in it', { compression: 5 }, 'compression'],
		['a depth of its own', { bits: 2 ** 4 - 1 }, 'compression'],
	])('is refused with %s', (_, fields, fault) => {
		expect(() => decodeBmp(fileOf(headerOf(40, fields), Array<number>(64).fill(0)))).toThrow(fault);
	});

	it('that is short has sides without signs', () => {
		const header = [...little(12, 4), ...little(2, 2), ...little(0xffff, 2), 1, 0, 24, 0];
		expect(readBmpSize(fileOf(header, []))).toEqual({ width: 2, height: 0xffff });
		const turned = headerOf(40, { width: 2, height: -3 });
		expect(readBmpSize(fileOf(turned, []))).toEqual({ width: 2, height: 3 });
	});
});

describe('the masks of a bitmap', () => {
	const one = { width: 1, height: 1 };
	const rgb: Rgb = [10, 20, 30];
	const masked = (headerSize: number, compression: number, masks: number[], pixel: number) =>
		pixelsOf(
			bmpFile({
				...{ ...one, headerSize, compression, masks, bits: 32 },
				pixels: Buffer.from(little(pixel, 4)),
			}),
		);
	const masks = [0xff0000, 0xff00, 0xff];
	const alpha = 0xff000000;
	const opaque = 0x0a141e;
	const half = 0x80000000 + opaque;
	const onWhite = rgb.map((value) => Math.round((value * 128 + 255 * 127) / 255));

	it.each([
		['behind a header of 40 bytes', 40, 3, masks, opaque, rgb],
		['with alpha, as the sixth compression has it', 40, 6, [...masks, alpha], half, onWhite],
		['in a header of 56 bytes, with alpha', 56, 3, [...masks, alpha], half, onWhite],
		['in a header of 52 bytes, without', 52, 3, masks, half, rgb],
	])('stand %s', (_, headerSize, compression, all, pixel, expected) => {
		expect(masked(headerSize, compression, all, pixel)).toEqual(expected);
	});

	it('are those of rows from the top as well', () => {
		for (const [compression, all] of [
			[3, masks],
			[6, [...masks, alpha]],
		] as const) {
			const pixels = Buffer.from([...little(0x010203, 4), ...little(0x040506, 4)]);
			const parts = { width: 1, height: -2, bits: 32, compression, masks: [...all], pixels };
			expect(pixelsOf(bmpFile(parts))).toEqual([1, 2, 3, 4, 5, 6]);
		}
	});

	it('have alpha where any pixel has some', () => {
		const pixels = Buffer.from([...little(half, 4), ...little(opaque, 4)]);
		const parts = { width: 2, height: 1, bits: 32, compression: 6, masks: [...masks, alpha] };
		expect(pixelsOf(bmpFile({ ...parts, pixels }))).toEqual([...onWhite, 255, 255, 255]);
	});

	it('may leave a colour out, which is black then', () => {
		expect(masked(40, 3, [0xff0000, 0, 0xff], opaque)).toEqual([10, 0, 30]);
	});

	it('make what is stored as large as 8 bits are, rounded', () => {
		const [low, middle] = [0b01 << 4, 0b10 << 2];
		expect(masked(40, 3, [0b11 << 4, 0b11 << 2, 0b11], low + middle + 0b11)).toEqual([
			85, 170, 255,
		]);
		expect(masked(40, 3, [0x7 << 20, 0x1f << 10, 1], (3 << 20) + (30 << 10) + 1)).toEqual([
			109, 247, 255,
		]);
	});
});

describe('pixels that are stored in full', () => {
	it.each([24, 32])('may end with the file: %i bits', (bits) => {
		const pixel = [30, 20, 10, 0].slice(0, bits / 8);
		const row = Array<number[]>(4).fill(pixel).flat();
		const file = fileOf(headerOf(40, { width: 4, bits }), row);
		expect(pixelsOf(file)).toHaveLength(12);
		expect(() => decodeBmp(file.subarray(0, -1))).toThrow('cut off');
	});

	it('of a palette may end with the file', () => {
		const rows = Array<number>(3 * 4).fill(0);
		const file = fileOf(headerOf(40, { width: 4, height: 3, bits: 8 }), rows);
		expect(pixelsOf(file)).toHaveLength(3 * 12);
		expect(() => decodeBmp(file.subarray(0, -1))).toThrow('cut off');
	});
});

describe('run lengths', () => {
	const PALETTE: Rgb[] = [0, 1, 2, 3].map((value) => [value, value, value]);
	/** The indices of three pixels in each of two rows, the upper row first. */
	const indices = (compression: number, codes: number[], bits = compression === 1 ? 8 : 4) => {
		const { data } = decodeBmp(
			bmpFile({
				...{ width: 3, height: 2, bits, compression, palette: PALETTE },
				pixels: Buffer.from(codes),
			}),
		);
		const firsts = Array.from({ length: 6 }, (_, i) => data[i * 3]);
		return [firsts.slice(0, 3).join(''), firsts.slice(3).join('')];
	};
	const [END_OF_LINE, END_OF_IMAGE, JUMP] = [
		[0, 0],
		[0, 1],
		[0, 2],
	] as const;

	it('repeat a byte, or its two halves in turn', () => {
		expect(indices(1, [3, 2, ...END_OF_LINE, 2, 1, ...END_OF_IMAGE])).toEqual(['110', '222']);
		expect(indices(2, [3, 0x21, ...END_OF_LINE, 2, 0x13, ...END_OF_IMAGE])).toEqual(['130', '212']);
	});

	it('have literals between them, filled up to an even number of bytes', () => {
		const literal = [0, 3, 1, 2, 3, 0xee, ...END_OF_LINE, 3, 1, ...END_OF_IMAGE];
		expect(indices(1, literal)).toEqual(['111', '123']);
		const halves = [0, 3, 0x12, 0x30, ...END_OF_LINE, 3, 0x11, ...END_OF_IMAGE];
		expect(indices(2, halves)).toEqual(['111', '123']);
	});

	it('jump to the right and up from where they are', () => {
		expect(indices(1, [1, 3, ...JUMP, 1, 1, 1, 2, ...END_OF_IMAGE])).toEqual(['002', '300']);
		expect(indices(1, [...JUMP, 2, 0, 1, 1, ...END_OF_IMAGE])).toEqual(['000', '001']);
	});

	it('end with the last row, whatever follows', () => {
		const rows = [3, 1, ...END_OF_LINE, 3, 2, ...END_OF_LINE];
		expect(indices(1, [...rows, 3, 3])).toEqual(['222', '111']);
	});

	it('may end in literals that fill the file', () => {
		expect(() => indices(1, [...END_OF_LINE, 0, 3, 1, 2, 3])).toThrow('out of range');
		expect(() => indices(1, [...END_OF_LINE, 0, 3, 1, 2])).toThrow('cut off');
	});

	it('are no more than one for each pixel and two for each row', () => {
		const jumps = (count: number) =>
			Array(count)
				.fill([...JUMP, 0, 0])
				.flat() as number[];
		const most = 2 * (3 + 1) * 2;
		expect(indices(1, [...jumps(most - 1), ...END_OF_IMAGE])).toEqual(['000', '000']);
		expect(() => indices(1, [...jumps(most), ...END_OF_IMAGE])).toThrow('more runs than pixels');
	});
});
