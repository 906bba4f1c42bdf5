import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { installStandIns, root } from '../lib/prepare.mjs';
import { say } from '../lib/say.mjs';
import { findChromium } from '../../test/e2e/chromium.mjs';
import { Failure } from './failure.mjs';
import { ensureN8n } from './install-n8n.mjs';
import { N8N_VERSIONS } from './versions.mjs';

const folder = path.join(root, 'test/e2e');

/** No test takes this long, so one that does waits for what will not come. */
const TEST_TIMEOUT_MS = 15 * 60_000;

/**
 * Runs test files one after another, since each starts an n8n of its own.
 *
 * @param {string} version of n8n
 * @param {string[]} files
 */
async function runTests(version, files) {
	const child = spawn(
		process.execPath,
		[
			'--test',
			'--test-concurrency=1',
			`--test-timeout=${TEST_TIMEOUT_MS}`,
			'--test-reporter=spec',
			...files,
		],
		{ cwd: root, env: { ...process.env, E2E_N8N_VERSION: version }, stdio: 'inherit' },
	);
	/** @param {NodeJS.Signals} signal */
	const forward = (signal) => child.kill(signal);
	for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, forward);
	const status = await new Promise((resolve) => child.once('close', resolve));
	for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, forward);
	return status === 0;
}

/**
 * Tests the packed node in real n8n and a real browser, on every supported n8n. The node and the
 * service must be built.
 *
 * @param {string[]} args versions of n8n and names of test files; all of them when left out
 * @throws {Failure} no Chromium, n8n can't be installed, a test failed
 */
export async function runE2e(args) {
	findChromium();
	const known = Object.keys(N8N_VERSIONS);
	const versions = args.filter((arg) => known.includes(arg));
	const names = args.filter((arg) => !known.includes(arg));
	const files = readdirSync(folder)
		.filter((file) => file.endsWith('.test.mjs'))
		.filter((file) => names.length === 0 || names.some((name) => file.startsWith(name)))
		.map((file) => path.join('test/e2e', file));
	if (files.length === 0) throw new Failure(`There is no test file named ${names.join(' or ')}.`);
	await installStandIns();
	const failed = [];
	for (const version of versions.length > 0 ? versions : known) {
		await ensureN8n(version);
		const started = Date.now();
		say(`→ n8n ${version}`);
		if (!(await runTests(version, files))) failed.push(version);
		say(`  n8n ${version}: ${Math.round((Date.now() - started) / 1000)} s`);
	}
	if (failed.length > 0) throw new Failure(`The tests failed on n8n ${failed.join(' and ')}.`);
	say('✔ The node works in real n8n');
}
