import { createRequire } from 'node:module';

import { installPackage, prepareAll, root } from '../lib/prepare.mjs';
import { runJest } from '../lib/run-jest.mjs';

const require = createRequire(import.meta.url);

/** Where jest.config.js looks for a build that knows its sources. */
const BUILT = 'coverage/built';

/**
 * One table over the sources of the node: what the unit tests run of them, and what the engine tests run of the
 * bundle, which its source map leads back to them.
 */
export default async function coverage() {
	await installPackage();
	await prepareAll();
	const { build } = await import('esbuild');
	await build({
		...require('../lib/bundle-options.cjs'),
		absWorkingDir: root,
		outdir: BUILT,
		sourcemap: 'inline',
	});
	await runJest(['--selectProjects', 'unit', 'engine-2.x', '--coverage'], { BUILT_NODE: BUILT });
}
