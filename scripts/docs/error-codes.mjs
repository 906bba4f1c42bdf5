// Writes docs/error-codes.md from the error catalogue.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = 'docs/error-codes.md';

const {
	outputFiles: [bundle],
} = await build({
	absWorkingDir: root,
	entryPoints: ['scripts/docs/error-codes-page.ts'],
	bundle: true,
	format: 'esm',
	platform: 'node',
	write: false,
});
const source = Buffer.from(bundle?.contents ?? []).toString('base64');
const { errorCodesPage } = await import(`data:text/javascript;base64,${source}`);

await writeFile(`${root}${page}`, errorCodesPage());
console.log(`Wrote ${page}.`);
