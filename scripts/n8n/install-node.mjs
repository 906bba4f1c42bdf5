import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../lib/prepare.mjs';
import { packPackage, unpackPackage } from '../lib/scan-package.mjs';
import { Failure } from './failure.mjs';

/** What n8n strips from a community package before it installs it: none of it is there at run time. */
const STRIPPED = ['devDependencies', 'peerDependencies', 'optionalDependencies'];

/** @param {string} file */
const readJson = async (file) => JSON.parse(await readFile(file, 'utf8'));
/**
 * @param {string} file
 * @param {object} value
 */
const writeJson = (file, value) => writeFile(file, JSON.stringify(value, null, '\t'));

/** This package as npm would publish it, or as it was packed elsewhere: PACKED_NODE names the tarball then. */
async function thisPackage() {
	const { PACKED_NODE } = process.env;
	if (PACKED_NODE) return unpackPackage(PACKED_NODE);
	if (existsSync(path.join(root, 'dist'))) return packPackage();
	throw new Failure('The node is not built yet: run "npm run build" first.');
}

/**
 * Installs the built node where n8n keeps community packages, as n8n does it itself: what npm would
 * publish is unpacked there, without its development and peer dependencies.
 *
 * @param {string} userFolder value of N8N_USER_FOLDER; the package goes to `.n8n/nodes/node_modules`
 * @param {{folder: string, remove: () => void}} [packed] another unpacked package, this one when left out
 * @returns {Promise<string>} folder of the installed package
 * @throws {Failure} the node is not built
 */
export async function installNode(userFolder, packed) {
	const source = packed ?? (await thisPackage());
	try {
		const manifest = await readJson(path.join(source.folder, 'package.json'));
		const nodes = path.join(userFolder, '.n8n/nodes');
		const target = path.join(nodes, 'node_modules', manifest.name);
		await rm(target, { recursive: true, force: true });
		await mkdir(target, { recursive: true });
		await cp(source.folder, target, { recursive: true });
		for (const key of STRIPPED) delete manifest[key];
		await writeJson(path.join(target, 'package.json'), manifest);
		await writeJson(path.join(nodes, 'package.json'), { name: 'installed-nodes', private: true });
		return target;
	} finally {
		source.remove();
	}
}
