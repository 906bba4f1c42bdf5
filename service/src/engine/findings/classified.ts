import { termProbabilities } from '../vocabulary';
import { classifiedEvidence, type Context } from './evidence';
import { CLASSIFIED, CLASSIFIED_FROM, weigh } from './weights';

/**
 * The confidence of each term, narrow or broad, that the classifier's probabilities speak for.
 * @param probabilities of the 1,000 classes
 * @returns 0..1 by term
 */
export function classifiedTerms(
	probabilities: Float32Array,
	context: Context,
): Map<string, number> {
	const confidences = new Map<string, number>();
	for (const [term, probability] of termProbabilities(probabilities))
		if (probability >= CLASSIFIED_FROM)
			confidences.set(term, weigh(CLASSIFIED, classifiedEvidence(term, probability, context)));
	return confidences;
}
