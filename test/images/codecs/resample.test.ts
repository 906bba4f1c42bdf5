import { describe, expect, it } from '@jest/globals';

import { blankBitmap } from '../../../images/codecs/bitmap';
import { encodePicture, flattenOnWhite } from '../../../images/codecs/encode';
import { createPace } from '../../../images/codecs/pace';
import { scaleDown } from '../../../images/codecs/resample';
import { PictureError } from '../../../images/errors';
import { bitmap, pace } from '../support/pixels';

/** The first channel of each pixel, row by row. */
const reds = ({ width, data }: ReturnType<typeof bitmap>) =>
	Array.from({ length: data.length / 4 / width }, (_, y) =>
		Array.from({ length: width }, (__, x) => data[(y * width + x) * 4]),
	);

describe('a picture that is scaled down', () => {
	const row = (...levels: number[]) => bitmap(levels.length, 1, (x) => [levels[x]!, 0, 0, 255]);
	const column = (...levels: number[]) =>
		bitmap(1, levels.length, (_, y) => [levels[y]!, 0, 0, 255]);

	it.each([
		['halves', [10, 20, 30, 50], 2, [15, 40]],
		['thirds', [10, 20, 30, 50, 60, 70], 2, [20, 60]],
		['one and a half each', [30, 60, 90], 2, [40, 80]],
		['one and a third each', [10, 20, 30, 40], 3, [13, 25, 38]],
		['itself', [10, 20, 30], 3, [10, 20, 30]],
		['one pixel', [0, 255, 255], 1, [170]],
	])('is the mean of what each pixel covers: %s', async (_, levels, size, expected) => {
		expect(reds(await scaleDown(row(...levels), size, 1, pace))).toEqual([expected]);
		expect(reds(await scaleDown(column(...levels), 1, size, pace))).toEqual(
			expected.map((one) => [one]),
		);
	});

	it('keeps its colours and places apart', async () => {
		const source = bitmap(4, 4, (x, y) => [x < 2 ? 200 : 0, y < 2 ? 100 : 0, x * 10 + y, 255]);
		const { data } = await scaleDown(source, 2, 2, pace);
		expect([...data]).toEqual([
			...[200, 100, 6, 255],
			...[0, 100, 26, 255],
			...[200, 0, 8, 255],
			...[0, 0, 28, 255],
		]);
	});

	it('pauses after each row', async () => {
		let pauses = 0;
		await scaleDown(
			bitmap(4, 8, () => [0, 0, 0, 255]),
			2,
			5,
			async () => void pauses++,
		);
		expect(pauses).toBe(5);
	});
});

describe('a picture without transparency', () => {
	it('lies on white', async () => {
		const picture = bitmap(
			2,
			2,
			(x, y) =>
				[
					[100, 0, 255, 255],
					[100, 0, 255, 0],
					[100, 0, 255, 128],
					[0, 0, 0, 51],
				][y * 2 + x]!,
		);
		await flattenOnWhite(picture, pace);
		expect([...picture.data]).toEqual([
			...[100, 0, 255, 255],
			...[255, 255, 255, 255],
			...[177, 127, 255, 255],
			...[204, 204, 204, 255],
		]);
	});

	it('is what becomes a JPEG, but no PNG', async () => {
		const clear = () => bitmap(8, 8, () => [0, 0, 0, 0]);
		const [png, jpeg] = [clear(), clear()];
		expect(
			Buffer.from(await encodePicture(png, 'png', pace))
				.subarray(1, 4)
				.toString(),
		).toBe('PNG');
		expect(Buffer.from(await encodePicture(jpeg, 'jpeg', pace)).readUInt16BE()).toBe(0xffd8);
		expect([png.data[3], jpeg.data[3]]).toEqual([0, 255]);
	});
});

describe('memory for a picture', () => {
	it('is four bytes a pixel', () => {
		expect(blankBitmap(3, 5)).toEqual({ width: 3, height: 5, data: new Uint8Array(60) });
	});

	it('that there is not is told in a sentence', () => {
		expect(() => blankBitmap(1e9, 1e9)).toThrow(PictureError);
		expect(() => blankBitmap(1e9, 1e9)).toThrow(
			expect.objectContaining({
				name: 'PictureError',
				message: 'There is not enough memory for an image of 1000000000 × 1000000000 px.',
				remedy: expect.stringContaining('Edit Image'),
			}),
		);
	});
});

describe('long work', () => {
	it('pauses once it has held the event loop for some milliseconds, and then again', async () => {
		let pauses = 0;
		const step = createPace(async () => void pauses++);
		const work = async (ms: number) => {
			const end = performance.now() + ms;
			while (performance.now() < end);
			await step();
		};
		await step();
		expect(pauses).toBe(0);
		await work(13);
		expect(pauses).toBe(1);
		await step();
		expect(pauses).toBe(1);
		await work(13);
		expect(pauses).toBe(2);
	});
});
