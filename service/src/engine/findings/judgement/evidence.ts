import type { SceneScore } from '../../views';
import { ancestorsOf, CLASS_TERMS, classesBelow, DETECTOR_TERMS, termOf } from '../../vocabulary';
import {
	BROAD_FROM,
	CLASSIFIED_FROM,
	CONTEXT_LIMIT,
	DETECTED_FROM,
	HOME_CATEGORIES,
	logOdds,
	MISTAKABLE_CATEGORIES,
	SCENE_OF_CATEGORY,
} from './weights';

/** What the scene head says of terms. */
export interface Context {
	/** Whether a term is one of its own words. */
	knows(term: string): boolean;
	/** How well a term fits the scene, as log odds; 0 when the scene says nothing of it. */
	fit(term: string): number;
}

const categoryOf = (term: string) => termOf(term).category.en;

/**
 * What the scene says of terms: of one of its own words that it is there, of others that what they belong
 * with is: a jellyfish in a starry sky is none.
 */
export function contextOf(scenes: readonly SceneScore[]): Context {
	const scores = new Map(scenes.map(({ term, score }) => [term, score]));
	const knows = (term: string) => scores.has(term);
	return {
		knows,
		fit(term) {
			const word = knows(term) ? term : SCENE_OF_CATEGORY[categoryOf(term)];
			const score = word === undefined ? undefined : scores.get(word);
			if (score === undefined) return 0;
			return Math.min(CONTEXT_LIMIT, Math.max(-CONTEXT_LIMIT, logOdds(score)));
		},
	};
}

const NARROW: ReadonlySet<string> = new Set(CLASS_TERMS);

const BOXED: ReadonlySet<string | null> = new Set(DETECTOR_TERMS);

/** How far what a box is worth is above the least that counts, in log odds. */
const boxEvidence = (worth: number) => Math.max(0, logOdds(worth) - logOdds(DETECTED_FROM));

/**
 * What speaks for a term of the classifier, in the order of its weights.
 * @param box what the detector's best box of it is worth, or of something narrower; 0 when there is none
 */
export function classifiedEvidence(
	term: string,
	probability: number,
	box: number,
	context: Context,
) {
	return {
		/** Log odds of its probability, summed over the classes below it. */
		probability: logOdds(probability),
		/** Whether it is a class of its own: a breed is taken for another sooner than an animal for a plant. */
		narrow: Number(NARROW.has(term)),
		/** Log odds of the scene that it belongs in. */
		context: context.fit(term),
		/** Whether it is of a kind that the classifier sees in whatever has a pattern or a handle. */
		mistakable: Number(MISTAKABLE_CATEGORIES.has(categoryOf(term))),
		box: boxEvidence(box),
	};
}

/**
 * What speaks for a word of the scene head, in the order of its weights.
 * @param probability the classifier's, summed over the classes below it; undefined when there is no classifier
 * @param box what the detector's best box of it is worth, or of something narrower; 0 when there is none
 * @returns undefined where the scene head alone speaks of it, whose confidence is fitted by itself
 */
export function sceneEvidence(
	term: string,
	score: number,
	probability: number | undefined,
	box: number,
) {
	const classes = probability === undefined ? 0 : classesBelow(term).length;
	const isBroad = classes >= BROAD_FROM;
	const seen = logOdds(probability ?? 0);
	const narrow = classes > 0 && !isBroad ? Math.max(0, seen - logOdds(CLASSIFIED_FROM)) : 0;
	const hasBox = box > DETECTED_FROM;
	const unboxed = BOXED.has(term) && !hasBox;
	if (!isBroad && narrow === 0 && !hasBox && !unboxed) return undefined;
	return {
		/** Log odds by the scene head. */
		scene: logOdds(score),
		/** Log odds by the classifier, where it has so many classes of it that its silence says something, */
		probability: isBroad ? seen : 0,
		/** and whether it has; */
		broad: Number(isBroad),
		/** where it has few, how far they are above the least that counts, in log odds. */
		narrow,
		box: boxEvidence(box),
		/** Whether the detector has a class of it, and has no box. */
		unboxed: Number(unboxed),
	};
}

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
		context: context.fit(term),
		/** Whether it is a thing of homes and desks, where most of the photos that it learnt from were taken. */
		home: Number(HOME_CATEGORIES.has(categoryOf(term))),
	};
}
