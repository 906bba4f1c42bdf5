import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { root, read } from './scope.mjs';
import { hash } from './tests.mjs';

/**
 * What earlier runs found: a verdict holds while the source is the same and, for a mutant that was noticed, the test file
 * that did; for any other, all test files that lead to the source.
 *
 * @typedef {import('./mutants.mjs').Mutant} Mutant
 * @typedef {import('./tests.mjs').TestFile} TestFile
 * @typedef {import('./verdicts.mjs').Verdict} Verdict
 * @typedef {{source: string, tests: Record<string, string>, verdicts: Record<string, Verdict>}} Remembered
 */

const FOLDER = join(root, 'node_modules/.cache/mutation');
/** To be raised when the tool judges otherwise than before. */
const VERSION = 1;

/** @param {Mutant} mutant */
const nameOf = ({ mutator, location: { start, end }, replacement }) =>
	`${start.line}:${start.column}-${end.line}:${end.column} ${mutator} ${hash(replacement)}`;

/** @param {string} file @returns {Record<string, Remembered>} */
function load(file) {
	if (!existsSync(file)) return {};
	const { version, files } = JSON.parse(readFileSync(file, 'utf8'));
	return version === VERSION ? files : {};
}

/** @type {(file: string, tests: TestFile[]) => Record<string, string>} */
const testsTo = (file, tests) =>
	Object.fromEntries(
		tests.filter(({ reaches }) => reaches.has(file)).map(({ path, hash: of }) => [path, of]),
	);

export class Memory {
	#path;
	#files;
	#tests;

	/**
	 * @param {string} name of its own for another choice of tests
	 * @param {TestFile[]} tests
	 */
	constructor(name, tests) {
		this.#path = join(FOLDER, `${name}.json`);
		this.#files = load(this.#path);
		this.#tests = tests;
	}

	/** What is known of a mutant, if it still holds. @type {(mutant: Mutant) => Verdict | undefined} */
	recall(mutant) {
		const known = this.#files[mutant.file];
		if (known?.source !== hash(read(mutant.file))) return undefined;
		const verdict = known.verdicts[nameOf(mutant)];
		if (!verdict) return undefined;
		const now = testsTo(mutant.file, this.#tests);
		if (verdict.by) return now[verdict.by] === known.tests[verdict.by] ? verdict : undefined;
		return JSON.stringify(now) === JSON.stringify(known.tests) ? verdict : undefined;
	}

	/** Also half way, for a run that is interrupted. @param {Map<Mutant, Verdict>} verdicts of all mutants of the files so far */
	keep(verdicts) {
		/** @type {Record<string, Remembered>} */
		const files = {};
		for (const [mutant, verdict] of verdicts) {
			const { file } = mutant;
			files[file] ??= { source: hash(read(file)), tests: testsTo(file, this.#tests), verdicts: {} };
			files[file].verdicts[nameOf(mutant)] = verdict;
		}
		mkdirSync(FOLDER, { recursive: true });
		const all = { ...load(this.#path), ...files };
		writeFileSync(this.#path, JSON.stringify({ version: VERSION, files: all }));
	}
}
