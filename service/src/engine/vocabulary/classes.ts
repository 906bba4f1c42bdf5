import table from './classes.json';
import columns from './detector.json';
import pairs from './companions.json';
import { ancestorsOf } from './terms';

/** The term of each ImageNet class, in class order. Classes that people don't tell apart share one. */
export const CLASS_TERMS: readonly string[] = table;

/** The term of each column of the detector's scores; `null` for COCO IDs that were never used. */
export const DETECTOR_TERMS: readonly (string | null)[] = columns;

/** What goes with a thing in most photos of it, such as a person with a suit. */
export interface Companion {
	of: string;
	implies: string;
	/** 0..1: how much of the thing's confidence the companion gets. */
	weight: number;
}

export const COMPANIONS: readonly Companion[] = pairs;

/** For each class, its term and all broader ones. */
const TERMS_OF_CLASS = CLASS_TERMS.map((id) => [id, ...ancestorsOf(id)]);

const CLASSES_BELOW = new Map<string, number[]>();
TERMS_OF_CLASS.forEach((ids, index) => {
	for (const id of ids) {
		const classes = CLASSES_BELOW.get(id);
		if (classes) classes.push(index);
		else CLASSES_BELOW.set(id, [index]);
	}
});

/** The classes that mean a term or something narrower, in class order; none for a term of other views. */
export function classesBelow(id: string): readonly number[] {
	return CLASSES_BELOW.get(id) ?? [];
}

/**
 * The probability of each term that has classes below it: the sum of theirs. Who is unsure of the
 * breed may be sure of the dog.
 * @param probabilities one per class, of which one holds
 * @throws {Error} when they are not as many as the classes
 */
export function termProbabilities(probabilities: ArrayLike<number>): Map<string, number> {
	if (probabilities.length !== CLASS_TERMS.length)
		throw new Error(
			`The classifier gave ${probabilities.length} probabilities for ${CLASS_TERMS.length} classes.`,
		);
	const sums = new Map<string, number>();
	for (const [id, classes] of CLASSES_BELOW) {
		let sum = 0;
		for (const index of classes) sum += probabilities[index]!;
		// Rounding may carry a sum of all that holds past 1.
		sums.set(id, Math.min(1, sum));
	}
	return sums;
}
