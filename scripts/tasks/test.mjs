import { handOver } from '../lib/run-command.mjs';
import { installN8n1, prepareAll, root } from '../lib/prepare.mjs';

export default async function test(args) {
	await prepareAll();
	await installN8n1();
	await handOver(process.execPath, ['node_modules/jest/bin/jest.js', ...args], { cwd: root });
}
