import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { decodeImage } from '../../src/engine/decode';
import { bmpFile, little, packed, rows, type Rgb } from './support/bmp';
import { photo } from './support/paths';

const WIDTH = 19;
const HEIGHT = 17;
const PALETTE: Rgb[] = [
	[10, 20, 30],
	[250, 0, 5],
	[0, 240, 15],
	[1, 2, 255],
];
const SMALL_PALETTE = PALETTE.slice(0, 2);

const grid = <T>(value: (x: number, y: number) => T): T[][] =>
	Array.from({ length: HEIGHT }, (_, y) => Array.from({ length: WIDTH }, (_, x) => value(x, y)));

/** No symmetry, so that a wrong order of rows, pixels or channels shows. */
const indices = (colours: number) => grid((x, y) => (x * 3 + y * y + (x > 4 ? 1 : 0)) % colours);
const colours = grid<Rgb>((x, y) => [x * 13, y * 15, (x * y) % 256]);

const coloured = (picture: number[][], palette: Rgb[]) =>
	picture.flat().flatMap((i) => palette[i]!);

/** Decodes a file and compares the pixels in reading order. */
async function expectPixels(file: Buffer, expected: number[], tolerance = 0): Promise<void> {
	const { format, pixels } = await decodeImage(file);
	expect({ format, width: pixels.width, height: pixels.height }).toEqual({
		format: 'bmp',
		width: WIDTH,
		height: HEIGHT,
	});
	const off = Array.from(pixels.data, (value, i) => Math.abs(value - expected[i]!));
	expect(pixels.data).toHaveLength(expected.length);
	expect(Math.max(...off)).toBeLessThanOrEqual(tolerance);
}

const size = { width: WIDTH, height: HEIGHT };

/** The code of a jump in run-length encoded pixels. */
const DELTA = 2;

describe('bitmaps with a palette', () => {
	it.each([1, 2, 4, 8])('of %i bits a pixel', async (bits) => {
		const palette = bits === 1 ? SMALL_PALETTE : PALETTE;
		const picture = indices(palette.length);
		const pixels = rows(picture, packed(bits));
		await expectPixels(bmpFile({ ...size, bits, palette, pixels }), coloured(picture, palette));
	});

	it.each([12, 40, 52, 56, 108, 124])('behind a header of %i bytes', async (headerSize) => {
		const palette = Array.from({ length: 16 }, (_, i): Rgb => PALETTE[i % 4]!);
		const picture = indices(4);
		const file = bmpFile({
			...size,
			headerSize,
			bits: 4,
			palette,
			pixels: rows(picture, packed(4)),
		});
		await expectPixels(file, coloured(picture, palette));
	});

	it('stored from the top', async () => {
		const picture = indices(4);
		const pixels = rows(picture, packed(8), 'top');
		const file = bmpFile({ ...size, height: -HEIGHT, bits: 8, palette: PALETTE, pixels });
		await expectPixels(file, coloured(picture, PALETTE));
	});

	it('show indices beyond the palette as black', async () => {
		const picture = grid((x) => (x === 0 ? 9 : 1));
		const file = bmpFile({ ...size, bits: 8, palette: PALETTE, pixels: rows(picture, packed(8)) });
		await expectPixels(
			file,
			picture.flat().flatMap((i) => PALETTE[i] ?? [0, 0, 0]),
		);
	});
});

