// Writes test/package/contract.snapshot.json: what saved workflows rely on, by version of the node.
// A version that is there already may get more (a parameter, an option value), but loses and changes
// nothing, since workflows hold it; with --replace it is written anew, which is for a version that was
// never published.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import { format, resolveConfig } from 'prettier';

const root = fileURLToPath(new URL('../../', import.meta.url));
const snapshot = 'test/package/contract.snapshot.json';
const bundle = `${root}node_modules/.cache/saved-contract.cjs`;

await build({
	absWorkingDir: root,
	entryPoints: ['test/package/saved-contract.ts'],
	outfile: bundle,
	bundle: true,
	format: 'cjs',
	platform: 'node',
	external: ['n8n-workflow', './pictures', './metadata'],
});
const { onlyAddsTo, savedContracts } = createRequire(import.meta.url)(bundle);

const path = `${root}${snapshot}`;
const known = existsSync(path) ? JSON.parse(await readFile(path, 'utf8')) : {};
const current = JSON.parse(JSON.stringify(savedContracts()));
const changed = Object.keys(known).filter(
	(version) => !onlyAddsTo(known[version], current[version]),
);

if (changed.length > 0 && !process.argv.includes('--replace')) {
	console.error(
		`Version ${changed.join(', ')} of the node is not what saved workflows hold: add a version to the node for the change, or take --replace if that version was never published.`,
	);
	process.exitCode = 1;
} else {
	const json = JSON.stringify({ ...known, ...current });
	await writeFile(path, await format(json, { ...(await resolveConfig(path)), filepath: path }));
	console.log(`Wrote ${snapshot}: version ${Object.keys(current).join(', ')}.`);
}
