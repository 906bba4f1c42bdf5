import { LIMITS } from '../limits';
import { suppress } from '../models/output/suppress';
import type { Instance } from '../types';
import type { Detected } from '../views';
import { ancestorsOf, CLASS_TERMS, DETECTOR_TERMS, termOf } from '../vocabulary';
import type { Context } from './context';
import { DETECTED, DETECTED_FROM, SOFTENED, logOdds, sigmoid } from './weights';

/** A term that the detector found, with its boxes, best first; their scores are confidences. */
export interface Found {
	term: string;
	instances: Instance[];
}

/** Overlap (intersection over union) above which boxes of one term are one thing. */
const SAME_THING = 0.5;

const categoryOf = (term: string) => termOf(term).category.en;

const CLASSES = CLASS_TERMS.map((term) => ({
	category: categoryOf(term),
	terms: new Set([term, ...ancestorsOf(term)]),
}));

/** The probability of a term, and that of all else in its category. */
function share(term: string, probabilities: Float32Array) {
	const category = categoryOf(term);
	let own = 0;
	let rivals = 0;
	CLASSES.forEach((one, i) => {
		if (one.terms.has(term)) own += probabilities[i]!;
		else if (one.category === category) rivals += probabilities[i]!;
	});
	return { own, rivals };
}

const inTenths = (probability: number, softened: number) =>
	Math.log((probability + softened) / 0.1);

/**
 * What a box's score is worth, given what the classifier sees: a bear falls where it sees a gorilla, a
 * person stays, for whom it has no class.
 */
function confidenceOf(
	term: string,
	score: number,
	probabilities: Float32Array,
	context: Context,
): number {
	const { own, rivals } = share(term, probabilities);
	const counted = Math.max(score, DETECTED_FROM);
	const confidence = sigmoid(
		DETECTED.offset +
			DETECTED.score * logOdds(counted) +
			DETECTED.agreement * inTenths(own, SOFTENED.agreement) +
			DETECTED.rivals * inTenths(rivals, SOFTENED.rivals) +
			DETECTED.context * context(term),
	);
	return (confidence * score) / counted;
}

/**
 * The detector's findings in the words of the vocabulary.
 * @param probabilities of the classifier, when there is one; without, boxes keep their scores
 */
export function detectedTerms(
	detections: readonly Detected[],
	probabilities: Float32Array | undefined,
	context: Context,
): Found[] {
	const byTerm = new Map<string, Instance[]>();
	for (const { column, instances } of detections) {
		const term = DETECTOR_TERMS[column];
		if (term) byTerm.set(term, [...(byTerm.get(term) ?? []), ...instances]);
	}
	return [...byTerm].map(([term, all]) => {
		const instances = suppress(all, SAME_THING, LIMITS.instancesPerLabel);
		if (!probabilities) return { term, instances };
		const best = instances[0]!.score;
		const scale = confidenceOf(term, best, probabilities, context) / best;
		return { term, instances: instances.map((one) => ({ ...one, score: one.score * scale })) };
	});
}
