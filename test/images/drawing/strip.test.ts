import { describe, expect, it } from '@jest/globals';

import { colourOf } from '../../../images/drawing/palette';
import { drawStrip } from '../../../images/drawing/strip';
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
});