describe('run-length encoded bitmaps', () => {
	/** A row as runs of two, and three literals at the end. */
	const encodedRow = (bits: 4 | 8) => (row: number[]) => {
		const literals = row.slice(-3);
		const bytes: number[] = [];
		for (let x = 0; x < row.length - 3; x += 2)
			bytes.push(2, bits === 8 ? row[x]! : (row[x]! << 4) | row[x + 1]!);
		const written = packed(bits)(literals);
		return [...bytes, 0, 3, ...written, ...new Array(written.length % 2).fill(0), 0, 0];
	};

	it.each([
		[1, 8],
		[2, 4],
	] as const)('compression %i with %i bits', async (compression, bits) => {
		// Runs of 8 bits repeat one index, runs of 4 bits alternate between two.
		const picture = grid((x, y) => ((bits === 8 && x < 16 ? x >> 1 : x) + y) % 4);
		const lines = picture.toReversed().flatMap(encodedRow(bits));
		const pixels = Buffer.from([...lines, 0, 1]);
		const file = bmpFile({ ...size, bits, compression, palette: PALETTE, pixels });
		await expectPixels(file, coloured(picture, PALETTE));
	});

	it('with jumps, which leave the first colour', async () => {
		// One pixel of colour 3 at (5, 2) counted from the bottom left, and an early end.
		const pixels = Buffer.from([0, 2, 5, 2, 1, 3, 0, 1]);
		const file = bmpFile({ ...size, bits: 8, compression: 1, palette: PALETTE, pixels });
		const picture = grid((x, y) => (x === 5 && y === HEIGHT - 3 ? 3 : 0));
		await expectPixels(file, coloured(picture, PALETTE));
	});

	it('keep to their rows, however long a run is', async () => {
		// Two rows of colour 1 and 2 from below, by runs and literals that are much too long.
		const literals = new Array<number>(64).fill(2);
		const pixels = Buffer.from([255, 1, 255, 1, 0, 0, 0, 64, ...literals, 0, 1]);
		const file = bmpFile({ ...size, bits: 8, compression: 1, palette: PALETTE, pixels });
		const picture = grid((_x, y) => (HEIGHT - y < 3 ? HEIGHT - y : 0));
		await expectPixels(file, coloured(picture, PALETTE));
	});

	it.each([
		[1, 8],
		[2, 4],
	])('are damaged with more runs than pixels: compression %i', async (compression, bits) => {
		// Megabytes of the longest runs, all in the first row of a small picture, and then its end.
		const pixels = Buffer.alloc(7_000_000);
		for (let at = 0; at < pixels.length; at += 2) pixels.writeUInt16LE(0x01ff, at);
		pixels.writeUInt16LE(0x0100, pixels.length - 2);
		const file = bmpFile({ ...size, bits, compression, palette: PALETTE, pixels });
		await expect(decodeImage(file)).rejects.toMatchObject({ kind: 'damaged' });
	});

	it('may need a run for every pixel and a jump in every row', async () => {
		const line = (row: number[]) => [0, DELTA, 0, 0, ...row.flatMap((index) => [1, index]), 0, 0];
		const picture = indices(4);
		const pixels = Buffer.from([...picture.toReversed().flatMap(line), 0, 1]);
		const file = bmpFile({ ...size, bits: 8, compression: 1, palette: PALETTE, pixels });
		await expectPixels(file, coloured(picture, PALETTE));
	});

	it('are damaged when they end early, or come from the top', async () => {
		const parts = { ...size, bits: 8, compression: 1, palette: PALETTE };
		const endless = bmpFile({ ...parts, pixels: Buffer.from([2, 1, 2]) });
		const fromTop = bmpFile({ ...parts, height: -HEIGHT, pixels: Buffer.from([0, 1]) });
		const cutLiterals = bmpFile({ ...parts, pixels: Buffer.from([0, 9, 1, 2]) });
		for (const file of [endless, fromTop, cutLiterals])
			await expect(decodeImage(file)).rejects.toMatchObject({ kind: 'damaged' });
	});
});

