import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unfilter } from '../../../images/codecs/png/filter';

/** What a filter takes from a byte: of its left, upper and upper left neighbour (ISO/IEC 15948, 9.2 to 9.4). */
const PREDICTORS: Array<[name: string, predict: (a: number, b: number, c: number) => number]> = [
	['none', () => 0],
	['sub', (a) => a],
	['up', (_a, b) => b],
	['average', (a, b) => Math.floor((a + b) / 2)],
	[
		'Paeth',
		(a, b, c) => {
			const p = a + b - c;
			const byDistance = [a, b, c].map((value, order) => [Math.abs(p - value), order, value]);
			const [nearest] = byDistance.sort(([d = 0, i = 0], [e = 0, j = 0]) => d - e || i - j);
			return nearest?.[2] ?? 0;
		},
	],
];

const rowsOf = fc
	.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 12 }))
	.chain(([pixel, width]) => {
		const row = fc.uint8Array({ minLength: pixel * width, maxLength: pixel * width });
		return fc.tuple(fc.constant(pixel), row, row);
	});

describe.each(PREDICTORS.map(([name, predict], kind) => ({ name, predict, kind })))(
	'the filter $name of a PNG',
	({ predict, kind }) => {
		it.each(['the first row', 'a row below another'])('is undone in %s', (place) => {
			fc.assert(
				fc.property(rowsOf, ([pixel, row, previous]) => {
					const above = place === 'the first row' ? undefined : previous;
					const at = (line: Uint8Array | undefined, i: number) => line?.[i] ?? 0;
					const filtered = row.map(
						(byte, i) => byte - predict(at(row, i - pixel), at(above, i), at(above, i - pixel)),
					);
					unfilter(kind, filtered, above, pixel);
					expect(filtered).toEqual(row);
				}),
			);
		});
	},
);
