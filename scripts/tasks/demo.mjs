import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { prepareAll, root } from '../lib/prepare.mjs';
import { runTypeScript } from '../lib/run-typescript.mjs';

export default async function demo() {
	if (!existsSync(join(root, 'examples/photos'))) {
		throw new Error(
			'The folder examples/photos is missing: restore it with git checkout examples/photos.',
		);
	}
	await prepareAll();
	await runTypeScript('scripts/demo/demo.ts');
}
