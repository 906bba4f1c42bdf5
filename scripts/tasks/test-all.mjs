import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { installN8n1, prepareAll, root } from '../lib/prepare.mjs';
import { handOver } from '../lib/run-command.mjs';
import { runJest } from '../lib/run-jest.mjs';

/** Tests of the commands themselves, which end processes and so run outside Jest. */
const commandTests = () =>
	readdirSync(join(root, 'test/n8n'))
		.filter((name) => name.endsWith('.test.mjs'))
		.map((name) => join('test/n8n', name));

/**
 * Every test that needs nothing but npm, with every case; with arguments only those of Jest that they select.
 *
 * @param {string[]} args of Jest
 */
export default async function testAll(args) {
	await prepareAll();
	await installN8n1();
	await runJest(args);
	if (args.length > 0) return;
	await handOver(process.execPath, ['--test', '--test-reporter=spec', ...commandTests()], {
		cwd: root,
	});
}
