import type { SceneScore } from '../views';
import { ancestorsOf, CLASS_TERMS, termOf } from '../vocabulary';
import { CONTEXT_LIMIT, logOdds, MISTAKABLE_CATEGORIES, SCENE_OF_CATEGORY } from './weights';

/** How well a term fits the scene, as log odds; 0 when the scene says nothing of it. */
export type Context = (term: string) => number;

const categoryOf = (term: string) => termOf(term).category.en;

/**
 * What the scene says of terms: of one of its own words that it is there, of others that what they belong
 * with is: a jellyfish in a starry sky is none.
 */
export function contextOf(scenes: readonly SceneScore[]): Context {
	const scores = new Map(scenes.map(({ term, score }) => [term, score]));
	return (term) => {
		const word = scores.has(term) ? term : SCENE_OF_CATEGORY[categoryOf(term)];
		const score = word === undefined ? undefined : scores.get(word);
		if (score === undefined) return 0;
		return Math.min(CONTEXT_LIMIT, Math.max(-CONTEXT_LIMIT, logOdds(score)));
	};
}

const NARROW: ReadonlySet<string> = new Set(CLASS_TERMS);

/** What speaks for a term of the classifier, in the order of its weights. */
export const classifiedEvidence = (term: string, probability: number, context: Context) => ({
	/** Log odds of its probability, summed over the classes below it. */
	probability: logOdds(probability),
	/** Whether it is a class of its own: a breed is taken for another sooner than an animal for a plant. */
	narrow: Number(NARROW.has(term)),
	/** Log odds of the scene that it belongs in. */
	context: context(term),
	/** Whether it is of a kind that the classifier sees in whatever has a pattern or a handle. */
	mistakable: Number(MISTAKABLE_CATEGORIES.has(categoryOf(term))),
});

const CLASSES = CLASS_TERMS.map((term) => ({
	category: categoryOf(term),
	terms: new Set([term, ...ancestorsOf(term)]),
}));

/** The probability of a term, and that of all else in its category. */
function sharesOf(term: string, probabilities: Float32Array) {
	const category = categoryOf(term);
	let own = 0;
	let rivals = 0;
	CLASSES.forEach((one, i) => {
		if (one.terms.has(term)) own += probabilities[i]!;
		else if (one.category === category) rivals += probabilities[i]!;
	});
	return { own, rivals };
}

/** The logarithm of a probability in tenths, softened so that none doesn't weigh without bounds. */
const inTenths = (probability: number, softened: number) =>
	Math.log((probability + softened) / 0.1);

/**
 * What speaks for a term of the detector, in the order of its weights: a bear falls where the classifier sees
 * a gorilla, a person stays, for whom it has no class.
 */
export function detectedEvidence(
	term: string,
	score: number,
	boxes: number,
	probabilities: Float32Array,
	context: Context,
) {
	const { own, rivals } = sharesOf(term, probabilities);
	return {
		/** Log odds of its best box. */
		score: logOdds(score),
		/** How many good boxes it has: it is seldom wrong in the same way several times. */
		boxes: Math.log(Math.max(1, boxes)),
		/** The classifier's probability of the same term. */
		agreement: inTenths(own, 0.02),
		/** The classifier's probability of other things of its category. */
		rivals: inTenths(rivals, 0.05),
		/** Log odds of the scene that it belongs in. */
		context: context(term),
	};
}
