import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../../../scripts/n8n/failure.mjs';

/** Where Debian and Ubuntu keep PostgreSQL's programs, which are not on the PATH there. */
const DEBIAN_POSTGRES = '/usr/lib/postgresql';

/** @param {string} file */
function isProgram(file) {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

const onPath = () => (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);

/** PostgreSQL's folders of programs, newest version first. */
function postgresFolders() {
	if (!existsSync(DEBIAN_POSTGRES)) return [];
	return readdirSync(DEBIAN_POSTGRES)
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => path.join(DEBIAN_POSTGRES, version, 'bin'));
}

/**
 * @param {string} name of the program
 * @param {string[]} folders
 * @param {string} aptPackage
 * @param {string} product
 */
function find(name, folders, aptPackage, product) {
	const folder = folders.find((candidate) => isProgram(path.join(candidate, name)));
	if (folder) return path.join(folder, name);
	throw new Failure(
		`${product} is not on this machine (no ${name}): install it with "apt-get install ${aptPackage}" and start again.`,
	);
}

/**
 * Paths of programs.
 *
 * @typedef {{redisServer: string, initdb: string, postgres: string, psql: string}} Programs
 */

/**
 * The servers that n8n's queue mode needs.
 *
 * @returns {Programs}
 * @throws {Failure} one is missing; the sentence names its apt package
 */
export function findPrograms() {
	/** @param {string} name */
	const postgres = (name) =>
		find(name, [...onPath(), ...postgresFolders()], 'postgresql', 'PostgreSQL');
	return {
		redisServer: find('redis-server', onPath(), 'redis-server', 'Redis'),
		initdb: postgres('initdb'),
		postgres: postgres('postgres'),
		psql: postgres('psql'),
	};
}
