import type { Kind, Label } from '../types';
import categories from './categories.json';
import table from './terms.json';

/** A word that people use for what is in a photo. Its English text is its ID. */
export interface Term {
	label: Label;
	kind: Kind;
	/** v2's tag type. */
	category: Label;
	/** The nearest terms that hold whenever this one does. What follows from those is left out. */
	broader: readonly string[];
}

interface Row {
	zh: string;
	kind: Kind;
	category: keyof typeof categories;
	broader: string[];
}

const TERMS: ReadonlyMap<string, Term> = new Map(
	Object.entries(table as Record<string, Row>).map(([en, { zh, kind, category, broader }]) => [
		en,
		{ label: { en, zh }, kind, category: categories[category], broader },
	]),
);

/** The IDs of all terms, in alphabetical order. */
export const TERM_IDS: readonly string[] = [...TERMS.keys()];

/** @throws {Error} when the vocabulary has no such term */
export function termOf(id: string): Term {
	const term = TERMS.get(id);
	if (!term) throw new Error(`The vocabulary has no term "${id}".`);
	return term;
}

/** All that holds when a term does, nearest first, without the term itself. */
export function ancestorsOf(id: string): string[] {
	const found = new Set(termOf(id).broader);
	for (const ancestor of found) for (const broader of termOf(ancestor).broader) found.add(broader);
	return [...found];
}
