import { describe, expect, it } from '@jest/globals';

import { styleFor } from '../../../images/drawing/style';
import { collectBoxes } from '../../../images/drawing/tags';

describe('sizes that fit a picture', () => {
	it.each([
		['a photo', 1200, 900, { em: 25, line: 4, halo: 1, labelHeight: 36, padding: 9 }],
		['a small picture', 100, 100, { em: 10, line: 1, halo: 1, labelHeight: 14, padding: 4 }],
		['a very small one', 16, 16, { em: 6, line: 1, halo: 1, labelHeight: 9, padding: 2 }],
		['a long one', 900, 50, { em: 7, line: 1, halo: 1, labelHeight: 10, padding: 3 }],
		['a large one', 8000, 6000, { em: 110, line: 15, halo: 5, labelHeight: 156, padding: 40 }],
	])('%s', (_, width, height, style) => {
		expect(styleFor(width, height)).toMatchObject(style);
		expect(styleFor(height, width)).toEqual(styleFor(width, height));
		expect(styleFor(width, height).radius).toBeCloseTo(0.18 * style.em);
	});
});

describe('the boxes that are drawn', () => {
	const tag = (confidences: number[], name = 'x') => ({
		tag: name,
		confidence: 1,
		instances: confidences.map((confidence, i) => ({
			confidence,
			bounding_box: { top_left_x: i % 50, top_left_y: 1.4, width: 2.2, height: 3.2 },
		})),
	});

	it('have whole pixels, their tag and their own confidence', () => {
		const one = tag([80]);
		expect(collectBoxes([one], 100, 80)).toEqual([
			{ x: 0, y: 1, width: 2, height: 4, tag: one, confidence: 80 },
		]);
	});

	it('are the most certain of all tags, 300 at most', () => {
		const boxes = collectBoxes(
			[
				tag(Array.from({ length: 200 }, (_, i) => i)),
				tag(
					Array.from({ length: 200 }, (_, i) => i + 0.5),
					'y',
				),
			],
			100,
			80,
		);
		expect(boxes).toHaveLength(300);
		expect(boxes.slice(0, 3).map(({ confidence }) => confidence)).toEqual([199.5, 199, 198.5]);
		expect(boxes.at(-1)?.confidence).toBe(50);
	});

	it('are none of a tag without instances', () => {
		expect(collectBoxes([{ tag: 'x', confidence: 1 } as never], 100, 80)).toEqual([]);
	});

	it.each([
		['at the edges', [0, 0, 100, 80], [0, 0, 100, 80]],
		['over the edges', [-5, -5, 200, 200], [0, 0, 100, 80]],
		['of one pixel', [99, 79, 1, 1], [99, 79, 1, 1]],
		['beyond the right edge', [100, 0, 5, 5], undefined],
		['beyond the lower edge', [0, 80, 5, 5], undefined],
		['of no width once rounded', [5, 5, 0.4, 9], undefined],
		['of no height once rounded', [5, 5, 9, 0.4], undefined],
	])('%s', (_, [left = 0, top = 0, width = 0, height = 0], expected) => {
		const bounding_box = { top_left_x: left, top_left_y: top, width, height };
		const one = { tag: 'x', confidence: 1, instances: [{ confidence: 1, bounding_box }] };
		const [box] = collectBoxes([one], 100, 80);
		expect(box && [box.x, box.y, box.width, box.height]).toEqual(expected);
	});
});
