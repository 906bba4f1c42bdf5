import { describe, expect, it } from '@jest/globals';

import { UNKNOWN, type OutlinePoint } from '../../../images/drawing/lettering/outlines';
import { rasterise } from '../../../images/drawing/lettering/rasterise';

type Point = [x: number, y: number, kind?: 'control'];

const contour = (...points: Point[]): OutlinePoint[] =>
	points.map(([x, y, kind]) => ({ x, y, onCurve: kind !== 'control' }));
const box = (left: number, bottom: number, right: number, top: number) =>
	contour([left, bottom], [left, top], [right, top], [right, bottom]);

/** Coverage in rows, rounded to hundredths; where it lies; and the whole area in pixels. */
function drawn(contours: OutlinePoint[][], em = 10) {
	const { left, top, width, height, cover } = rasterise({ advance: 1, contours }, em);
	const rows = Array.from({ length: height }, (_, y) =>
		[...cover.subarray(y * width, (y + 1) * width)].map((one) => Math.round(one * 100) / 100 || 0),
	);
	return { left: left || 0, top: top || 0, rows, area: cover.reduce((sum, one) => sum + one, 0) };
}

describe('the pixels of an outline', () => {
	it.each<[string, OutlinePoint[], { left: number; top: number; rows: number[][] }]>([
		['whole ones', box(0, 0, 0.2, 0.1), { left: 0, top: -1, rows: [[1, 1]] }],
		['halves at the sides', box(0.05, 0, 0.25, 0.1), { left: 0, top: -1, rows: [[0.5, 1, 0.5]] }],
		[
			'quarters above and below the line',
			box(0, -0.025, 0.1, 0.125),
			{ left: 0, top: -2, rows: [[0.25], [1], [0.25]] },
		],
		['a part of one', box(0.02, 0.02, 0.05, 0.06), { left: 0, top: -1, rows: [[0.12]] }],
		['ones left of the pen', box(-0.15, 0, -0.1, 0.1), { left: -2, top: -1, rows: [[0.5, 0]] }],
		['ones below the line alone', box(0, -0.2, 0.1, -0.1), { left: 0, top: 0, rows: [[0], [1]] }],
		[
			'halves along a slope',
			contour([0, 0], [0, 0.3], [0.3, 0]),
			{
				left: 0,
				top: -3,
				rows: [
					[0.5, 0, 0],
					[1, 0.5, 0],
					[1, 1, 0.5],
				],
			},
		],
		[
			'those of a gentle slope, several in a row',
			contour([0, 0], [0.4, 0.1], [0.4, 0]),
			{ left: 0, top: -1, rows: [[0.13, 0.38, 0.63, 0.88]] },
		],
		[
			'those of a slope the other way',
			contour([0, 0], [0, 0.1], [0.4, 0]),
			{ left: 0, top: -1, rows: [[0.88, 0.63, 0.38, 0.13]] },
		],
	])('are %s, whichever way round it goes', (_, points, expected) => {
		expect(drawn([points])).toMatchObject(expected);
		expect(drawn([points.toReversed()])).toMatchObject(expected);
	});

	it('are left out in a hole, which goes the other way round', () => {
		const ring = [box(0, 0, 0.4, 0.4), box(0.1, 0.1, 0.3, 0.3).reverse()];
		expect(drawn(ring).rows).toEqual([
			[1, 1, 1, 1],
			[1, 0, 0, 1],
			[1, 0, 0, 1],
			[1, 1, 1, 1],
		]);
		const { area } = drawn(UNKNOWN.contours, 100);
		expect(area).toBeCloseTo(74 * 86 - 60 * 72, 1);
	});

	it('are covered once where two shapes lie on each other', () => {
		const two = [box(0, 0, 0.2, 0.1), box(0.1, 0, 0.3, 0.1)];
		expect(drawn(two).rows).toEqual([[1, 1, 1]]);
	});

	it('are none of a blank', () => {
		expect(drawn([])).toEqual({ left: 0, top: 0, rows: [], area: 0 });
	});

	/** The share of what lies under a parabola that so many straight pieces enclose. */
	const under = (pieces: number) => 1 - 1 / pieces ** 2;

	it.each([
		[23, 4],
		[24, 8],
	])('follow a curve at %i pixels in %i straight pieces', (em, pieces) => {
		const arch = contour([0, 0], [0.5, 1, 'control'], [1, 0]);
		expect(drawn([arch], em).area / em ** 2).toBeCloseTo(under(pieces) / 3, 5);
	});

	it('follow curves between control points, with a point in their middle', () => {
		const half = [0.5, 0.5] as const;
		const wave = contour([0, 0], [0, half[1], 'control'], [1, half[1], 'control'], [1, 0]);
		// Two parabolas of which each has a corner cut off, between them the middle of the two points.
		const corner = (1 / 2) * (1 / 2) * (1 / 2);
		expect(drawn([wave], 64).area / 64 ** 2).toBeCloseTo(
			half[1] - 2 * corner + 2 * corner * (2 / 3) * under(8),
			5,
		);
	});

	it('follow an outline that begins with a control point', () => {
		const round = [
			[0, 0, 'control'],
			[0, 1, 'control'],
			[1, 1, 'control'],
			[1, 0, 'control'],
		] as Point[];
		const corner = (1 / 2) * (1 / 2) * (1 / 2);
		const expected = 1 - 4 * corner + 4 * corner * (2 / 3) * under(8);
		expect(drawn([contour(...round)], 40).area / 40 ** 2).toBeCloseTo(expected, 5);
	});
});
