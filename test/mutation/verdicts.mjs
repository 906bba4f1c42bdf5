import { dirname } from 'node:path';

import { ProcessLost, share } from './processes.mjs';

/**
 * @typedef {import('./mutants.mjs').Mutant} Mutant
 * @typedef {import('./tests.mjs').TestFile} TestFile
 * @typedef {import('./processes.mjs').Runner} Runner
 * @typedef {import('./processes.mjs').Result} Result
 *
 * @typedef {'Killed' | 'Timeout' | 'Survived' | 'NoCoverage'} Status
 * @typedef {{status: Status, by?: string, test?: string, why?: string}} Verdict `by` is the test file
 *
 * @typedef {{path: string, tests: {name: string, ms: number}[], around: number, hits: number, near: number}} Meeting tests of one file
 * @typedef {{path: string, tests: string[], ms: number, testMs: number, hits: number, near: number}} Part those of them that are run
 * @typedef {{mutant: Mutant, parts: Part[]}} Case
 */

/** A test that takes longer is not run for each mutant. */
const SLOW_MS = 4000;
/** So much is run for one mutant: what is near, then what is quick. */
const MOST_MS = 20_000;
const FIRST_RUN_MS = 240_000;
/** After so many mutants it is tried whether the tests that failed pass without any. */
const BATCH = 12;

/** How long tests may take that took `ms` without a mutant, on a machine that others use too. @param {number} ms */
const limitFor = (ms) => 15_000 + 10 * ms;

/**
 * Which mutants each test meets, by test file. Tests that fail without a mutant are not used.
 *
 * @param {TestFile[]} tests
 * @param {[string, string][]} sources
 * @param {(sentence: string) => void} say
 */
export async function firstRun(tests, sources, say) {
	/** @type {Map<string, Result>} */
	const results = new Map();
	await share(tests, sources, async (runner, { path }) => {
		try {
			const result = await runner.run({ path }, FIRST_RUN_MS);
			results.set(path, result);
			const failed = result.tests.filter(({ errors }) => errors.length > 0);
			if (failed.length > 0)
				say(`  ${path}: ${failed.length} of ${result.tests.length} tests are for Jest only`);
			else if (result.failure) say(`  ${path} is for Jest only: ${result.failure.error}`);
		} catch (error) {
			if (!(error instanceof ProcessLost)) throw error;
			say(`  ${path} is for Jest only: ${error.message}`);
		}
	});
	return results;
}

