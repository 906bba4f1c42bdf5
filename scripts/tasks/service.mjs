import { join } from 'node:path';

import { handOver } from '../lib/run-command.mjs';
import { buildService, installService, root } from '../lib/prepare.mjs';

/** @param {string[]} args */
export default async function service(args) {
	await installService();
	await buildService();
	// Paths on the command line count from where it is typed; npm runs its scripts in the repository's root.
	const cwd = process.env.INIT_CWD ?? root;
	await handOver(process.execPath, [join(root, 'service/dist/main.js'), ...args], {
		cwd,
		env: { IMAGE_SERVICE_COMMAND: 'npm run service --' },
	});
}
