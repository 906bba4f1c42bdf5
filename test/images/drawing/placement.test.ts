import { describe, expect, it } from '@jest/globals';

import { placeLabels } from '../../../images/drawing/placement';

type Sides = [x: number, y: number, width: number, height: number];

const PICTURE = { width: 500, height: 400 };
const BOX: Sides = [100, 100, 200, 150];

/** Where labels of 80 × 20 pixels are placed for these boxes. */
function places(boxes: Sides[], { width = 80, margin = 1, keys = [] as string[] } = {}) {
	const requests = boxes.map(([x, y, w, h], i) => ({
		anchor: { x, y, width: w, height: h },
		width,
		height: 20,
		key: keys[i] ?? `tag ${i}`,
	}));
	return placeLabels(requests, PICTURE, margin).map((place) => {
		if (!place) return undefined;
		expect([place.width, place.height]).toEqual([width, 20]);
		return [place.x, place.y];
	});
}

describe('a label', () => {
	it.each<[string, Sides, number[]]>([
		['stands above its box, at the left', BOX, [100, 80]],
		['stands in its box where there is no room above', [100, 10, 200, 150], [100, 10]],
		['keeps the margin at the upper edge', [100, 0, 200, 150], [100, 1]],
		['moves left where its box is at the right edge', [470, 100, 30, 50], [419, 80]],
		['keeps the margin at the left edge', [0, 100, 30, 50], [1, 80]],
		['stands above a box in the lower right corner', [480, 390, 20, 10], [419, 370]],
		['is inside where its box is the picture', [0, 0, 500, 400], [1, 1]],
	])('%s', (_, box, place) => {
		expect(places([box])).toEqual([place]);
	});

	it('stands in the middle where a wide margin would push it further from the side', () => {
		expect(places([[0, 0, 500, 400]], { margin: 5 })).toEqual([[210, 5]]);
	});

	it('begins at the margin where it is wider than the picture', () => {
		expect(places([[100, 100, 50, 50]], { width: 600 })).toEqual([[1, 80]]);
	});
});

describe('labels of boxes in the same place', () => {
	const same = (count: number) => Array<Sides>(count).fill(BOX);

	it('take the places around the box in the order of their cost', () => {
		expect(places(same(21))).toEqual([
			...[
				[100, 80],
				[220, 80],
				[100, 100],
				[100, 250],
				[220, 100],
				[100, 230],
				[220, 250],
			],
			...[
				[100, 120],
				[220, 230],
				[220, 120],
				[100, 140],
				[100, 165],
				[220, 140],
				[220, 165],
			],
			...[
				[160, 80],
				[160, 100],
				[160, 250],
				[160, 230],
				[160, 120],
				[160, 140],
				[160, 165],
			],
		]);
	});

	it('lie on each other where all places are taken, unless they say the same', () => {
		expect(places(same(22))[21]).toEqual([100, 80]);
		const keys = Array<string>(30).fill('cat');
		const alike = places(same(30), { keys });
		expect(alike.slice(0, 14)).not.toContain(undefined);
		expect(alike.slice(14)).toEqual(Array(16).fill(undefined));
	});

	it('stay where a small part of them is hidden, even if they say the same', () => {
		const requests = [0, 70].map((x) => ({
			anchor: { x, y: 1, width: 80, height: 20 },
			...{ width: 80, height: 20, key: 'cat' },
		}));
		expect(placeLabels(requests, { width: 151, height: 22 }, 1).map((place) => place?.x)).toEqual([
			1, 70,
		]);
	});

	it('are chosen for small boxes first, which have less room', () => {
		expect(places([BOX, [100, 100, 100, 60]])).toEqual([
			[220, 80],
			[100, 80],
		]);
	});

	it('are moved from a neighbour’s', () => {
		expect(places([BOX, [150, 100, 200, 150]])).toEqual([
			[100, 80],
			[270, 80],
		]);
		expect(places(Array<Sides>(4).fill([200, 200, 20, 20]))).toEqual([
			[200, 180],
			[200, 200],
			[200, 220],
			[200, 240],
		]);
	});
});
