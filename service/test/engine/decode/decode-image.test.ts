import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { decodeImage } from '../../../src/engine/decode';
import type { Size } from '../../../src/engine/decode/pixels';
import { decodeWithSharp, resizeWithSharp } from '../../../src/engine/decode/sharp';
import { EngineError } from '../../../src/engine/errors';
import { bmpFile, rows, type Rgb } from '../support/bmp';

const blank = (width: number, height: number) =>
	sharp({ create: { width, height, channels: 3, background: '#123456' } });
const noise = (width: number, height: number) =>
	sharp(Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => (i * i) % 251)), {
		raw: { width, height, channels: 3 },
	});
const bitmap = (width: number, height: number) => {
	const picture = Array.from({ length: height }, () =>
		Array.from({ length: width }, (): Rgb => [0x12, 0x34, 0x56]),
	);
	const pixels = rows(picture, (row) => row.flatMap(([r, g, b]) => [b, g, r]));
	return bmpFile({ width, height, bits: 24, pixels });
};

/** Decodes with a note of the sizes for which it was asked at what size pixels are wanted. */
async function decoded(image: Buffer, answer: (size: Size) => Size = (size) => size) {
	const asked: Size[] = [];
	const result = await decodeImage(image, (size) => {
		asked.push({ width: size.width, height: size.height });
		return answer(size);
	}).catch((error: unknown) => error as EngineError);
	return { asked, result };
}

describe('the sides of an image', () => {
	const narrow = (sides: string) =>
		`The image is ${sides} pixels; its narrow side must be longer than 15 pixels.`;
	const wide = (sides: string) =>
		`The image is ${sides} pixels; its wide side must not exceed 4096 pixels.`;

	it.each([
		[15, 100, narrow('15 × 100')],
		[100, 15, narrow('100 × 15')],
		[4097, 100, wide('4097 × 100')],
		[100, 4097, wide('100 × 4097')],
	])('are refused before it is decoded: %i × %i', async (width, height, message) => {
		for (const image of [await blank(width, height).png().toBuffer(), bitmap(width, height)])
			expect(await decoded(image)).toEqual({
				asked: [],
				result: expect.objectContaining({ kind: 'size', message }),
			});
	});

	it.each([
		[16, 16],
		[4096, 16],
		[16, 4096],
	])('are taken up to the limits: %i × %i', async (width, height) => {
		const { result } = await decoded(await blank(width, height).png().toBuffer());
		expect(result).toMatchObject({ size: { width, height } });
	});

	it('are those of the header, whatever follows it', async () => {
		const image = await blank(16, 16).png().toBuffer();
		image.writeUInt32BE(30_000, 16);
		image.writeUInt32BE(30_000, 20);
		image.writeUInt32BE(crc32(image.subarray(12, 29)), 29);
		expect((await decoded(image)).result).toMatchObject({ kind: 'size' });
	});
});

