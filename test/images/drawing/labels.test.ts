import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { labelOf, nameOf } from '../../../images/drawing/lettering/names';
import { colourOf, PALETTE, textColourOn, type Colour } from '../../../images/drawing/palette';
import { placeLabels, type LabelRequest } from '../../../images/drawing/placement';
import { styleFor } from '../../../images/drawing/style';
import { collectBoxes, type AnnotationTag } from '../../../images/drawing/tags';
import { isDrawable, TextPen } from '../../../images/drawing/lettering/text';
import { terms } from '../../../service/scripts/convert/classifier/scene-head.json';
import {
	ancestorsOf,
	COMPANIONS,
	DETECTOR_TERMS,
	termOf,
} from '../../../service/src/engine/vocabulary';

const tag = (name: string, i18n_tag?: AnnotationTag['i18n_tag']): AnnotationTag => ({
	tag: name,
	confidence: 90,
	...(i18n_tag ? { i18n_tag } : {}),
	instances: [],
});

describe('colours', () => {
	it('are the same for the same tag, in either language and any case', () => {
		const colour = colourOf(tag('Sheep'));
		expect(colourOf(tag('sheep'))).toEqual(colour);
		expect(colourOf(tag('羊', { en: 'Sheep', zh: '羊' }))).toEqual(colour);
	});

	it('never change between versions', () => {
		const names = ['Person', 'Car', 'Dog', 'Sheep', 'Mountain', 'Sky'];
		expect(names.map((name) => PALETTE.indexOf(colourOf(tag(name))))).toEqual(EXPECTED_COLOURS);
	});

	it('spread over the palette', () => {
		const used = new Set(Array.from({ length: 100 }, (_, i) => colourOf(tag(`tag ${i}`))));
		expect(used.size).toBe(PALETTE.length);
	});

	it('carry text of good contrast (WCAG AA)', () => {
		for (const colour of PALETTE) {
			expect(colour).toHaveLength(3);
			expect(contrast(colour, textColourOn(colour))).toBeGreaterThan(4.5);
		}
		for (const colour of [
			[0, 110, 255],
			[0, 100, 255],
			[116, 116, 116],
			[118, 118, 118],
		] as const)
			expect(contrast(colour, textColourOn(colour))).toBeGreaterThan(4.58);
	});
});

const EXPECTED_COLOURS = [0, 5, 2, 5, 5, 1];

function contrast(a: Colour, b: Colour): number {
	const light = (colour: Colour) =>
		colour
			.map((value) => value / 255)
			.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
			.reduce((sum, v, i) => sum + v * ([0.2126, 0.7152, 0.0722][i] ?? 0), 0.05);
	const [low = 0, high = 0] = [light(a), light(b)].sort((x, y) => x - y);
	return high / low;
}

describe('names', () => {
	it('can be drawn for everything that the service gives boxes, in both languages', () => {
		const things = DETECTOR_TERMS.flatMap((term) => (term ? [termOf(term).label] : []));
		expect(things.length).toBeGreaterThanOrEqual(80);
		const words = things.flatMap(({ en, zh }) => [en, ...(zh.match(/[\u4e00-\u9fff]+/g) ?? [])]);
		expect(words.filter((word) => !isDrawable(word))).toEqual([]);
	});

	it('can be drawn in Chinese for scenes, for what goes with other things, and for what is broader', () => {
		const said = [...terms, ...COMPANIONS.map(({ implies }) => implies)];
		const words = new Set(said.flatMap((id) => [id, ...ancestorsOf(id)]));
		expect(words.size).toBeGreaterThan(100);
		expect([...words].filter((id) => !isDrawable(termOf(id).label.zh))).toEqual([]);
	});

	it('follow the language', () => {
		const sheep = tag('Sheep', { en: 'Sheep', zh: '羊' });
		expect(nameOf(sheep, 'en')).toBe('Sheep');
		expect(nameOf(sheep, 'zh')).toBe('羊');
	});

	it('fall back to the other language where characters are missing', () => {
		expect(nameOf(tag('龘龘', { en: 'Dragons', zh: '龘龘' }), 'zh')).toBe('Dragons');
		expect(nameOf(tag('龘龘'), 'zh')).toBe('龘龘');
	});

	it('lose accents, odd spaces and control characters, but not their letters', () => {
		expect(nameOf(tag('  Crème\u0000\n br\u200bûlée\u3000Ａ '), 'en')).toBe('Creme br ulee A');
		expect(nameOf(tag(''), 'en')).toBe('?');
	});

	it('are cut after 48 characters, Chinese or not', () => {
		expect(nameOf(tag('x'.repeat(49)), 'en')).toBe('x'.repeat(48));
		expect(nameOf(tag('羊'.repeat(49)), 'zh')).toBe('羊'.repeat(48));
	});

	it('are taken from what is text, and is not blank', () => {
		const odd = { en: 5, zh: ' ' } as unknown as NonNullable<AnnotationTag['i18n_tag']>;
		expect(nameOf(tag('Sheep', odd), 'en')).toBe('Sheep');
		expect(nameOf(tag('Sheep', odd), 'zh')).toBe('Sheep');
		expect(nameOf(tag(' ', { en: 'Sheep', zh: '' }), 'zh')).toBe('Sheep');
		expect(nameOf(tag('龘', { en: '龖', zh: '羊' }), 'en')).toBe('羊');
	});

	it('give up the confidence first, then their end, when there is no room', () => {
		const pen = new TextPen(20);
		const mountain = tag('Mountain');
		expect(labelOf(mountain, 83.4, 'en', pen, 500)).toBe('Mountain 83%');
		expect(labelOf(mountain, 83.4, 'en', pen, pen.measure('Mountain'))).toBe('Mountain');
		expect(labelOf(mountain, 83.4, 'en', pen, pen.measure('Mountai'))).toMatch(/^Moun?t?\.\.\.$/);
		expect(labelOf(mountain, NaN, 'en', pen, 500)).toBe('Mountain');
	});
});

