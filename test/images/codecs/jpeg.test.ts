import { describe, expect, it } from '@jest/globals';
import type { Bitmap } from '../../../images/codecs/bitmap';
import { decodeJpeg } from '../../../images/codecs/jpeg/decode';
import { encodeJpeg } from '../../../images/codecs/jpeg/encode';
import { decodePng } from '../../../images/codecs/png/decode';
import { PictureError } from '../../../images/errors';
import { bitmap, pace, difference, expectSame, fixture } from '../support/pixels';

jest.mock('@cwasm/jpeg-turbo/jpeg-turbo.wasm', () => jest.requireActual('../support/turbo-wasm'));

/** A photo-like picture, whose sides are not a multiple of any block size. */
const LARGE = bitmap(1237, 1111, (x, y) => [
	(x * 7 + y * 3) & 255,
	128 + 100 * Math.sin(x / 17) * Math.cos(y / 11),
	(x ^ y) & 255,
	255,
]);

/** Without colour (BT.601), as a JPEG of one component has it. */
const grey = ({ width, height, data }: Bitmap): Bitmap =>
	bitmap(width, height, (x, y) => {
		const at = (y * width + x) * 4;
		const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
		const light = 0.299 * red + 0.587 * green + 0.114 * blue;
		return [light, light, light, 255];
	});

describe('decodeJpeg', () => {
	// Without colour and as inks, the fixtures were made by way of colour profiles.
	it.each([
		['420', 5],
		['444', 5],
		['progressive', 5],
		['grey', 12],
		['cmyk', 22],
	])('decodes a JPG of kind %s', async (kind, most) => {
		const decoded = await decodeJpeg(fixture(`colours-${kind}.jpg`));
		const truth = await decodePng(fixture('colours.png'), pace);
		const expected = kind === 'grey' ? grey(truth) : truth;
		expect([decoded.width, decoded.height]).toEqual([61, 45]);
		expect(difference(decoded.data, expected.data).mean).toBeLessThan(most);
	});

	it('keeps two pictures apart that are decoded at the same time', async () => {
		const names = ['pastoral.jpg', 'alps.jpg'];
		const together = await Promise.all(names.map(async (name) => await decodeJpeg(fixture(name))));
		for (const [i, name] of names.entries()) {
			expectSame(together[i] as Bitmap, await decodeJpeg(fixture(name)));
		}
	});

	it('leaves the bytes that it was given as they were', async () => {
		const bytes = fixture('pastoral.jpg');
		const before = Buffer.from(bytes);
		await decodeJpeg(bytes);
		expect(bytes.equals(before)).toBe(true);
	});

	it('shows what there is of a picture whose middle is damaged', async () => {
		const bytes = fixture('pastoral.jpg');
		bytes.fill(0x55, 9000, 9100);
		const decoded = await decodeJpeg(bytes);
		expect([decoded.width, decoded.height]).toEqual([480, 234]);
	});

	it('refuses what is no picture with a sentence', async () => {
		const bytes = fixture('pastoral.jpg');
		bytes.fill(0, 2, 600);
		await expect(decodeJpeg(bytes)).rejects.toThrow(PictureError);
		await expect(decodeJpeg(Buffer.alloc(100))).rejects.toMatchObject({
			message: "The JPG can't be decoded: its data is damaged or of a rare kind.",
			remedy: 'Open it in an image program and save it anew as JPG.',
		});
	});

	it('refuses one with a sentence that is larger than all memory', async () => {
		const bytes = fixture('colours-420.jpg');
		const sides = bytes.indexOf(Buffer.from([0xff, 0xc0])) + 5;
		bytes.writeUInt16BE(25_000, sides);
		bytes.writeUInt16BE(40_000, sides + 2);
		await expect(decodeJpeg(bytes)).rejects.toThrow(PictureError);
	});
});

describe('encodeJpeg', () => {
	it.each([
		[1, 1],
		[7, 9],
		[8, 8],
		[61, 45],
		[200, 3],
	])('encodes %i × %i px so that libjpeg-turbo reads them back', async (width, height) => {
		const picture = bitmap(width, height, (x, y) => [x * 3, y * 5, 120 + x - y, 255]);
		const decoded = await decodeJpeg(await encodeJpeg(picture, 95, pace));
		expect([decoded.width, decoded.height]).toEqual([width, height]);
		expect(difference(decoded.data, picture.data).mean).toBeLessThan(2);
	});

	it('keeps pure colours, black and white', async () => {
		const colours = [
			[0, 0, 0],
			[255, 255, 255],
			[255, 0, 0],
			[0, 255, 0],
			[0, 0, 255],
		];
		const picture = bitmap(80, 16, (x) => [...(colours[x >> 4] ?? []), 255]);
		const decoded = await decodeJpeg(await encodeJpeg(picture, 95, pace));
		expect(difference(decoded.data, picture.data).max).toBeLessThan(6);
	});

	/** In each of 8 × 8 blocks, waves across and down, more of them from block to block. */
	const WAVES = bitmap(64, 64, (x, y) => {
		const wave = (at: number) => Math.cos(((2 * (at % 8) + 1) * (at >> 3) * Math.PI) / 16);
		const level = Math.round(128 + 90 * wave(x) * wave(y));
		return [level, level, level, 255];
	});

	it('keeps each frequency of a block, after however many that it lacks', async () => {
		const decoded = await decodeJpeg(await encodeJpeg(WAVES, 100, pace));
		expect(difference(decoded.data, WAVES.data).max).toBeLessThanOrEqual(2);
	});

	it('writes a JFIF file with the tables that its data need', async () => {
		const bytes = Buffer.from(await encodeJpeg(WAVES, 90, pace));
		const found: Array<[marker: number, length: number]> = [];
		for (let at = 2; found.at(-1)?.[0] !== 0xda; at += 2 + found.at(-1)![1])
			found.push([bytes.readUInt8(at + 1), bytes.readUInt16BE(at + 2)]);
		const codes = 2 + (1 + 16 + 12) + (1 + 16 + 162);
		expect(found).toEqual([
			[0xe0, 16],
			[0xdb, 2 + 2 * 65],
			[0xc0, 17],
			[0xc4, codes],
			[0xc4, codes],
			[0xda, 12],
		]);
		expect(bytes.subarray(6, 13).toString('latin1')).toBe('JFIF\0\x01\x01');
	});

	it('pauses after each row of blocks', async () => {
		let pauses = 0;
		const count = async () => void pauses++;
		await encodeJpeg(
			bitmap(8, 24, () => [0, 0, 0, 255]),
			90,
			count,
		);
		expect(pauses).toBe(3);
	});

	it('survives the hardest picture: noise at the highest and the lowest quality', async () => {
		let seed = 1;
		const noise = bitmap(64, 64, () => {
			seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
			return [(seed >>> 24) & 255, (seed >>> 16) & 255, (seed >>> 8) & 255, 255];
		});
		const best = await decodeJpeg(await encodeJpeg(noise, 100, pace));
		expect(difference(best.data, noise.data).mean).toBeLessThan(1.5);
		const worst = await encodeJpeg(noise, 1, pace);
		expect((await decodeJpeg(worst)).width).toBe(64);
	});

	it('gets smaller with the quality', async () => {
		const sizes = [];
		for (const quality of [95, 85, 60, 30])
			sizes.push((await encodeJpeg(LARGE, quality, pace)).length);
		expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
	});
});
