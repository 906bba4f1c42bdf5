import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { Finding } from '../../src/engine';
import { decodeImage } from '../../src/engine/decode';
import { colourFindings } from '../../src/engine/findings/colours';
import { combine } from '../../src/engine/findings/combine';
import { suppress } from '../../src/engine/models/output/suppress';
import type { Seen } from '../../src/engine/views';

const text = (en: string) => ({ en, zh: `中${en}` });
const box = (left: number) => ({ left, top: 0, width: 10, height: 10 });

const seen = (en: string, score: number, broader: string[] = [], boxes: number[] = []): Seen => ({
	finding: {
		label: text(en),
		kind: 'object',
		category: text('things'),
		score,
		instances: boxes.map((left) => ({ score, box: box(left) })),
	},
	broader: broader.map((term) => ({ label: text(term), category: text('terms') })),
});

const summary = (findings: Finding[]) =>
	findings.map(({ label, score, derivedFrom }) => [label.en, score, derivedFrom]);

describe('broader terms', () => {
	it('have the score of the best finding they follow from, and stand behind it', () => {
		const all = [seen('cat', 0.6, ['animal']), seen('dog', 0.9, ['pet', 'animal'])];
		expect(summary(combine(all, []))).toEqual([
			['dog', 0.9, undefined],
			['pet', 0.9, 'dog'],
			['animal', 0.9, 'dog'],
			['cat', 0.6, undefined],
		]);
	});

	it('are concepts without boxes', () => {
		const [, animal] = combine([seen('dog', 0.9, ['animal'], [0])], []);
		expect(animal).toEqual({
			label: text('animal'),
			kind: 'concept',
			category: text('terms'),
			score: 0.9,
			instances: [],
			derivedFrom: 'dog',
		});
	});

	it('give way to a model that saw the same', () => {
		const all = [seen('dog', 0.9, ['animal']), seen('animal', 0.3)];
		expect(summary(combine(all, []))).toEqual([
			['dog', 0.9, undefined],
			['animal', 0.3, undefined],
		]);
	});
});

describe('findings of several models', () => {
	it('become one a label, with the better score and each thing once', () => {
		const [dog, ...rest] = combine([seen('dog', 0.7, [], [0, 50]), seen('dog', 0.8, [], [1])], []);
		expect(rest).toEqual([]);
		expect(dog!.score).toBe(0.8);
		expect(dog!.instances.map((one) => [one.score, one.box.left])).toEqual([
			[0.8, 1],
			[0.7, 50],
		]);
	});

	it.each([
		['the first', 0.8, 0.7, 'first'],
		['the second', 0.7, 0.8, 'second'],
		['the first of two that are as sure', 0.8, 0.8, 'first'],
	])('are named as the better one names them: %s', (_which, one, two, zh) => {
		const named = (score: number, own: string) => {
			const { finding, broader } = seen('dog', score);
			return { broader, finding: { ...finding, label: { en: 'dog', zh: own } } };
		};
		const [dog] = combine([named(one, 'first'), named(two, 'second')], []);
		expect(dog!.label.zh).toBe(zh);
	});

	it('stand before what was derived, of equal scores, and after what is surer', () => {
		const colours = [{ ...seen('red', 0.5).finding, derivedFrom: 'colours' }];
		const all = [seen('cat', 0.5, ['animal']), seen('dog', 0.5), seen('cow', 0.6)];
		expect(combine(all, colours).map(({ label }) => label.en)).toEqual([
			...['cow', 'cat', 'dog', 'animal', 'red'],
		]);
	});

	it('stand before what was derived, whichever was seen first, and keep their order', () => {
		const derived = (en: string): Seen => ({
			finding: { ...seen(en, 0.5).finding, derivedFrom: 'dog' },
			broader: [],
		});
		const all = [derived('pet'), derived('animal'), seen('dog', 0.5), seen('cat', 0.5)];
		expect(combine(all, []).map(({ label }) => label.en)).toEqual(['dog', 'cat', 'pet', 'animal']);
	});

	it('are left out below the score floor, and not at it', () => {
		expect(combine([seen('dog', 0.05), seen('cat', 0.0499)], [])).toHaveLength(1);
	});

	it('are left out below the score floor, if they are colours', () => {
		expect(combine([seen('dog', 0.9)], [{ ...seen('red', 0.01).finding }])).toHaveLength(1);
	});
});

