import { CLASS_TERMS, termOf, termProbabilities } from '../vocabulary';
import type { Context } from './context';
import { CLASSIFIED, CLASSIFIED_FROM, MISTAKABLE_CATEGORIES, logOdds, sigmoid } from './weights';

const NARROW: ReadonlySet<string> = new Set(CLASS_TERMS);

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
	for (const [term, probability] of termProbabilities(probabilities)) {
		if (probability < CLASSIFIED_FROM) continue;
		const isMistakable = MISTAKABLE_CATEGORIES.has(termOf(term).category.en);
		confidences.set(
			term,
			sigmoid(
				CLASSIFIED.offset +
					CLASSIFIED.probability * logOdds(probability) +
					(NARROW.has(term) ? CLASSIFIED.narrow : 0) +
					CLASSIFIED.context * context(term) +
					(isMistakable ? CLASSIFIED.mistakable : 0),
			),
		);
	}
	return confidences;
}
