import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { installPackage, prepareAll, root } from '../lib/prepare.mjs';
import { processCoverage } from '../lib/process-coverage.mjs';
import { runJest } from '../lib/run-jest.mjs';
import { say } from '../lib/say.mjs';

const require = createRequire(import.meta.url);

const FOLDER = join(root, 'coverage');
/** Where jest.config.js looks for a build that knows its sources. */
const BUILT = 'coverage/built';
const FROM_JEST = join(FOLDER, 'coverage-final.json');
/** Where processes of the service that tests start leave what they ran. */
const PROCESSES = join(FOLDER, 'processes');

/**
 * Prints the table, and writes the lines as HTML.
 *
 * @param {import('istanbul-lib-coverage').CoverageMap} covered
 */
async function report(covered) {
	const { default: library } = await import('istanbul-lib-report');
	const { default: reports } = await import('istanbul-reports');
	const context = library.createContext({
		dir: FOLDER,
		coverageMap: covered,
		defaultSummarizer: 'nested',
	});
	for (const name of /** @type {const} */ (['html', 'text', 'text-summary']))
		reports.create(name).execute(context);
}

/**
 * One table over the sources of the node and the service: what tests run of them in Jest, what the engine tests run of
 * the node's bundle, whose source map leads back to them, and what runs in the processes of the service. With arguments
 * of Jest, by the tests that they select.
 *
 * @param {string[]} args
 */
export default async function coverage(args) {
	await installPackage();
	await prepareAll();
	rmSync(FOLDER, { recursive: true, force: true });
	const { build } = await import('esbuild');
	await build({
		...require('../lib/bundle-options.cjs'),
		absWorkingDir: root,
		outdir: BUILT,
		sourcemap: 'inline',
	});
	await runJest(['--selectProjects', 'unit', 'engine-2.x', 'service', '--coverage', ...args], {
		BUILT_NODE: BUILT,
		PROCESS_COVERAGE: PROCESSES,
	});
	// Interrupted.
	if (!existsSync(FROM_JEST)) return;
	say('→ Adding what the processes of the service ran …');
	const covered = await processCoverage(PROCESSES, join(FOLDER, 'maps'));
	covered.merge(JSON.parse(readFileSync(FROM_JEST, 'utf8')));
	await report(covered);
	rmSync(PROCESSES, { recursive: true, force: true });
}
