// Writes docs/conformance.md from the rows in test/docs/conformance.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

const {
	outputFiles: [bundle],
} = await build({
	absWorkingDir: root,
	stdin: {
		contents: `export { conformancePage } from './scripts/docs/conformance-page';
			export { ROWS } from './test/docs/conformance/rows';`,
		resolveDir: root,
	},
	bundle: true,
	format: 'esm',
	platform: 'node',
	write: false,
});
const source = Buffer.from(bundle?.contents ?? []).toString('base64');
const { conformancePage, ROWS } = await import(`data:text/javascript;base64,${source}`);

await writeFile(`${root}docs/conformance.md`, conformancePage(ROWS));
console.log('Wrote docs/conformance.md.');
