import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { decodeImage } from '../../src/engine/decode';

const RED = { r: 200, g: 30, b: 40 };

const flat = (channels: 3 | 4, background: sharp.Color) =>
	sharp({ create: { width: 20, height: 30, channels, background } });

/** The first pixel of a decoded picture of one colour. */
async function colourOf(file: Buffer): Promise<number[]> {
	const { pixels } = await decodeImage(file);
	expect(pixels.data).toHaveLength(20 * 30 * 3);
	return Array.from(pixels.data.subarray(0, 3));
}

function expectNear(actual: number[], expected: number[], tolerance: number): void {
	const off = actual.map((value, i) => Math.abs(value - expected[i]!));
	expect(Math.max(...off)).toBeLessThanOrEqual(tolerance);
}

describe('decoding gives RGB of 8 bits from', () => {
	const rgb = [RED.r, RED.g, RED.b];
	const grey = sharp(Buffer.alloc(20 * 30, 90), { raw: { width: 20, height: 30, channels: 1 } });

	it.each([
		['a JPG', () => flat(3, RED).jpeg({ quality: 100 }), rgb],
		['a progressive JPG', () => flat(3, RED).jpeg({ quality: 100, progressive: true }), rgb],
		['a PNG', () => flat(3, RED).png(), rgb],
		['an interlaced PNG', () => flat(3, RED).png({ progressive: true }), rgb],
		['a PNG with a palette', () => flat(3, RED).png({ palette: true }), rgb],
		['a PNG of 16 bits', () => flat(3, RED).toColourspace('rgb16').png(), rgb],
		['a WEBP', () => flat(3, RED).webp({ lossless: true }), rgb],
		['a grey JPG', () => grey.clone().toColourspace('b-w').jpeg(), [90, 90, 90]],
		['a grey PNG', () => grey.clone().toColourspace('b-w').png(), [90, 90, 90]],
		['a grey PNG of 16 bits', () => grey.clone().toColourspace('grey16').png(), [90, 90, 90]],
	])('%s', async (_name, picture, expected) => {
		expectNear(await colourOf(await picture().toBuffer()), expected, 2);
	});

	it('a CMYK JPG', async () => {
		const muted = { r: 150, g: 120, b: 90 };
		const file = await flat(3, muted).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
		expect((await sharp(file).metadata()).space).toBe('cmyk');
		expectNear(await colourOf(file), [150, 120, 90], 12);
	});

	it.each(['png', 'webp'] as const)('a transparent %s, laid over white', async (format) => {
		const half = flat(4, { ...RED, alpha: 0.5 });
		const file = await half.toFormat(format, { lossless: true }).toBuffer();
		const expected = rgb.map((value) => (value + 255) / 2);
		expectNear(await colourOf(file), expected, 2);
	});

	it('the first frame of an animation', async () => {
		const frames = Buffer.concat([Buffer.alloc(20 * 30 * 3, 50), Buffer.alloc(20 * 30 * 3, 200)]);
		const file = await sharp(frames, {
			raw: { width: 20, height: 60, channels: 3, pageHeight: 30 },
		})
			.webp({ lossless: true, loop: 0, delay: [100, 100] })
			.toBuffer();
		expect((await sharp(file).metadata()).pages).toBe(2);
		expectNear(await colourOf(file), [50, 50, 50], 2);
	});
});