describe('suppression', () => {
	const instance = (score: number, left: number) => ({ score, box: box(left) });

	it('drops what overlaps a better box by more than the limit', () => {
		// 10 wide, moved by 3: 7 of 13 shared; by 4: 6 of 14.
		const kept = suppress([instance(0.5, 3), instance(0.9, 0), instance(0.6, -4)], 0.5, 10);
		expect(kept.map(({ score }) => score)).toEqual([0.9, 0.6]);
	});

	it.each([
		['above each other, with 7 of 13 rows in both', { left: 0, top: 3 }, 1],
		['above each other, with 6 of 14 rows in both', { left: 0, top: 4 }, 2],
		['beside each other', { left: 10, top: 0 }, 2],
		['on top of each other', { left: 0, top: 10 }, 2],
		['apart in both directions', { left: 22, top: 22 }, 2],
	])('keeps or drops boxes %s', (_how, place, left) => {
		const other = { score: 0.5, box: { ...box(0), ...place } };
		expect(suppress([instance(0.9, 0), other], 0.5, 10)).toHaveLength(left);
	});

	it('keeps a box that overlaps a better one by just the limit', () => {
		const wide = (at: number) => ({ score: 0.5, box: { ...box(at), width: 15 } });
		expect(suppress([wide(0), wide(5)], 0.5, 10)).toHaveLength(2);
	});

	it('keeps the best up to a number', () => {
		const kept = suppress(
			[0.1, 0.3, 0.2].map((score, i) => instance(score, i * 100)),
			0.5,
			2,
		);
		expect(kept.map(({ score }) => score)).toEqual([0.3, 0.2]);
	});
});

describe('colours', () => {
	const picture = async (background: string, part?: { colour: string; share: number }) => {
		const base = sharp({ create: { width: 200, height: 200, channels: 3, background } });
		if (!part) return base.png().toBuffer();
		const { colour, share } = part;
		const create = { width: 200, height: 200 * share, channels: 3 as const, background: colour };
		return base
			.composite([{ input: { create }, top: 0, left: 0 }])
			.png()
			.toBuffer();
	};
	const coloursOf = async (file: Buffer) => {
		const { pixels } = await decodeImage(file);
		return colourFindings(pixels).map(({ label, score }) => [label.en, score]);
	};

	it.each([
		['#000000', 'black'],
		['#ffffff', 'white'],
		['#808080', 'grey'],
		['#e01010', 'red'],
		['#ff8c00', 'orange colour'],
		['#ffe000', 'yellow'],
		['#20a030', 'green'],
		['#00d0e0', 'cyan'],
		['#1030d0', 'blue'],
		['#8020c0', 'purple'],
		['#ffb0c8', 'pink'],
		['#6b4423', 'brown'],
	])('%s is %s', async (background, name) => {
		expect(await coloursOf(await picture(background))).toEqual([[name, 1]]);
	});

	it('score their share of the picture', async () => {
		const file = await picture('#1030d0', { colour: '#ffe000', share: 0.25 });
		const colours = Object.fromEntries(await coloursOf(file));
		expect(colours.blue).toBeCloseTo(0.75, 2);
		expect(colours.yellow).toBeCloseTo(0.25, 2);
	});

	it('are concepts in both languages, marked as derived', async () => {
		const { pixels } = await decodeImage(await picture('#1030d0'));
		expect(colourFindings(pixels)).toEqual([
			{
				label: { en: 'blue', zh: '蓝色' },
				kind: 'concept',
				category: { en: 'Colour', zh: '颜色' },
				score: 1,
				instances: [],
				derivedFrom: 'colours',
			},
		]);
	});
});
