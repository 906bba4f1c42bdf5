import { performance } from 'node:perf_hooks';

import { expect } from 'expect';
import * as circus from 'jest-circus';
import { ModuleMocker } from 'jest-mock';

import { actual, forgetModules, load, mock } from './loader.mjs';
import { endServices } from './service-here.mjs';

const { addEventHandler, getState, resetState, run } = circus;
const mocker = new ModuleMocker(globalThis);

/** Beyond what the test took without a mutant: a loaded machine must not pass for a test that fails. */
const PATIENCE_MS = 5000;

/**
 * What the instrumented sources read and write.
 *
 * @type {{activeMutant?: string, currentTestId?: string, hitCount?: number, hitLimit?: number, mutantCoverage?: {static: Record<string, number>, perTest: Record<string, Record<string, number>>}}}
 */
const mutation = {};
Object.assign(globalThis, { __stryker__: mutation });

/**
 * @typedef {import('jest-circus').State['rootDescribeBlock']} Block
 * @typedef {Block['tests'][number]} Test
 *
 * @typedef {object} Run
 * @property {string} path of the test file
 * @property {string[]} [tests] which of them; all without it
 * @property {string} [mutant]
 * @property {number} [hitLimit] how often the mutant may be met before it counts as one that never ends
 * @property {number} [testMs] the longest test without a mutant
 *
 * @typedef {{name: string, ms: number, errors: string[]}} Done
 * @typedef {{ms: number, loadMs: number, tests: Done[], failure?: {test: string, error: string}, coverage: NonNullable<typeof mutation.mutantCoverage>}} Result
 */

/** @type {{run: Run, done: Done[], started: number, failed: boolean} | undefined} */
let current;

/** @param {Test} test */
function nameOf(test) {
	const names = [];
	/** @type {any} */
	let place = test;
	for (; place.parent; place = place.parent) names.unshift(place.name);
	return names.join(' › ');
}

/** @type {(block: Block, visit: (test: Test) => void) => void} */
function eachTest(block, visit) {
	for (const child of block.children)
		if (child.type === 'test') visit(child);
		else eachTest(child, visit);
}

/** @param {unknown} error */
const textOf = (error) => {
	const thrown = Array.isArray(error) ? (error[0] ?? error[1]) : error;
	return String(thrown instanceof Error ? thrown.message : thrown).slice(0, 300);
};

/** @type {Record<string, (event: any) => void>} */
const EVENTS = {
	run_start() {
		const chosen = current?.run.tests && new Set(current.run.tests);
		if (!chosen) return;
		eachTest(getState().rootDescribeBlock, (test) => {
			if (!chosen.has(nameOf(test))) test.mode = 'skip';
		});
	},
	test_start({ test }) {
		mutation.currentTestId = nameOf(test);
	},
	test_done({ test }) {
		mutation.currentTestId = undefined;
		if (!current) return;
		const errors = test.errors.map(textOf);
		current.done.push({ name: nameOf(test), ms: test.duration ?? 0, errors });
		// One is enough to know.
		if (errors.length > 0 && current.run.mutant !== undefined)
			eachTest(getState().rootDescribeBlock, (other) => (other.mode = 'skip'));
	},
};

addEventHandler((event) => EVENTS[event.name]?.(event));

const { describe, it, test, beforeAll, beforeEach, afterAll, afterEach } = circus;

/** What a test file gets for `@jest/globals`, or finds without. @param {string} from its path */
export const globals = (from) => ({
	...{ describe, it, test, beforeAll, beforeEach, afterAll, afterEach, expect },
	jest: {
		fn: mocker.fn.bind(mocker),
		spyOn: mocker.spyOn.bind(mocker),
		restoreAllMocks: () => mocker.restoreAllMocks(),
		setTimeout() {},
		mock: (/** @type {string} */ name, /** @type {() => unknown} */ make) => mock(from, name, make),
		requireActual: (/** @type {string} */ name) => actual(from, name),
	},
});

/**
 * Runs a test file, or some of its tests, with no mutant or with one: the modules of the project from their start.
 *
 * @param {Run} run_
 * @returns {Promise<Result>}
 */
export async function runFile(run_) {
	const coverage = { static: {}, perTest: {} };
	Object.assign(mutation, {
		activeMutant: run_.mutant,
		currentTestId: undefined,
		hitCount: run_.mutant === undefined ? undefined : 0,
		hitLimit: run_.hitLimit,
		mutantCoverage: coverage,
	});
	forgetModules();
	resetState();
	Object.assign(globalThis, globals(run_.path));
	getState().testTimeout = PATIENCE_MS + 5 * (run_.testMs ?? 20_000);
	const started = performance.now();
	current = { run: run_, done: [], started, failed: false };
	let loadMs = 0;
	/** @type {Result['failure']} */
	let failure;
	try {
		load(run_.path);
		loadMs = performance.now() - started;
		const { unhandledErrors } = await run();
		if (unhandledErrors.length > 0)
			failure = { test: '(outside of tests)', error: textOf(unhandledErrors[0]) };
	} catch (error) {
		failure = { test: '(loading)', error: textOf(error) };
	}
	const { done } = current;
	current = undefined;
	mutation.activeMutant = undefined;
	mutation.hitCount = undefined;
	mocker.restoreAllMocks();
	await endServices();
	const failed = done.find(({ errors }) => errors.length > 0);
	if (failed) failure = { test: failed.name, error: failed.errors[0] ?? '' };
	return { ms: performance.now() - started, loadMs, tests: done, failure, coverage };
}