describe('boxes', () => {
	const boxed = (...boxes: number[][]): AnnotationTag => ({
		...tag('x'),
		instances: boxes.map(([x = 0, y = 0, width = 0, height = 0]) => ({
			confidence: 80,
			bounding_box: { top_left_x: x, top_left_y: y, width, height },
		})),
	});

	it('are clipped to the picture', () => {
		const [box] = collectBoxes([boxed([-20, -10, 60, 500])], 100, 80);
		expect(box).toMatchObject({ x: 0, y: 0, width: 40, height: 80 });
	});

	it('outside the picture, empty or without sound numbers are left out', () => {
		const odd = boxed([100, 0, 9, 9], [0, 80, 9, 9], [5, 5, -3, 4], [5, 5, 0, 4], [NaN, 1, 2, 3]);
		expect(collectBoxes([odd], 100, 80)).toEqual([]);
		const missing = { tag: 'x', confidence: 1, instances: [{ confidence: 1 }] };
		expect(collectBoxes([missing as unknown as AnnotationTag], 100, 80)).toEqual([]);
	});
});

describe('placeLabels', () => {
	const sides = fc.record({
		width: fc.integer({ min: 64, max: 4096 }),
		height: fc.integer({ min: 64, max: 4096 }),
	});
	const anywhere = fc.tuple(
		...[fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })],
		...[fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })],
	);

	it('keeps every label inside the picture', () => {
		fc.assert(
			fc.property(sides, fc.array(anywhere, { maxLength: 30 }), (picture, places) => {
				const { em, labelHeight, halo } = styleFor(picture.width, picture.height);
				const requests = places.map(([left = 0, top = 0, right = 0, bottom = 0], i) => ({
					anchor: {
						x: Math.floor(Math.min(left, right) * (picture.width - 1)),
						y: Math.floor(Math.min(top, bottom) * (picture.height - 1)),
						width: 1 + Math.floor(Math.abs(left - right) * (picture.width - 1)),
						height: 1 + Math.floor(Math.abs(top - bottom) * (picture.height - 1)),
					},
					width: Math.min(em * 5, picture.width - 2 * halo),
					height: labelHeight,
					key: `tag ${i % 4}`,
				}));
				for (const place of placeLabels(requests, picture, halo)) {
					if (!place) continue;
					expect(place.x).toBeGreaterThanOrEqual(halo);
					expect(place.y).toBeGreaterThanOrEqual(halo);
					expect(place.x + place.width).toBeLessThanOrEqual(picture.width - halo);
					expect(place.y + place.height).toBeLessThanOrEqual(picture.height - halo);
				}
			}),
		);
	});

	const request = (x: number, y: number, key: string): LabelRequest => ({
		anchor: { x, y, width: 200, height: 150 },
		width: 80,
		height: 20,
		key,
	});

	it('puts a label above its box at the left where there is room', () => {
		const [place] = placeLabels([request(100, 100, 'a')], { width: 500, height: 400 }, 1);
		expect(place).toEqual({ x: 100, y: 80, width: 80, height: 20 });
	});

	it('keeps labels of boxes in the same place apart', () => {
		const places = placeLabels(
			['a', 'b', 'c', 'd', 'e'].map((key) => request(100, 100, key)),
			{ width: 500, height: 400 },
			1,
		);
		for (const [i, a] of places.entries())
			for (const b of places.slice(i + 1)) {
				if (!a || !b) throw new Error('a label was left out');
				const apart =
					a.x + a.width <= b.x ||
					b.x + b.width <= a.x ||
					a.y + a.height <= b.y ||
					b.y + b.height <= a.y;
				expect(apart).toBe(true);
			}
	});

	it('leaves out a label only if its tag is named elsewhere', () => {
		const crowd = Array.from({ length: 40 }, (_, i) => request(20, 20, i % 2 ? 'odd' : 'even'));
		const places = placeLabels(crowd, { width: 240, height: 180 }, 1);
		const named = new Set(crowd.filter((_, i) => places[i]).map(({ key }) => key));
		expect(named).toEqual(new Set(['odd', 'even']));
		expect(places.filter((place) => !place).length).toBeGreaterThan(0);
	});
});
