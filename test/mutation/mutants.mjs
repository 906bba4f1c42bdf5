import { join } from 'node:path';

import { createInstrumenter } from '@stryker-mutator/instrumenter';

import { read, root } from './scope.mjs';

/**
 * @typedef {{line: number, column: number}} Place from 0
 * @typedef {object} Mutant
 * @property {string} id in this run
 * @property {string} file
 * @property {string} mutator
 * @property {{start: Place, end: Place}} location
 * @property {string} original
 * @property {string} line the line of the source that it begins in, without blanks around it
 * @property {string} replacement
 */

const silent = () => {};
const logger = {
	...{ trace: silent, debug: silent, info: silent, warn: silent, error: silent, fatal: silent },
	...{ isTraceEnabled: () => false, isDebugEnabled: () => false, isInfoEnabled: () => false },
	...{ isWarnEnabled: () => false, isErrorEnabled: () => false, isFatalEnabled: () => false },
};

/** The library puts itself together from what it is given by names. */
function instrumenter() {
	/** @type {any} */
	const injector = {
		known: /** @type {Record<string, unknown>} */ ({ logger }),
		provideValue(/** @type {string} */ name, /** @type {unknown} */ value) {
			this.known[name] = value;
			return this;
		},
		injectClass(/** @type {any} */ type) {
			return new type(...type.inject.map((/** @type {string} */ name) => this.known[name]));
		},
	};
	return createInstrumenter(injector);
}

/** The text of a file between two places. @type {(lines: string[], location: Mutant['location']) => string} */
function textAt(lines, { start, end }) {
	if (start.line === end.line) return (lines[start.line] ?? '').slice(start.column, end.column);
	return [
		(lines[start.line] ?? '').slice(start.column),
		...lines.slice(start.line + 1, end.line),
		(lines[end.line] ?? '').slice(0, end.column),
	].join('\n');
}

/**
 * All mutants of these files, each behind a switch in the code.
 *
 * @param {string[]} files relative to the repository
 * @returns {Promise<{mutants: Mutant[], sources: [path: string, code: string][]}>}
 */
export async function mutate(files) {
	const result = await instrumenter().instrument(
		files.map((path) => ({ name: join(root, path), mutate: true, content: read(path) })),
		{ plugins: null, excludedMutations: [], ignorers: [] },
	);
	const lines = new Map(files.map((path) => [path, read(path).split('\n')]));
	const mutants = result.mutants
		.filter(({ status }) => status === undefined)
		.map(({ id, fileName, mutatorName, location, replacement }) => {
			const file = fileName.slice(root.length);
			const source = lines.get(file) ?? [];
			const original = textAt(source, location);
			const line = (source[location.start.line] ?? '').trim();
			return { id, file, mutator: mutatorName, location, original, line, replacement };
		});
	return { mutants, sources: result.files.map(({ name, content }) => [name, content]) };
}