describe('bitmaps of true colours', () => {
	const expected = colours.flat(2);
	const fiveBits = (value: number) => value >> 3;

	it.each([12, 40, 108, 124])('of 24 bits behind a header of %i bytes', async (headerSize) => {
		const pixels = rows(colours, (row) => row.flatMap(([r, g, b]) => [b, g, r]));
		await expectPixels(bmpFile({ ...size, headerSize, bits: 24, pixels }), expected);
	});

	it('of 32 bits, whose fourth byte means nothing', async () => {
		const pixels = rows(colours, (row) => row.flatMap(([r, g, b]) => [b, g, r, 77]), 'top');
		await expectPixels(bmpFile({ ...size, height: -HEIGHT, bits: 32, pixels }), expected);
	});

	it('of 16 bits, five a channel', async () => {
		const pixels = rows(colours, (row) =>
			row.flatMap(([r, g, b]) => little((fiveBits(r) << 10) | (fiveBits(g) << 5) | fiveBits(b), 2)),
		);
		await expectPixels(bmpFile({ ...size, bits: 16, pixels }), expected, 8);
	});

	it.each([
		[3, 40],
		[3, 56],
		[6, 40],
	])('of 16 bits with masks, compression %i, header %i', async (compression, headerSize) => {
		const pixels = rows(colours, (row) =>
			row.flatMap(([r, g, b]) => little((fiveBits(r) << 11) | ((g >> 2) << 5) | fiveBits(b), 2)),
		);
		const masks = [0xf800, 0x07e0, 0x001f];
		if (compression === 6 || headerSize === 56) masks.push(0);
		await expectPixels(
			bmpFile({ ...size, headerSize, bits: 16, compression, masks, pixels }),
			expected,
			8,
		);
	});

	it('of 32 bits with masks in an unusual order', async () => {
		const pixels = rows(colours, (row) => row.flatMap(([r, g, b]) => [r, g, b, 0]));
		const masks = [0xff, 0xff00, 0xff0000];
		await expectPixels(bmpFile({ ...size, bits: 32, compression: 3, masks, pixels }), expected);
	});

	it.each([
		['laid over white', 128, ([r, g, b]: Rgb) => [r, g, b].map((v) => (v * 128 + 255 * 127) / 255)],
		['ignored when all is transparent', 0, (colour: Rgb) => colour],
	])('of 32 bits with alpha, %s', async (_name, alpha, shown) => {
		const pixels = rows(colours, (row) => row.flatMap(([r, g, b]) => [b, g, r, alpha]));
		const masks = [0xff0000, 0xff00, 0xff, 0xff000000];
		const file = bmpFile({ ...size, headerSize: 124, bits: 32, compression: 3, masks, pixels });
		await expectPixels(file, colours.flat().flatMap(shown), 1);
	});

	it('give the photo that was stored', async () => {
		const { data, info } = await sharp(photo('coffee'))
			.resize(301, 203)
			.raw()
			.toBuffer({ resolveWithObject: true });
		const picture = Array.from({ length: info.height }, (_, y) =>
			Array.from({ length: info.width }, (_, x) => {
				const at = (y * info.width + x) * 3;
				return [data[at]!, data[at + 1]!, data[at + 2]!] as Rgb;
			}),
		);
		const pixels = rows(picture, (row) => row.flatMap(([r, g, b]) => [b, g, r]));
		const file = bmpFile({ width: info.width, height: info.height, bits: 24, pixels });
		expect(Buffer.from((await decodeImage(file)).pixels.data).equals(data)).toBe(true);
	});
});

describe('bad bitmaps', () => {
	const good = bmpFile({
		...size,
		bits: 24,
		pixels: rows(colours, (row) => row.flatMap(([r, g, b]) => [b, g, r])),
	});
	const changed = (change: (file: Buffer) => void) => {
		const file = Buffer.from(good);
		change(file);
		return file;
	};

	it.each([
		['cut off in the header', good.subarray(0, 30)],
		['cut off in the pixels', good.subarray(0, good.length - 5)],
		['a header of no known size', changed((file) => file.writeUInt32LE(999, 14))],
		['a wrapped PNG', changed((file) => file.writeUInt32LE(5, 30))],
		['an impossible depth', changed((file) => file.writeUInt16LE(7, 28))],
		['a negative width', changed((file) => file.writeInt32LE(-19, 18))],
		['no height', changed((file) => file.writeInt32LE(0, 22))],
		['pixels beyond the end', changed((file) => file.writeUInt32LE(0xfffffff0, 10))],
	])('%s: damaged', async (_name, file) => {
		await expect(decodeImage(file)).rejects.toMatchObject({ kind: 'damaged' });
	});

	it('an absurd size is refused before anything is reserved for it', async () => {
		const file = changed((copy) => {
			copy.writeInt32LE(2_000_000_000, 18);
			copy.writeInt32LE(-2_000_000_000, 22);
		});
		await expect(decodeImage(file)).rejects.toMatchObject({ kind: 'size' });
	});

	it('no change of any single header byte gives anything but pixels or a refusal', async () => {
		for (let at = 2; at < 54; at++)
			for (const value of [0, 1, 0x7f, 0xff]) {
				const file = changed((copy) => copy.writeUInt8(value, at));
				const kind = await decodeImage(file).then(
					() => 'decoded',
					(error) => error.kind,
				);
				expect(['decoded', 'damaged', 'size']).toContain(kind);
			}
	});
});
