import { join } from 'node:path';

import { handOver } from '../lib/run-command.mjs';
import { buildService, installService, root } from '../lib/prepare.mjs';

/** @param {string[]} args */
export default async function service(args) {
	await installService();
	await buildService();
	await handOver(process.execPath, ['dist/main.js', ...args], { cwd: join(root, 'service') });
}
