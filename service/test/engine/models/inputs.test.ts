import { describe, expect, it } from '@jest/globals';
import { preparation } from '../../../src/engine/models/input/prepare';
import { modelSchema, type ModelInput } from '../../../src/engine/models/schema';
import { classifier } from '../support/tiny-models';

const inputOf = (fields: Partial<ModelInput>): ModelInput =>
	modelSchema.parse({ ...classifier, input: { name: 'image', scale: 1, ...fields } }).input;

/** An image whose pixels are `[n, n + 100, n + 200]`, for `n` from these rows. */
function imageOf(...rows: number[][]) {
	const pixels = rows.flat().flatMap((n) => [n, n + 100, n + 200]);
	const [first = []] = rows;
	return { width: first.length, height: rows.length, data: Uint8Array.from(pixels) };
}

/** What a model with such an input is given of the image. */
async function given(fields: Partial<ModelInput>, image: ReturnType<typeof imageOf>) {
	const { tensor, placement } = await preparation(inputOf(fields))(image, image);
	const values = Array.from(tensor.data as Float32Array);
	return { type: tensor.type, dims: tensor.dims, values, placement };
}

/** The first channel alone. */
async function firstChannel(fields: Partial<ModelInput>, image: ReturnType<typeof imageOf>) {
	const { values } = await given(fields, image);
	return values.slice(0, values.length / 3);
}

const square = imageOf([1, 2], [3, 4]);
const side = { width: 2, height: 2 };

describe('the input of a model', () => {
	it('has channel after channel, or pixel after pixel', async () => {
		expect(await given(side, square)).toMatchObject({
			type: 'float32',
			dims: [1, 3, 2, 2],
			values: [1, 2, 3, 4, 101, 102, 103, 104, 201, 202, 203, 204],
		});
		expect(await given({ ...side, layout: 'NHWC' }, square)).toMatchObject({
			type: 'float32',
			dims: [1, 2, 2, 3],
			values: [1, 101, 201, 2, 102, 202, 3, 103, 203, 4, 104, 204],
		});
	});

	it('has its sides in the order of its layout', async () => {
		const wide = imageOf([1, 2, 3]);
		expect((await given({ width: 3, height: 1 }, wide)).dims).toEqual([1, 3, 1, 3]);
		expect((await given({ width: 3, height: 1, layout: 'NHWC' }, wide)).dims).toEqual([1, 1, 3, 3]);
	});

	it('has its channels in the order that the model knows', async () => {
		const { values } = await given({ ...side, channels: 'BGR', layout: 'NHWC' }, square);
		expect(values.slice(0, 3)).toEqual([201, 101, 1]);
	});

	it('is scaled and shifted, each channel for itself', async () => {
		const { values } = await given(
			{ ...side, layout: 'NHWC', scale: 0.5, mean: [1, 2, 3], std: [1, 2, 4] },
			square,
		);
		expect(values.slice(0, 6)).toEqual([-0.5, 24.25, 24.375, 0, 24.5, 24.5]);
	});

	it('of bytes has whole numbers, rounded', async () => {
		const { type, values } = await given(
			{ width: 4, height: 1, type: 'uint8', resample: 'asymmetric', scale: 0.5 },
			imageOf([1, 4]),
		);
		expect(type).toBe('uint8');
		expect(values.slice(0, 4)).toEqual([1, 3, 4, 4]);
	});

	it('is the same memory for all images', async () => {
		const prepare = preparation(inputOf(side));
		const first = await prepare(square, square);
		const second = await prepare(imageOf([5, 6], [7, 8]), square);
		expect(second.tensor).toBe(first.tensor);
		expect(Array.from(second.tensor.data as Float32Array).slice(0, 4)).toEqual([5, 6, 7, 8]);
	});
});

