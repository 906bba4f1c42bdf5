import { describe, expect, it } from '@jest/globals';
import { decodeBmp } from '../../../images/codecs/bmp';
import { PictureError } from '../../../images/errors';
import { pace } from '../support/pixels';

interface Options {
	bits: number;
	rows: number[][];
	palette?: number[];
	masks?: number[];
	height?: number;
	compression?: number;
}

/** A BMP of two rows, two or more pixels each; `rows` are the file's bytes, the lower row first. */
function bmp(
	width: number,
	{ bits, rows, palette = [], masks = [], height = 2, compression }: Options,
) {
	const extra = masks.length * 4;
	const offset = 54 + extra + palette.length;
	const file = Buffer.alloc(offset);
	file.write('BM');
	file.writeUInt32LE(offset, 10);
	file.writeUInt32LE(40, 14);
	file.writeInt32LE(width, 18);
	file.writeInt32LE(height, 22);
	file.writeUInt16LE(bits, 28);
	file.writeUInt32LE(compression ?? (masks.length ? 3 : 0), 30);
	masks.forEach((mask, i) => file.writeUInt32LE(mask, 54 + i * 4));
	file.set(palette, 54 + extra);
	return Buffer.concat([file, Buffer.from(rows.flat())]);
}

const RED = [255, 0, 0, 255];
const GREEN = [0, 255, 0, 255];
const BLUE = [0, 0, 255, 255];
const WHITE = [255, 255, 255, 255];
/** Upper row red and green, lower row blue and white. */
const EXPECTED = [...RED, ...GREEN, ...BLUE, ...WHITE];
const PALETTE = [0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0];

describe('decodeBmp', () => {
	it.each<[string, Options]>([
		[
			'24 bits',
			{
				bits: 24,
				rows: [
					[255, 0, 0, 255, 255, 255, 0, 0],
					[0, 0, 255, 0, 255, 0, 0, 0],
				],
			},
		],
		[
			'32 bits',
			{
				bits: 32,
				rows: [
					[255, 0, 0, 0, 255, 255, 255, 0],
					[0, 0, 255, 0, 0, 255, 0, 0],
				],
			},
		],
		[
			'8 bits',
			{
				bits: 8,
				palette: PALETTE,
				rows: [
					[2, 3, 0, 0],
					[0, 1, 0, 0],
				],
			},
		],
		[
			'4 bits',
			{
				bits: 4,
				palette: PALETTE,
				rows: [
					[0x23, 0, 0, 0],
					[0x01, 0, 0, 0],
				],
			},
		],
		[
			'16 bits',
			{
				bits: 16,
				rows: [
					[0x1f, 0, 0xff, 0x7f],
					[0, 0x7c, 0xe0, 0x03],
				],
			},
		],
		[
			'16 bits with masks 5-6-5',
			{
				bits: 16,
				masks: [0xf800, 0x07e0, 0x1f],
				rows: [
					[0x1f, 0, 0xff, 0xff],
					[0, 0xf8, 0xe0, 0x07],
				],
			},
		],
		[
			'32 bits with masks',
			{
				bits: 32,
				masks: [0xff000000, 0xff0000, 0xff00],
				rows: [
					[0, 255, 0, 0, 0, 255, 255, 255],
					[0, 0, 0, 255, 0, 0, 255, 0],
				],
			},
		],
	])('decodes %s a pixel', async (_name, options) => {
		expect([...(await decodeBmp(bmp(2, options), pace)).data]).toEqual(EXPECTED);
	});

	it('decodes 1 bit a pixel', async () => {
		const file = bmp(9, {
			bits: 1,
			palette: PALETTE.slice(0, 8),
			rows: [
				[0x80, 0x80, 0, 0],
				[0, 0, 0, 0],
			],
		});
		const { data } = await decodeBmp(file, pace);
		expect([...data.subarray(36, 44)]).toEqual([...GREEN, ...RED]);
		expect([...data.subarray(-4)]).toEqual(GREEN);
	});

	it('decodes a row that ends with the file', async () => {
		const row = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
		const { data } = await decodeBmp(bmp(4, { bits: 24, rows: [row], height: 1 }), pace);
		expect([...data.subarray(12)]).toEqual([12, 11, 10, 255]);
	});

	it('leaves a colour out that has no mask', async () => {
		const options = { bits: 16, masks: [0x7c00, 0, 0x1f], rows: [[0xff, 0xff]], height: 1 };
		expect([...(await decodeBmp(bmp(1, options), pace)).data]).toEqual([255, 0, 255, 255]);
	});

	it.each([
		['24 bits', 24, [], [255, 0, 0, 255, 255, 255, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0]],
		[
			'a palette of three bytes each',
			8,
			[0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255],
			[2, 3, 0, 0, 0, 1, 0, 0],
		],
	])('decodes %s behind the short header of OS/2', async (_, bits, palette, rows) => {
		const file = Buffer.alloc(26);
		file.write('BM');
		file.writeUInt32LE(26 + palette.length, 10);
		file.writeUInt32LE(12, 14);
		for (const [i, value] of [2, 2, 1, bits].entries()) file.writeUInt16LE(value, 18 + 2 * i);
		const bytes = Buffer.concat([file, Buffer.from(palette), Buffer.from(rows)]);
		expect([...(await decodeBmp(bytes, pace)).data]).toEqual(EXPECTED);
	});

	it('reads rows from top to bottom when the height is negative', async () => {
		const rows = [
			[0, 0, 255, 0, 255, 0, 0, 0],
			[255, 0, 0, 255, 255, 255, 0, 0],
		];
		const { data, height } = await decodeBmp(bmp(2, { bits: 24, rows, height: -2 }), pace);
		expect(height).toBe(2);
		expect([...data]).toEqual(EXPECTED);
	});

	it('refuses a compressed one with a sentence', async () => {
		const file = bmp(2, { bits: 8, palette: PALETTE, rows: [[2, 0, 0, 1]], compression: 1 });
		const refused = decodeBmp(file, pace);
		await expect(refused).rejects.toThrow(PictureError);
		await expect(refused).rejects.toMatchObject({
			message: "The BMP is compressed, which can't be decoded here.",
			remedy: 'Save it as PNG, JPG or uncompressed BMP.',
		});
	});
});
