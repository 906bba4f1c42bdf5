/**
 * Runs one of the project's commands on a fresh clone: checks Node, installs and builds what is
 * missing or out of date, says so, then hands over. Uses nothing but Node and npm.
 */
import { say, fail } from './lib/say.mjs';
import { ensureNode } from './lib/prepare.mjs';

/** @type {Record<string, () => Promise<{default: (args: string[]) => Promise<void>}>>} */
const tasks = {
	build: () => import('./tasks/build.mjs'),
	lint: () => import('./tasks/lint.mjs'),
	test: () => import('./tasks/test.mjs'),
	'test:all': () => import('./tasks/test-all.mjs'),
	coverage: () => import('./tasks/coverage.mjs'),
	demo: () => import('./tasks/demo.mjs'),
	start: () => import('./tasks/start.mjs'),
	'test:e2e': () => import('./tasks/test-e2e.mjs'),
	'test:mutation': () => import('./tasks/test-mutation.mjs'),
	'test:scale': () => import('./tasks/test-scale.mjs'),
	'test:soak': () => import('./tasks/test-soak.mjs'),
	service: () => import('./tasks/service.mjs'),
	'pack:service': () => import('./tasks/pack-service.mjs'),
	bench: () => import('./tasks/bench.mjs'),
	release: () => import('./tasks/release.mjs'),
};

const [name, ...args] = process.argv.slice(2);
const load = tasks[name ?? ''];
if (!load) fail(`Unknown command "${name ?? ''}": use one of ${Object.keys(tasks).join(', ')}.`);

ensureNode();
try {
	const { default: task } = await load();
	await task(args);
} catch (error) {
	if (!(error instanceof Error)) throw error;
	if (process.env.DEBUG) say(error.stack ?? '');
	fail(error.message);
}
