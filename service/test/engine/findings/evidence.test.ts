import { describe, expect, it } from '@jest/globals';
import { classifiedTerms } from '../../../src/engine/findings/judgement/classified';
import {
	classifiedEvidence,
	contextOf,
	detectedEvidence,
	sceneEvidence,
	type Context,
} from '../../../src/engine/findings/judgement/evidence';
import {
	CLASSIFIED,
	logOdds,
	sigmoid,
	weigh,
} from '../../../src/engine/findings/judgement/weights';
import {
	ancestorsOf,
	CLASS_TERMS,
	classesBelow,
	TERM_IDS,
	termOf,
} from '../../../src/engine/vocabulary';

/** A scene in which every term is so likely, and that has no word of its own for any. */
const sceneOf = (odds: number): Context => ({ knows: () => false, fit: () => odds });
const nothing = sceneOf(0);

/** A term of the category, other than this one. */
function termIn(category: string, not?: string): string {
	const found = TERM_IDS.find((id) => id !== not && termOf(id).category.en === category);
	if (found === undefined) throw new Error(`No term is in ${category}.`);
	return found;
}

const none = () => new Float32Array(CLASS_TERMS.length);

describe('what the scene says of a term', () => {
	it.each([
		['Human', 'person'],
		['Clothing', 'person'],
		['Accessories', 'person'],
		['Sports', 'person'],
		['Animal', 'animal'],
		['Plant', 'plant'],
		['Food', 'food'],
		['Natural scenery', 'nature'],
		['Building', 'building'],
		['City and roads', 'city'],
		['Indoor', 'indoors'],
		['Home category', 'indoors'],
		['Kitchenware', 'indoors'],
		['Home appliances', 'indoors'],
		['Vehicle', 'vehicle'],
		['Electronics', 'electronic device'],
	])('of %s is that %s is there', (category, scene) => {
		const context = contextOf([{ term: scene, score: 0.9 }]);
		expect(context.fit(termIn(category, scene))).toBeCloseTo(Math.log(9), 9);
	});

	it('that is one of its own words is what it says of that', () => {
		const context = contextOf([
			{ term: 'city', score: 0.2 },
			{ term: 'street', score: 0.7 },
		]);
		expect(context.knows('street')).toBe(true);
		expect(context.fit('street')).toBeCloseTo(Math.log(7 / 3), 9);
	});

	it('is nothing where it has no word for it', () => {
		expect(contextOf([]).fit(termIn('Animal'))).toBe(0);
		expect(contextOf([{ term: 'food', score: 0.9 }]).fit(termIn('Animal'))).toBe(0);
		expect(contextOf([{ term: 'food', score: 0.9 }]).fit(termIn('Musical instrument'))).toBe(0);
	});

	it.each([
		[1, 3],
		[0.99, 3],
		[0.5, 0],
		[0.01, -3],
		[0, -3],
	])('counts up to a bound: a score of %d is %d', (score, odds) => {
		expect(contextOf([{ term: 'animal', score }]).fit(termIn('Animal', 'animal'))).toBeCloseTo(
			odds,
			9,
		);
	});
});

describe('what speaks for a term of the classifier', () => {
	it.each([
		['Musical instrument', 1],
		['Sports', 1],
		['Home appliances', 1],
		['Medical', 1],
		['Military', 1],
		['Tools and machinery', 1],
		['Daily necessities', 1],
		['Animal', 0],
		['Food', 0],
		['Vehicle', 0],
	])('is that things such as %s are mistaken easily, or are not', (category, mistakable) => {
		expect(classifiedEvidence(termIn(category), 0.5, 0, nothing).mistakable).toBe(mistakable);
	});

	it('is its probability, whether it is a class of its own, the scene, and a box of it', () => {
		expect(classifiedEvidence('beagle', 0.75, 0.5, sceneOf(2))).toEqual({
			probability: Math.log(3),
			narrow: 1,
			context: 2,
			mistakable: 0,
			box: Math.log(4),
		});
		expect(classifiedEvidence('animal', 0.75, 0.2, nothing)).toMatchObject({ narrow: 0, box: 0 });
		expect(classifiedEvidence('animal', 0.75, 0, nothing).box).toBe(0);
	});

	it('is weighed where it is a hundredth at least', () => {
		const probabilities = none();
		const [one, other] = [CLASS_TERMS.indexOf('beagle'), CLASS_TERMS.indexOf('castle')];
		probabilities[one] = 0.25;
		probabilities[other] = 0.009;
		const boxes = new Map([['beagle', 0.5]]);
		const terms = classifiedTerms(probabilities, boxes, sceneOf(2));
		const { offset, probability, narrow, context, box } = CLASSIFIED;
		expect(terms.get('beagle')).toBeCloseTo(
			sigmoid(offset + probability * Math.log(1 / 3) + narrow + context * 2 + box * Math.log(4)),
			6,
		);
		expect(terms.has('animal')).toBe(true);
		expect(terms.has('castle')).toBe(false);
	});
});

