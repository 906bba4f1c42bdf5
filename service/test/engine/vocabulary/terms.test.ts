import { describe, expect, it } from '@jest/globals';
import sceneHead from '../../../scripts/convert/classifier/scene-head.json';
import categories from '../../../src/engine/vocabulary/categories.json';
import {
	ancestorsOf,
	CLASS_TERMS,
	classesBelow,
	COMPANIONS,
	DETECTOR_TERMS,
	TERM_IDS,
	termOf,
} from '../../../src/engine/vocabulary';

const terms = TERM_IDS.map((id) => ({ id, ...termOf(id) }));
const twice = (texts: string[]) => texts.filter((text, n) => texts.indexOf(text) !== n);

/** What a view says by itself, not as the sum of something narrower. */
const said = new Set<string>([
	...CLASS_TERMS,
	...DETECTOR_TERMS.filter((id) => id !== null),
	...sceneHead.terms,
]);

/** Of other things than animals, whose breeds are mostly names. */
const PROPER_NAMES = [
	'ATM',
	'CD player',
	'Christmas',
	'Christmas stocking',
	'Dutch oven',
	'French horn',
	'Halloween',
	'Petri dish',
	'RV',
	'T-shirt',
	'TV cabinet',
];

const PLURALS = [
	'binoculars',
	'cosmetics',
	'glasses',
	'indoors',
	'jeans',
	'maracas',
	'medical supplies',
	'outdoors',
	'pajamas',
	'parallel bars',
	'scissors',
	'skis',
	'sunglasses',
	'swimming trunks',
	'weights',
];

/** Words whose singular ends so. */
const SINGULAR_S = /(us|mantis|Christmas|rhinoceros|Flandres|Pyrenees|Malinois)$/;

describe('the languages', () => {
	it('are both there for every term and category', () => {
		const english = /^[A-Za-z][A-Za-z' -]*$/;
		const chinese = /^[A-Z]*\p{Script=Han}[\p{Script=Han}（）]*$/u;
		const wrong = terms.filter(({ label: { en, zh } }) => !english.test(en) || !chinese.test(zh));
		expect(wrong).toEqual([]);
		for (const { en, zh } of Object.values(categories)) {
			expect(en).toMatch(/^[A-Z][a-z ]+$/);
			expect(zh).toMatch(/^\p{Script=Han}+$/u);
		}
	});

	it('have a word of their own for each term', () => {
		expect(twice(terms.map(({ label }) => label.zh))).toEqual([]);
		expect(twice(terms.map(({ label }) => label.en.toLowerCase()))).toEqual([]);
	});

	it('write English in lower case, except for names and abbreviations', () => {
		const capitals = terms
			.map(({ id }) => id)
			.filter((id) => /[A-Z]/.test(id) && termOf(id).category !== categories.animal);
		expect(capitals).toEqual(PROPER_NAMES);
	});

	it('write English in the singular, except for what comes in pairs or has no singular', () => {
		const plurals = terms
			.map(({ id }) => id)
			.filter((id) => /[^s]s$/.test(id) && !SINGULAR_S.test(id));
		expect(plurals).toEqual(PLURALS);
	});
});

describe('broader terms', () => {
	it('never lead back to where they started', () => {
		expect(TERM_IDS.filter((id) => ancestorsOf(id).includes(id))).toEqual([]);
	});

	it('name only the nearest', () => {
		const implied = terms.filter(({ broader }) =>
			broader.some((near) => broader.some((other) => ancestorsOf(other).includes(near))),
		);
		expect(implied).toEqual([]);
	});

	it.each([
		['Siamese cat', ['cat', 'mammal', 'pet', 'animal']],
		['golden retriever', ['retriever', 'dog', 'mammal', 'pet', 'animal']],
		['bald eagle', ['bird of prey', 'bird', 'wildlife', 'animal']],
		['sports car', ['car', 'vehicle']],
		['mountain', ['landscape', 'nature', 'outdoors']],
		['pizza', ['fast food', 'food']],
		['bakery', ['shop']],
		['daisy', ['flower', 'plant']],
		['acoustic guitar', ['guitar', 'string instrument', 'musical instrument', 'music']],
	])('%s: %j', (id, expected) => {
		expect(ancestorsOf(id)).toEqual(expected);
	});

	it('leave out what WordNet says and no photographer would', () => {
		for (const id of ['bicycle', 'tricycle', 'freight car', 'hay', 'shopping cart', 'cup', 'menu'])
			expect(ancestorsOf(id)).not.toEqual(
				expect.arrayContaining([expect.stringMatching(/^(container|food|drink)$/)]),
			);
		for (const id of ['instrumentality', 'artifact', 'container', 'geological formation'])
			expect(TERM_IDS).not.toContain(id);
	});
});

describe('companions', () => {
	it('are terms that do not follow anyway, with a weight between 0 and 1', () => {
		for (const { of, implies, weight } of COMPANIONS) {
			expect(TERM_IDS).toContain(implies);
			expect([of, ...ancestorsOf(of)]).not.toContain(implies);
			expect(weight).toBeGreaterThan(0);
			expect(weight).toBeLessThan(1);
		}
	});

	it('are said once', () => {
		expect(twice(COMPANIONS.map(({ of, implies }) => `${of} → ${implies}`))).toEqual([]);
	});
});

describe('a term', () => {
	it('that only sums up what is narrower has at least two classes', () => {
		const sums = TERM_IDS.filter((id) => classesBelow(id).length > 0 && !said.has(id));
		for (const id of sums) expect(classesBelow(id).length).toBeGreaterThan(1);
	});

	it('is said by a view, sums up what is, or goes with it', () => {
		const reached = new Set([...said].flatMap((id) => [id, ...ancestorsOf(id)]));
		for (const { of, implies } of COMPANIONS) if (reached.has(of)) reached.add(implies);
		expect(TERM_IDS.filter((id) => !reached.has(id))).toEqual([]);
	});

	it('that is unknown is named', () => {
		expect(() => termOf('percoid fish')).toThrow('The vocabulary has no term "percoid fish".');
	});
});
