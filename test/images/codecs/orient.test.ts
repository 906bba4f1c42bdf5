import { describe, expect, it } from '@jest/globals';
import { makeUpright } from '../../../images/codecs/orient';
import { scaleDown } from '../../../images/codecs/resample';
import { bitmap, pace, pixelAt } from '../support/pixels';

/** Corners of the upright picture as the EXIF standard names them: which stored corner is shown at the top left, top right, bottom left. */
const STORED = { topLeft: 1, topRight: 2, bottomLeft: 3, bottomRight: 4 };
const SHOWN: ReadonlyArray<[orientation: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8, corners: number[]]> = [
	[1, [STORED.topLeft, STORED.topRight, STORED.bottomLeft]],
	[2, [STORED.topRight, STORED.topLeft, STORED.bottomRight]],
	[3, [STORED.bottomRight, STORED.bottomLeft, STORED.topRight]],
	[4, [STORED.bottomLeft, STORED.bottomRight, STORED.topLeft]],
	[5, [STORED.topLeft, STORED.bottomLeft, STORED.topRight]],
	[6, [STORED.bottomLeft, STORED.topLeft, STORED.bottomRight]],
	[7, [STORED.bottomRight, STORED.topRight, STORED.bottomLeft]],
	[8, [STORED.topRight, STORED.bottomRight, STORED.topLeft]],
];

describe('makeUpright', () => {
	it.each(SHOWN)('turns a picture of orientation %i', async (orientation, corners) => {
		const [w, h] = [150, 70];
		const stored = bitmap(w, h, (x, y) => {
			const corner = (x === 0 || x === w - 1) && (y === 0 || y === h - 1);
			return [corner ? 1 + (x ? 1 : 0) + (y ? 2 : 0) : 0, 0, 0, 255];
		});
		const upright = await makeUpright(stored, orientation, pace);
		const sides = [upright.width, upright.height];
		expect(sides).toEqual(orientation < 5 ? [w, h] : [h, w]);
		const [right, bottom] = [upright.width - 1, upright.height - 1];
		const seen = [pixelAt(upright, 0, 0), pixelAt(upright, right, 0), pixelAt(upright, 0, bottom)];
		expect(seen.map(([red]) => red)).toEqual(corners);
	});

	it('moves every pixel once', async () => {
		const stored = bitmap(70, 131, (x, y) => [x, y, 0, 255]);
		const upright = await makeUpright(await makeUpright(stored, 6, pace), 8, pace);
		expect(upright).toEqual(stored);
	});
});

describe('scaleDown', () => {
	it('makes each pixel the mean of the area that it covers', async () => {
		const stored = bitmap(4, 2, (x, y) => [x * 10, y * 100, 50, 255]);
		const half = await scaleDown(stored, 2, 1, pace);
		expect([...half.data]).toEqual([5, 50, 50, 255, 25, 50, 50, 255]);
	});

	it('keeps an even colour, at any ratio', async () => {
		for (const [width, height] of [
			[1, 1],
			[37, 5],
			[99, 63],
			[100, 64],
		] as const) {
			const even = await scaleDown(
				bitmap(100, 64, () => [200, 100, 7, 255]),
				width,
				height,
				pace,
			);
			for (let i = 0; i < even.data.length; i += 4)
				expect([...even.data.subarray(i, i + 4)]).toEqual([200, 100, 7, 255]);
		}
	});
});