/** How near tests are to a source: so many of the folders above them are the same. @type {(test: string, source: string) => number} */
function nearness(test, source) {
	const [own = [], other = []] = [source, test].map((path) =>
		dirname(path.replace(/\b(src|test)\//, '')).split('/'),
	);
	const apart = own.findIndex((folder, depth) => folder !== other[depth]);
	return apart < 0 ? own.length : apart;
}

/** The tests of one file that meet a mutant, quick ones first. @type {(path: string, result: Result, mutant: Mutant) => Meeting | undefined} */
function meetingIn(path, { tests, loadMs, coverage, ms }, { id, file }) {
	const anyTest = id in coverage.static;
	const usable = tests.filter(({ errors, ms: each }) => errors.length === 0 && each <= SLOW_MS);
	const meeting = usable.filter(({ name }) => anyTest || id in (coverage.perTest[name] ?? {}));
	if (meeting.length === 0) return undefined;
	const counts = Object.values(coverage.perTest).map((hits) => hits[id] ?? 0);
	return {
		path,
		tests: meeting.sort((a, b) => a.ms - b.ms),
		// What remains are the hooks, which run for any of the tests.
		around: Math.max(loadMs, ms - sumOf(tests)),
		hits: counts.reduce((sum, count) => sum + count, coverage.static[id] ?? 0),
		near: nearness(path, file),
	};
}

/** @param {{ms: number}[]} tests */
const sumOf = (tests) => tests.reduce((sum, { ms }) => sum + ms, 0);

/** Those of them that are done within the time. @type {(meeting: Meeting, ms: number) => Part} */
function partOf({ path, tests, around, hits, near }, most) {
	let ms = around;
	const fitting = tests.filter((test) => (ms += test.ms) <= most);
	return {
		...{ path, hits, near, tests: fitting.map(({ name }) => name), ms: around + sumOf(fitting) },
		testMs: fitting.at(-1)?.ms ?? 0,
	};
}

/** What waiting for tests costs, when near ones notice a mutant sooner. @type {(part: Part) => number} */
const costOf = ({ ms, near }) => ms / (1 + near) ** 2;

/**
 * The tests that meet a mutant: there is room for those nearest to its file first; what is likely to tell soon is run first.
 *
 * @type {(mutant: Mutant, results: Map<string, Result>) => Part[]}
 */
export function partsFor(mutant, results) {
	const all = [...results].flatMap(([path, result]) => meetingIn(path, result, mutant) ?? []);
	const msOf = (/** @type {Meeting} */ { around, tests }) => around + sumOf(tests);
	all.sort((a, b) => b.near - a.near || msOf(a) - msOf(b));
	let left = MOST_MS;
	const parts = all.flatMap((meeting, place) => {
		const part = partOf(meeting, place === 0 ? Infinity : left);
		if (part.tests.length === 0) return [];
		left -= part.ms;
		return [part];
	});
	return parts.sort((a, b) => costOf(a) - costOf(b));
}

/** @type {(runner: Runner, wanted: Case) => Promise<Verdict>} */
async function judge(runner, { mutant, parts }) {
	for (const { path, tests, ms, testMs, hits } of parts) {
		try {
			const run = { path, tests, mutant: mutant.id, testMs, hitLimit: 1000 + 100 * hits };
			const { failure } = await runner.run(run, limitFor(ms));
			if (failure) return { status: 'Killed', by: path, test: failure.test, why: failure.error };
		} catch (error) {
			if (!(error instanceof ProcessLost)) throw error;
			return { status: 'Timeout', by: path, why: error.message };
		}
	}
	return { status: 'Survived' };
}

/** Whether the tests that noticed mutants still pass without any, so that it was the mutants which they noticed. @type {(runner: Runner, killed: {by: string, test: string}[]) => Promise<boolean>} */
async function stillPass(runner, killed) {
	const files = new Set(killed.map(({ by }) => by));
	for (const path of files) {
		const tests = [...new Set(killed.filter(({ by }) => by === path).map(({ test }) => test))];
		const all = tests.some((test) => test.startsWith('(')) ? undefined : tests;
		try {
			const { failure, tests: done } = await runner.run({ path, tests: all }, FIRST_RUN_MS);
			if (failure && (all || tests.includes(failure.test))) return false;
			if (all && done.length === 0) return false;
		} catch (error) {
			if (!(error instanceof ProcessLost)) throw error;
			return false;
		}
	}
	return true;
}

/**
 * Tries the mutants one after the other. Where a mutant left the process unfit for the next, they are tried again, each in
 * a process of its own.
 *
 * @param {Runner} runner
 * @param {Case[]} cases
 * @param {(mutant: Mutant, verdict: Verdict) => void} tell
 */
async function judgeBatch(runner, cases, tell) {
	/** @type {[Case, Verdict][]} */
	const verdicts = [];
	for (const each of cases) verdicts.push([each, await judge(runner, each)]);
	const killed = verdicts.flatMap(([, { status, by, test }]) =>
		status === 'Killed' && by && test ? [{ by, test }] : [],
	);
	if (await stillPass(runner, killed)) {
		for (const [{ mutant }, verdict] of verdicts) tell(mutant, verdict);
		return;
	}
	for (const each of cases) {
		runner.end();
		tell(each.mutant, await judge(runner, each));
	}
	runner.end();
}

/**
 * @param {Case[]} cases
 * @param {[string, string][]} sources
 * @param {(mutant: Mutant, verdict: Verdict) => void} tell
 */
export async function judgeAll(cases, sources, tell) {
	/** @type {Case[][]} */
	const batches = [];
	for (const each of cases) {
		if (each.parts.length === 0) {
			tell(each.mutant, { status: 'NoCoverage' });
			continue;
		}
		const last = batches.at(-1);
		if (last && last.length < BATCH && last[0]?.mutant.file === each.mutant.file) last.push(each);
		else batches.push([each]);
	}
	await share(batches, sources, (runner, batch) => judgeBatch(runner, batch, tell));
}
