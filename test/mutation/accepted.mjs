/**
 * Mutants that may survive: the program does the same with them, or only a sentence for people differs. They don't count.
 * A row is for the mutants of a file whose original text, and replacement, are these.
 *
 * @type {{file: string, original: string | RegExp, replacement?: string | RegExp, why: string}[]}
 */
const ACCEPTED = [];

/** @type {(wanted: string | RegExp | undefined, text: string) => boolean} */
const fits = (wanted, text) =>
	wanted === undefined || (typeof wanted === 'string' ? wanted === text : wanted.test(text));

/** Why a mutant may survive, if it may. @param {import('./mutants.mjs').Mutant} mutant */
export const reasonFor = ({ file, original, replacement }) =>
	ACCEPTED.find(
		(row) =>
			row.file === file && fits(row.original, original) && fits(row.replacement, replacement),
	)?.why;
