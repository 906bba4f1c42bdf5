import { join } from 'node:path';

import { handOver } from '../lib/run-command.mjs';
import { buildService, installService, root } from '../lib/prepare.mjs';

/** @param {string[]} args */
export default async function service(args) {
	await installService();
	await buildService();
	const start = ['--initial-heap-size=128', 'dist/main.js'];
	await handOver(process.execPath, [...start, ...args], { cwd: join(root, 'service') });
}
