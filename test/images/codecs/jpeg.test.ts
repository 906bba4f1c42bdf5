import { describe, expect, it } from '@jest/globals';
import type { Bitmap } from '../../../images/codecs/bitmap';
import { decodeJpeg } from '../../../images/codecs/jpeg/decode';
import { encodeJpeg } from '../../../images/codecs/jpeg/encode';
import { readSequentialJpeg } from '../../../images/codecs/jpeg/segments';
import { cutIntoStrips } from '../../../images/codecs/jpeg/strips';
import { openJpegDecoder } from '../../../images/codecs/jpeg/turbo';
import { decodePng } from '../../../images/codecs/png/decode';
import { PictureError } from '../../../images/errors';
import { bitmap, breathe, difference, expectSame, fixture } from '../support/pixels';

jest.mock('@cwasm/jpeg-turbo/jpeg-turbo.wasm', () => jest.requireActual('../support/turbo-wasm'));

/** What libjpeg-turbo makes of the file in one go. */
async function decodeAtOnce(bytes: Uint8Array): Promise<Bitmap> {
	const decoder = await openJpegDecoder();
	let whole: Bitmap = { width: 0, height: 0, data: new Uint8Array() };
	decoder.decode(bytes, ({ width, height, data }) => {
		whole = { width, height, data: Uint8Array.from(data) };
	});
	return whole;
}

/** A photo-like picture of many strips: large enough for several, and not a multiple of any block size. */
const LARGE = bitmap(1237, 1111, (x, y) => [
	(x * 7 + y * 3) & 255,
	128 + 100 * Math.sin(x / 17) * Math.cos(y / 11),
	(x ^ y) & 255,
	255,
]);

describe('decodeJpeg', () => {
	it.each(['420', '444', 'progressive', 'grey', 'cmyk'])(
		'decodes a JPG of kind %s',
		async (kind) => {
			const decoded = await decodeJpeg(fixture(`colours-${kind}.jpg`), breathe);
			const truth = await decodePng(fixture('colours.png'), breathe);
			expect([decoded.width, decoded.height]).toEqual([61, 45]);
			if (kind !== 'grey' && kind !== 'cmyk')
				expect(difference(decoded.data, truth.data).mean).toBeLessThan(5);
			expectSame(decoded, await decodeAtOnce(fixture(`colours-${kind}.jpg`)));
		},
	);

	it.each(['pastoral.jpg', 'alps.jpg'])(
		'gives the same pixels strip by strip as in one go: %s',
		async (name) => {
			const bytes = fixture(name);
			expect(readSequentialJpeg(bytes)).toBeDefined();
			expectSame(await decodeJpeg(bytes, breathe), await decodeAtOnce(bytes));
		},
	);

	it('cuts a large picture into strips that pause in between and fit together', async () => {
		const bytes = await encodeJpeg(LARGE, 90, breathe);
		const jpeg = readSequentialJpeg(bytes);
		const strips = jpeg ? [...cutIntoStrips(bytes, jpeg)].filter((strip) => strip) : [];
		expect(strips.length).toBeGreaterThan(2);
		let pauses = 0;
		const decoded = await decodeJpeg(bytes, async () => {
			pauses++;
		});
		expect(pauses).toBeGreaterThan(strips.length);
		expectSame(decoded, await decodeAtOnce(bytes));
	});

	it('reads restart markers, which the strips themselves have', async () => {
		const bytes = fixture('pastoral.jpg');
		const jpeg = readSequentialJpeg(bytes);
		const strip = jpeg && [...cutIntoStrips(bytes, jpeg)].find((found) => found);
		if (!strip) throw new Error('no strip');
		expect(readSequentialJpeg(strip.jpeg)?.restartInterval).toBeGreaterThan(0);
		expectSame(await decodeJpeg(strip.jpeg, breathe), await decodeAtOnce(strip.jpeg));
	});

	it('leaves the bytes that it was given as they were', async () => {
		const bytes = fixture('pastoral.jpg');
		const before = Buffer.from(bytes);
		await decodeJpeg(bytes, breathe);
		expect(bytes.equals(before)).toBe(true);
	});

	it('shows what there is of a picture whose middle is damaged', async () => {
		const bytes = fixture('pastoral.jpg');
		bytes.fill(0x55, 9000, 9100);
		const decoded = await decodeJpeg(bytes, breathe);
		expect([decoded.width, decoded.height]).toEqual([480, 234]);
	});

	it('refuses what is no picture with a sentence', async () => {
		const bytes = fixture('pastoral.jpg');
		bytes.fill(0, 2, 600);
		await expect(decodeJpeg(bytes, breathe)).rejects.toThrow(PictureError);
		await expect(decodeJpeg(Buffer.alloc(100), breathe)).rejects.toThrow(/can't be decoded/);
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
		const decoded = await decodeAtOnce(await encodeJpeg(picture, 95, breathe));
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
		const decoded = await decodeAtOnce(await encodeJpeg(picture, 95, breathe));
		expect(difference(decoded.data, picture.data).max).toBeLessThan(6);
	});

	it('survives the hardest picture: noise at the highest and the lowest quality', async () => {
		let seed = 1;
		const noise = bitmap(64, 64, () => {
			seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
			return [(seed >>> 24) & 255, (seed >>> 16) & 255, (seed >>> 8) & 255, 255];
		});
		const best = await decodeAtOnce(await encodeJpeg(noise, 100, breathe));
		expect(difference(best.data, noise.data).mean).toBeLessThan(1.5);
		const worst = await encodeJpeg(noise, 1, breathe);
		expect((await decodeAtOnce(worst)).width).toBe(64);
	});

	it('gets smaller with the quality', async () => {
		const sizes = [];
		for (const quality of [95, 85, 60, 30])
			sizes.push((await encodeJpeg(LARGE, quality, breathe)).length);
		expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
	});
});
