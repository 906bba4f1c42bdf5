import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { handOver } from '../lib/run-command.mjs';
import { installN8n1, prepareAll, root } from '../lib/prepare.mjs';

/** Tests of the commands themselves, which end processes and so run outside Jest. */
const commandTests = () =>
	readdirSync(join(root, 'test/n8n'))
		.filter((name) => name.endsWith('.test.mjs'))
		.map((name) => join('test/n8n', name));

export default async function test(args) {
	await prepareAll();
	await installN8n1();
	await handOver(process.execPath, ['node_modules/jest/bin/jest.js', ...args], { cwd: root });
	if (args.length > 0) return;
	await handOver(process.execPath, ['--test', '--test-reporter=spec', ...commandTests()], {
		cwd: root,
	});
}
