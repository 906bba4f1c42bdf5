import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { root } from './prepare.mjs';
import { runCommand } from './run-command.mjs';

const DIST = join(root, 'service/dist');
const DIST_URL = `${pathToFileURL(DIST)}/`;

/**
 * What V8 wrote of the built service when a process ended; other scripts of the process are left out.
 *
 * @param {string} file
 * @returns {import('@bcoe/v8-coverage').ProcessCov}
 */
function readDump(file) {
	/** @type {import('@bcoe/v8-coverage').ProcessCov} */
	const { result } = JSON.parse(readFileSync(file, 'utf8'));
	return { result: result.filter(({ url }) => url.startsWith(DIST_URL)) };
}

/**
 * The same build with source maps, in a folder of its own.
 *
 * @param {string} folder
 */
async function buildMaps(folder) {
	const tsc = ['node_modules/typescript/bin/tsc', '-p', '.', '--sourceMap', '--outDir', folder];
	await runCommand(process.execPath, tsc, { cwd: join(root, 'service') });
}

/**
 * A map whose sources are named by their full paths, wherever it lies.
 *
 * @param {string} folder
 * @param {string} name of the script in it
 */
function readMap(folder, name) {
	const file = join(folder, `${name}.map`);
	/** @type {{version: 3, sources: string[], names: string[], mappings: string}} */
	const map = JSON.parse(readFileSync(file, 'utf8'));
	return { ...map, sources: map.sources.map((source) => resolve(dirname(file), source)) };
}

/**
 * Coverage of the service's sources by the processes of the built service.
 * @param {string} dumps folder that was NODE_V8_COVERAGE of the processes
 * @param {string} maps folder for source maps, which is written
 * @returns {Promise<import('istanbul-lib-coverage').CoverageMap>}
 */
export async function processCoverage(dumps, maps) {
	const { mergeProcessCovs } = await import('@bcoe/v8-coverage');
	const { default: v8ToIstanbul } = await import('v8-to-istanbul');
	const { default: coverage } = await import('istanbul-lib-coverage');
	const covered = coverage.createCoverageMap({});
	if (!existsSync(dumps)) return covered;
	await buildMaps(maps);
	const { result } = mergeProcessCovs(
		readdirSync(dumps).map((name) => readDump(join(dumps, name))),
	);
	for (const { url, functions } of result) {
		const built = fileURLToPath(url);
		const source = readFileSync(built, 'utf8');
		const sourcemap = readMap(maps, relative(DIST, built));
		const script = v8ToIstanbul(built, 0, { source, sourceMap: { sourcemap } });
		await script.load();
		script.applyCoverage(functions);
		covered.merge(script.toIstanbul());
	}
	return covered;
}
