import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Failure } from './failure.mjs';

const run = promisify(execFile);

export const repository = fileURLToPath(new URL('../../', import.meta.url));

/** What n8n strips from a community package before it installs it: none of it is there at run time. */
const STRIPPED = ['devDependencies', 'peerDependencies', 'optionalDependencies'];

/**
 * Packs the built node as `npm publish` would and unpacks it where n8n keeps community packages,
 * in the way n8n does it itself.
 *
 * @param {string} userFolder value of N8N_USER_FOLDER; the package goes to `.n8n/nodes/node_modules`
 * @param {string} [packageFolder] folder of the package, with its `dist` built
 * @returns {Promise<string>} folder of the installed package
 * @throws {Failure} the package is not built
 */
export async function installPackage(userFolder, packageFolder = repository) {
	if (!existsSync(path.join(packageFolder, 'dist'))) {
		throw new Failure('The node is not built yet: run "npm run build" first.');
	}
	const staging = await mkdtemp(path.join(tmpdir(), 'n8n-node-pack-'));
	try {
		await run('npm', ['pack', '--ignore-scripts', '--pack-destination', staging], {
			cwd: packageFolder,
		});
		const [tarball] = await readdir(staging);
		const { name } = JSON.parse(await readFile(path.join(packageFolder, 'package.json'), 'utf8'));
		const nodes = path.join(userFolder, '.n8n/nodes');
		const target = path.join(nodes, 'node_modules', name);
		await rm(target, { recursive: true, force: true });
		await mkdir(target, { recursive: true });
		await run('tar', ['-xzf', path.join(staging, tarball), '-C', target, '--strip-components=1']);
		const manifestFile = path.join(target, 'package.json');
		const manifest = JSON.parse(await readFile(manifestFile, 'utf8'));
		for (const key of STRIPPED) delete manifest[key];
		await writeFile(manifestFile, JSON.stringify(manifest, null, '\t'));
		await writeFile(
			path.join(nodes, 'package.json'),
			JSON.stringify({ name: 'installed-nodes', private: true, dependencies: {} }),
		);
		return target;
	} finally {
		await rm(staging, { recursive: true, force: true });
	}
}