describe('an image', () => {
	it.each([
		['jpeg', () => blank(40, 20).jpeg({ quality: 100 }).toBuffer()],
		['png', () => blank(40, 20).png().toBuffer()],
		['webp', () => blank(40, 20).webp({ lossless: true }).toBuffer()],
		['bmp', () => bitmap(40, 20)],
	] as const)('of %s is decoded at the size that is wanted of it', async (format, image) => {
		const whole = await decodeImage(await image());
		expect(whole).toMatchObject({ format, size: { width: 40, height: 20 } });
		expect(Object.keys(whole.size)).toEqual(['width', 'height']);
		expect(whole.pixels).toMatchObject({ width: 40, height: 20 });
		const { asked, result } = await decoded(await image(), () => ({ width: 10, height: 7 }));
		expect(asked).toEqual([{ width: 40, height: 20 }]);
		expect(result).toMatchObject({ format, size: { width: 40, height: 20 } });
		const { width, height, data } = (result as typeof whole).pixels;
		expect([width, height, data.length]).toEqual([10, 7, 10 * 7 * 3]);
		expect([...data.subarray(0, 3)].map((value) => Math.round(value / 4))).toEqual(
			[0x12, 0x34, 0x56].map((value) => Math.round(value / 4)),
		);
	});

	it('is squeezed into what is wanted of it, and nothing cut off', async () => {
		const quarter = {
			create: { width: 10, height: 20, channels: 3, background: '#ffffff' },
		} as const;
		const image = await blank(40, 20)
			.composite([{ input: quarter, left: 0, top: 0 }])
			.png()
			.toBuffer();
		const { pixels } = await decodeImage(image, () => ({ width: 8, height: 8 }));
		const row = Array.from({ length: 8 }, (_, x) => pixels.data[x * 3]);
		expect([row[0], row[1], ...row.slice(3)]).toEqual([
			255,
			expect.any(Number),
			...Array(5).fill(0x12),
		]);
	});

	it('that was stored on its side is upright, its sides too', async () => {
		const image = await blank(40, 20).withMetadata({ orientation: 6 }).png().toBuffer();
		const { asked, result } = await decoded(image);
		expect(asked).toEqual([{ width: 20, height: 40 }]);
		expect(result).toMatchObject({
			size: { width: 20, height: 40 },
			pixels: { width: 20, height: 40 },
		});
	});

	it.each([
		['JPEG', () => noise(60, 40).jpeg().toBuffer()],
		['PNG', () => noise(60, 40).png().toBuffer()],
		['WEBP', () => noise(60, 40).webp().toBuffer()],
		['BMP', () => bitmap(60, 40)],
	])('of %s that is cut off is damaged', async (name, image) => {
		const whole = await image();
		for (const share of [0.5, 0.9])
			expect((await decoded(whole.subarray(0, whole.length * share))).result).toMatchObject({
				kind: 'damaged',
				message: `The ${name} image is damaged and can't be decoded.`,
			});
	});

	it('that cameras get slightly wrong is decoded all the same', async () => {
		const whole = await noise(60, 40).jpeg().toBuffer();
		const table = whole.indexOf(Buffer.from([0xff, 0xc4]));
		const odd = Buffer.concat([whole.subarray(0, table), Buffer.alloc(3), whole.subarray(table)]);
		expect((await decoded(odd)).result).toMatchObject({ format: 'jpeg' });
	});

	it('of another format is decoded by nothing, even if its beginning was believed', async () => {
		const gif = await blank(40, 20).gif().toBuffer();
		await expect(decodeWithSharp(gif, { width: 40, height: 20 })).rejects.toThrow();
		expect(sharp.cache()).toMatchObject({ memory: { max: 0 }, items: { max: 0 } });
	});

	it('is not to blame where whoever asks for its pixels fails', async () => {
		const failure = new EngineError('closed', 'The engine is closed.');
		const { result } = await decoded(bitmap(40, 20), () => {
			throw failure;
		});
		expect(result).toBe(failure);
	});

	it.each([
		['RIFF of another kind', 'RIFF\0\0\0\0WAVE'],
		['WEBP in no RIFF', 'RIFX\0\0\0\0WEBP'],
		['half a signature', '\x89PNG\r\n'],
	])('is of no format that is taken: %s', async (_, beginning) => {
		const { result } = await decoded(Buffer.from(beginning.padEnd(99, '\0'), 'latin1'));
		expect(result).toMatchObject({
			kind: 'unsupportedFormat',
			message: 'It does not begin as an image does: save it as JPG, PNG, BMP or WEBP.',
		});
	});
});

describe('a part of pixels at another size', () => {
	const data = Uint8Array.from({ length: 4 * 2 * 3 }, (_, i) => 10 * Math.floor(i / 3));
	const pixels = { width: 4, height: 2, data };
	const at = (left: number, top: number, width: number, height: number) => ({
		...{ left, top },
		...{ width, height },
	});

	it('is the same memory where nothing is to be done', async () => {
		const same = await resizeWithSharp(pixels, at(0, 0, 4, 2), { width: 4, height: 2 }, 'linear');
		expect(same.data).toBe(data);
	});

	it('is cut out, and the whole is made smaller', async () => {
		const part = await resizeWithSharp(pixels, at(1, 1, 2, 1), { width: 2, height: 1 }, 'linear');
		expect({ ...part, data: [...part.data] }).toEqual({
			...{ width: 2, height: 1 },
			data: [50, 50, 50, 60, 60, 60],
		});
		const half = await resizeWithSharp(pixels, at(0, 0, 4, 2), { width: 2, height: 2 }, 'linear');
		expect([half.width, half.height, half.data.length]).toEqual([2, 2, 12]);
	});
});
