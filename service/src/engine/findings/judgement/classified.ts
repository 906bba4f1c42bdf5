import { termProbabilities } from '../../vocabulary';
import type { Boxes } from './detected';
import { classifiedEvidence, type Context } from './evidence';
import { CLASSIFIED, CLASSIFIED_FROM, weigh } from './weights';

/**
 * The confidence of each term, narrow or broad, that the classifier's probabilities speak for, and for which the
 * scene head has no word of its own.
 * @param probabilities of the 1,000 classes
 * @returns 0..1 by term
 */
export function classifiedTerms(
	probabilities: Float32Array,
	boxes: Boxes,
	context: Context,
): Map<string, number> {
	const confidences = new Map<string, number>();
	for (const [term, probability] of termProbabilities(probabilities))
		if (probability >= CLASSIFIED_FROM && !context.knows(term)) {
			const evidence = classifiedEvidence(term, probability, boxes.get(term) ?? 0, context);
			confidences.set(term, weigh(CLASSIFIED, evidence));
		}
	return confidences;
}
