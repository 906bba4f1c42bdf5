import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './prepare.mjs';

const MOST_LINES = 250;

const SOURCES = /\.(ts|js|cjs|mjs|css|html|py|php|java|sh)$/;

/**
 * Files that are longer, and why: a list of cases that falls apart when cut.
 *
 * @type {Record<string, string>}
 */
const LONGER = {
	'test/huawei-cloud/iam/session.test.ts': 'one session per way in which it begins, lasts and ends',
	'test/engine/authentication-batch.test.ts': 'one batch per way in which a login ends or fails',
};

/** Sources of the repository, tracked or new, without what Git ignores. */
const sources = () =>
	execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
		cwd: root,
		encoding: 'utf8',
	})
		.split('\n')
		.filter((path) => SOURCES.test(path) && existsSync(join(root, path)));

/** @param {string} text */
const linesOf = (text) => text.replace(/\n$/, '').split('\n').length;

/**
 * @param {[string, number][]} lengths path and lines of each file
 * @param {Record<string, string>} longer exceptions with their reasons
 * @returns {string[]} a sentence for each file that breaks the rule, and for each exception without use
 */
export function lengthProblems(lengths, longer = LONGER) {
	const long = lengths.filter(([, lines]) => lines > MOST_LINES);
	const found = new Set(long.map(([path]) => path));
	return [
		...long
			.filter(([path]) => !longer[path])
			.map(
				([path, lines]) =>
					`${path} has ${lines} lines, over ${MOST_LINES}: split it by what it holds, or give the reason in LONGER (scripts/lib/file-lengths.mjs).`,
			),
		...Object.keys(longer)
			.filter((path) => !found.has(path))
			.map((path) => `${path} needs no exception in LONGER any more: remove it.`),
	];
}

/** @throws {Error} a file is too long, or an exception is not needed */
export function checkFileLengths() {
	/** @type {[string, number][]} */
	const lengths = sources().map((path) => [path, linesOf(readFileSync(join(root, path), 'utf8'))]);
	const problems = lengthProblems(lengths);
	if (problems.length > 0) throw new Error(problems.join('\n'));
}
