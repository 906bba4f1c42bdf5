import { describe, expect, it } from '@jest/globals';

import { colourOf } from '../../../images/drawing/palette';
import { drawStrip } from '../../../images/drawing/strip';
import { TextPen } from '../../../images/drawing/lettering/text';
import { styleFor } from '../../../images/drawing/style';
import { bitmap, pixelAt } from '../support/pixels';

const WIDTH = 600;
const HEIGHT = 400;
const { em } = styleFor(WIDTH, HEIGHT);
const tag = (name: string, confidence: number) => ({ tag: name, confidence, instances: [] });

function strip(tags: Array<ReturnType<typeof tag>>, width = WIDTH, height = HEIGHT) {
	const picture = bitmap(width, height, () => [100, 100, 100, 255]);
	drawStrip(picture, tags, 'en');
	return picture;
}

/** The colours of the dots on a strip, from left to right. */
function dots(tags: Array<ReturnType<typeof tag>>, width = WIDTH): string[] {
	const picture = strip(tags, width);
	const known = new Map(tags.map((one) => [String(colourOf(one)), one.tag]));
	const y = HEIGHT - Math.round(em * 0.95);
	const names: string[] = [];
	for (let x = 0; x < width; x++) {
		const name = known.get(String(pixelAt(picture, x, y).slice(0, 3)));
		const before = known.get(String(pixelAt(picture, x - 1, y).slice(0, 3)));
		if (name !== undefined && name !== before) names.push(name);
	}
	return names;
}

describe('the strip of tags', () => {
	it('lies along the lower edge, see-through, and changes nothing above', () => {
		const picture = strip([]);
		const top = HEIGHT - Math.round(em * 1.9);
		expect(pixelAt(picture, 5, top - 1)).toEqual([100, 100, 100, 255]);
		for (const [x, y] of [
			[0, top],
			[WIDTH - 1, HEIGHT - 1],
		] as const) {
			expect(pixelAt(picture, x, y)).toEqual([38, 38, 38, 255]);
		}
	});

	it('names the most certain tags first', () => {
		expect(dots([tag('Person', 50), tag('Dog', 90), tag('Car', 70)])).toEqual([
			'Dog',
			'Car',
			'Person',
		]);
	});

	it('names no more than fit on the line, and none after one that does not', () => {
		const long = tag('Sky with clouds and many more words in its name', 80);
		expect(dots([tag('Person', 90), long, tag('Car', 70)], 300)).toEqual(['Person']);
		expect(dots([tag('Person', 90), tag('Car', 70)], 300)).toEqual(['Person', 'Car']);
	});

	it('shortens the first name, so that there is one', () => {
		expect(dots([tag('Sky with clouds and many more words in its name', 80)], 200)).toHaveLength(1);
	});

	it('is no higher than the picture', () => {
		const picture = strip([tag('Person', 90)], 200, 8);
		expect(pixelAt(picture, 199, 0)).toEqual([38, 38, 38, 255]);
	});

	it('has nothing on it where not even the first name has room', () => {
		const one = tag('Mountain', 80);
		const picture = strip([one], 20, 200);
		const colours = Array.from({ length: 20 * 200 }, (_, i) =>
			String(pixelAt(picture, i % 20, Math.floor(i / 20)).slice(0, 3)),
		);
		expect(colours.includes(String(colourOf(one)))).toBe(false);
	});

	describe('has', () => {
		const { padding } = styleFor(WIDTH, HEIGHT);
		const pen = new TextPen(em);
		const height = Math.round(em * 1.9);
		const [dot, gap, space] = [0.6, 0.35, 0.9].map((share) => Math.round(em * share)) as [
			number,
			number,
			number,
		];
		const rows = Array.from({ length: height }, (_, i) => HEIGHT - height + i);
		const middle = HEIGHT - Math.round(height / 2);
		/** Columns in which one of the strip's pixels is like that. */
		const columnsOf = (picture: ReturnType<typeof strip>, isLike: (colour: string) => boolean) =>
			Array.from({ length: picture.width }, (_, x) => x).filter((x) =>
				rows.some((y) => isLike(String(pixelAt(picture, x, y).slice(0, 3)))),
			);
		const isWhite = (colour: string) => colour === '255,255,255';

		it('a dot and a name for each tag, one after the other', () => {
			const [dog, car] = [tag('Dog', 90), tag('Car', 70)];
			const picture = strip([dog, car]);
			const starts = [2 * padding, 2 * padding + dot + gap + pen.measure('Dog 90%') + space];
			for (const [i, one] of [dog, car].entries()) {
				const colour = String(colourOf(one));
				const columns = Array.from({ length: WIDTH }, (_, x) => x).filter(
					(x) => String(pixelAt(picture, x, middle).slice(0, 3)) === colour,
				);
				expect([columns[0], columns.length]).toEqual([starts[i], dot]);
			}
			const [first = 0] = columnsOf(picture, isWhite);
			expect(first - (starts[0]! + dot + gap)).toBeGreaterThanOrEqual(0);
			expect(first - (starts[0]! + dot + gap)).toBeLessThanOrEqual(2);
		});

		it('its names in the middle of its height', () => {
			const picture = strip([tag('HHH', 90)]);
			const inked = rows.filter((y) =>
				Array.from({ length: WIDTH }, (_, x) => x).some((x) =>
					isWhite(String(pixelAt(picture, x, y).slice(0, 3))),
				),
			);
			const centre = (inked[0]! + inked.at(-1)! + 1) / 2;
			expect(Math.abs(centre - (HEIGHT - height / 2))).toBeLessThanOrEqual(1);
		});

		it('room at its right end, however long the first name is', () => {
			const columns = columnsOf(strip([tag('M'.repeat(48), 90)], 300), isWhite);
			expect(columns.at(-1)).toBeLessThan(300 - 2 * padding);
			expect(columns.at(-1)).toBeGreaterThan(300 - 2 * padding - 2 * em);
		});

		it('all names that just fit', () => {
			const small = styleFor(150, 200);
			const smallPen = new TextPen(small.em);
			const [d, g, s] = [0.6, 0.35, 0.9].map((share) => Math.round(small.em * share)) as [
				number,
				number,
				number,
			];
			const names = ['Dog 90%', 'Car 70%'].map((name) => smallPen.measure(name));
			const width = 4 * small.padding + 2 * (d + g) + s + names[0]! + names[1]!;
			expect(styleFor(width, 200)).toEqual(small);
			const hasCar = (wide: number) => {
				const picture = strip([tag('Dog', 90), tag('Car', 70)], wide, 200);
				return Array.from({ length: wide }, (_, x) => x).some(
					(x) =>
						String(pixelAt(picture, x, 200 - Math.round(small.em * 0.95)).slice(0, 3)) ===
						String(colourOf(tag('Car', 70))),
				);
			};
			expect([hasCar(width), hasCar(width - 1)]).toEqual([true, false]);
		});
	});
});
