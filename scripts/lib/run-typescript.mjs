import { join } from 'node:path';

import { handOver } from './run-command.mjs';
import { root } from './prepare.mjs';

/**
 * Runs a TypeScript program of the repository, with the packages of its node_modules.
 *
 * @param {string} path
 * @param {string[]} [args]
 */
export async function runTypeScript(path, args = []) {
	const { build } = await import('esbuild');
	const outfile = join(root, 'node_modules/.cache', path.replace(/\.ts$/, '.cjs'));
	await build({
		entryPoints: [join(root, path)],
		outfile,
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		packages: 'external',
		// The ES module build of n8n-workflow does not load in Node: import() has to become require().
		supported: { 'dynamic-import': false },
		logLevel: 'warning',
	});
	await handOver(process.execPath, [outfile, ...args], { cwd: root });
}