describe('what speaks for a term of the detector', () => {
	const bears = CLASS_TERMS.filter((term) => ancestorsOf(term).includes('bear'));
	const gorilla = CLASS_TERMS.indexOf('gorilla');
	const castle = CLASS_TERMS.indexOf('castle');

	it('is its score, its boxes, the scene, and what the classifier sees of its category', () => {
		const probabilities = none();
		const [first, second] = bears.map((term) => CLASS_TERMS.indexOf(term));
		probabilities[first ?? -1] = 0.25;
		probabilities[second ?? -1] = 0.125;
		probabilities[gorilla] = 0.5;
		probabilities[castle] = 0.125;
		const { agreement, rivals, ...rest } = detectedEvidence(
			'bear',
			0.8,
			3,
			probabilities,
			sceneOf(2),
		);
		expect(rest).toEqual({
			score: logOdds(0.8),
			boxes: Math.log(3),
			context: 2,
			home: 0,
		});
		expect(agreement).toBeCloseTo(Math.log((0.375 + 0.02) / 0.1), 9);
		expect(rivals).toBeCloseTo(Math.log((0.5 + 0.05) / 0.1), 9);
	});

	it('is without bounds for nothing, neither boxes nor probabilities', () => {
		const { boxes, agreement, rivals } = detectedEvidence('bear', 0.8, 0, none(), nothing);
		expect(boxes).toBe(0);
		expect(agreement).toBeCloseTo(Math.log(0.2), 9);
		expect(rivals).toBeCloseTo(Math.log(0.5), 9);
	});

	it.each([
		['bed', 1],
		['cup', 1],
		['oven', 1],
		['laptop', 1],
		['person', 0],
		['kite', 0],
	])('is whether a %s is a thing of homes and desks: %d', (term, home) => {
		expect(detectedEvidence(term, 0.8, 1, none(), nothing)).toMatchObject({ home });
	});
});

describe('what speaks for a word of the scene', () => {
	it('is what the classifier sees of it, where it has many classes of that, and a box', () => {
		expect(sceneEvidence('animal', 0.75, 0.25, 0.5)).toEqual({
			scene: Math.log(3),
			probability: expect.closeTo(-Math.log(3), 9),
			broad: 1,
			narrow: 0,
			box: Math.log(4),
			unboxed: 0,
		});
	});

	it.each([
		['furniture', 19, 0],
		['primate', 20, 1],
	])('is broad from twenty classes on, which %s with %d is not, or is', (term, count, broad) => {
		expect(classesBelow(term)).toHaveLength(count);
		expect(sceneEvidence(term, 0.75, 0.25, 0.5)).toMatchObject({ broad });
	});

	it.each([
		['as far as that is above a hundredth', 0.25, Math.log(33)],
		['unless it sees next to nothing', 0.01, 0],
		['unless it sees less than that', 0.001, 0],
	])('is what the classifier sees of it, where it has few, %s', (_, probability, narrow) => {
		expect(sceneEvidence('bicycle', 0.75, probability, 0.5)).toEqual({
			scene: Math.log(3),
			probability: 0,
			broad: 0,
			narrow: expect.closeTo(narrow, 9),
			box: Math.log(4),
			unboxed: 0,
		});
	});

	it('is what the classifier sees of few classes, without a box', () => {
		expect(sceneEvidence('castle', 0.75, 0.25, 0)).toMatchObject({ box: 0, unboxed: 0 });
		expect(sceneEvidence('castle', 0.75, 0.01, 0)).toBeUndefined();
	});

	it.each([
		['bicycle', 0, 1],
		['bicycle', 0.2, 1],
		['bicycle', 0.21, 0],
		['castle', 0, 0],
		['vehicle', 0, 0],
	])('is that the detector, which may know a %s, has no box of it: %d', (term, box, unboxed) => {
		expect(sceneEvidence(term, 0.75, 0.25, box)).toMatchObject({ unboxed });
	});

	it('is a box alone, where the classifier has no class of it or is not there', () => {
		const alone = { probability: 0, broad: 0, narrow: 0, box: Math.log(4) };
		expect(sceneEvidence('sky', 0.75, 0.25, 0.5)).toMatchObject(alone);
		expect(sceneEvidence('animal', 0.75, undefined, 0.5)).toMatchObject(alone);
	});

	it('is nothing else, where there is no box either', () => {
		expect(sceneEvidence('sky', 0.75, 0.25, 0)).toBeUndefined();
		expect(sceneEvidence('sky', 0.75, 0.25, 0.2)).toBeUndefined();
		expect(sceneEvidence('animal', 0.75, undefined, 0)).toBeUndefined();
	});
});

describe('a confidence', () => {
	it('is the logistic of the weighed evidence', () => {
		expect(weigh({ offset: 1, a: 2, b: -3 }, { a: 0.5, b: 0.25 })).toBeCloseTo(
			1 / (1 + Math.exp(-1.25)),
			12,
		);
	});

	it.each([
		[0.5, 0],
		[0.75, Math.log(3)],
		[0, Math.log(1 / 999)],
		[1, Math.log(999)],
		[0.0001, Math.log(1 / 999)],
	])('of %d has finite log odds', (probability, odds) => {
		expect(logOdds(probability)).toBeCloseTo(odds, 9);
	});
});