describe('an image of another form than the input', () => {
	const wide = imageOf([1, 2, 3, 4], [5, 6, 7, 8]);
	const tall = imageOf([1, 2], [3, 4], [5, 6], [7, 8]);

	it('has bars above and below it, or at its sides, of one grey', async () => {
		const letterbox = { width: 4, height: 4, fit: 'letterbox', padding: 9 } as const;
		const bar = [9, 9, 9, 9];
		expect(await firstChannel(letterbox, wide)).toEqual([
			...bar,
			...[1, 2, 3, 4],
			...[5, 6, 7, 8],
			...bar,
		]);
		expect(await firstChannel(letterbox, tall)).toEqual([
			...[9, 1, 2, 9],
			...[9, 3, 4, 9],
			...[9, 5, 6, 9],
			...[9, 7, 8, 9],
		]);
		const pixelByPixel = { ...side, fit: 'letterbox', padding: 9, layout: 'NHWC' } as const;
		expect((await given(pixelByPixel, imageOf([1, 2]))).values).toEqual([
			...[1, 101, 201, 2, 102, 202],
			...[9, 9, 9, 9, 9, 9],
		]);
	});

	it('has bars that are scaled and shifted like pixels, also after an image without', async () => {
		const prepare = preparation(
			inputOf({ width: 2, height: 2, fit: 'letterbox', padding: 10, scale: 0.5, mean: [1, 2, 3] }),
		);
		await prepare(square, square);
		const flat = imageOf([1, 2]);
		const { tensor } = await prepare(flat, flat);
		expect(Array.from(tensor.data as Float32Array)).toEqual([
			...[-0.5, 0, 4, 4],
			...[48.5, 49, 3, 3],
			...[97.5, 98, 2, 2],
		]);
	});

	it('is seen in its middle', async () => {
		expect(await firstChannel({ ...side, fit: 'crop' }, wide)).toEqual([2, 3, 6, 7]);
		expect(await firstChannel({ ...side, fit: 'crop' }, tall)).toEqual([3, 4, 5, 6]);
		const large = imageOf([1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [13, 14, 15, 16]);
		expect(await firstChannel({ ...side, fit: 'crop', cropShare: 0.5 }, large)).toEqual([
			6, 7, 10, 11,
		]);
	});

	it.each([
		['wider', { width: 4, height: 1 }, [[0, 8]], [0, 4, 8, 8]],
		['higher', { width: 1, height: 4 }, [[0], [8]], [0, 4, 8, 8]],
		[
			'both',
			{ width: 4, height: 4 },
			[
				[0, 8],
				[16, 24],
			],
			[0, 4, 8, 8, 8, 12, 16, 16, 16, 20, 24, 24, 16, 20, 24, 24],
		],
		['narrower', { width: 2, height: 1 }, [[1, 2, 3, 4]], [1, 3]],
	] as const)(
		'is made %s between its nearest pixels, from the top left',
		async (_how, to, rows, values) => {
			const image = imageOf(...rows.map((row) => [...row]));
			expect(await firstChannel({ ...to, resample: 'asymmetric' }, image)).toEqual(values);
		},
	);

	it('is cut before it is made larger', async () => {
		const image = imageOf([0, 8, 16, 0], [0, 24, 32, 0]);
		const fields = { width: 4, height: 4, fit: 'crop', resample: 'asymmetric' } as const;
		expect(await firstChannel(fields, image)).toEqual([
			...[8, 12, 16, 16],
			...[16, 20, 24, 24],
			...[24, 28, 32, 32],
			...[24, 28, 32, 32],
		]);
	});

	it('is made larger in each of its channels', async () => {
		const image = {
			width: 2,
			height: 2,
			data: Uint8Array.from([0, 1, 2, 8, 9, 10, 16, 15, 14, 24, 23, 22]),
		};
		const fields = { width: 3, height: 4, resample: 'asymmetric', layout: 'NHWC' } as const;
		const { values } = await given(fields, image);
		const about = (...expected: number[]): unknown => expected.map((one) => expect.closeTo(one, 4));
		expect(values.slice(3, 6)).toEqual(about(16 / 3, 19 / 3, 22 / 3));
		expect(values.slice(9, 12)).toEqual(about(8, 8, 8));
		expect(values.slice(12, 15)).toEqual(about(40 / 3, 40 / 3, 40 / 3));
	});

	it('is weighed over all of its pixels otherwise', async () => {
		const even = await firstChannel({ width: 2, height: 1 }, imageOf([0, 50, 0, 50]));
		for (const value of even) expect(Math.abs(value - 25)).toBeLessThan(10);
		const image = imageOf([0, 0, 50, 50]);
		const [left = -1, right = -1] = await firstChannel({ width: 2, height: 1 }, image);
		expect(left).toBeLessThan(15);
		expect(right).toBeGreaterThan(35);
	});
});
