import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { runCommand } from './run-command.mjs';
import { fail, say } from './say.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** @type {[major: number, minor: number]} */
const OLDEST_NODE = [20, 19];

/** How often a user hears that a long step, such as a download, goes on. */
const STILL_AT_IT_MS = 30_000;

export function ensureNode() {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	const tooOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
	if (tooOld) {
		fail(
			`Node ${process.versions.node} is too old: install Node ${OLDEST_NODE.join('.')} or newer from https://nodejs.org.`,
		);
	}
}

/**
 * SHA-256 over the given files and folders: what an install or a build was made from.
 *
 * @param {string[]} paths
 */
function fingerprint(paths) {
	const hash = createHash('sha256').update(process.versions.node.split('.')[0] ?? '');
	/** @param {string} path */
	const visit = (path) => {
		if (!existsSync(path)) return;
		if (statSync(path).isDirectory()) {
			for (const name of readdirSync(path).sort()) {
				if (name !== 'node_modules' && name !== 'dist') visit(join(path, name));
			}
		} else hash.update(path.slice(root.length)).update(readFileSync(path));
	};
	paths.forEach((path) => visit(join(root, path)));
	return hash.digest('hex');
}

/**
 * Does `work` unless it was done before from the very same sources.
 *
 * @param {string} stamp file that remembers the sources
 * @param {string[]} sources
 * @param {string} what is done, for the user
 * @param {() => Promise<unknown>} work
 */
async function once(stamp, sources, what, work) {
	const file = join(root, stamp);
	const now = fingerprint(sources);
	if (existsSync(file) && readFileSync(file, 'utf8') === now) return;
	const started = Date.now();
	const seconds = () => Math.round((Date.now() - started) / 1000);
	say(`→ ${what} …`);
	const stillAtIt = setInterval(() => say(`  … still at it (${seconds()} s)`), STILL_AT_IT_MS);
	try {
		await work();
	} finally {
		clearInterval(stillAtIt);
	}
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, now);
	say(`✔ ${what} (${seconds()} s)`);
}

/**
 * @param {string} folder with a package-lock.json
 * @param {string} what is in it, for the user
 */
const install = (folder, what) =>
	once(
		join(folder, 'node_modules', '.installed'),
		[join(folder, 'package-lock.json')],
		`Installing ${what}`,
		() =>
			runCommand('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
				cwd: join(root, folder),
				onFailure: (output) =>
					/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network/i.test(output)
						? `npm can't reach its registry, so ${what} could not be installed: check the network or the proxy settings of npm, then run the command again.`
						: `npm could not install ${what}:\n${output}`,
			}),
	);

export const installPackage = () => install('.', 'the development tools');
export const installService = () => install('service', 'the Image Tagging service');
export const installN8n1 = () => install(join('test', 'n8n-1.x'), 'the engine of n8n 1.x');
export const installStandIns = () =>
	install(join('test', 'e2e'), 'the stand-ins for the outside world');

const NODE_SOURCES = [
	'package.json',
	'gulpfile.js',
	'scripts/lib/bundle-options.cjs',
	'tsconfig.json',
	'tsconfig.build.json',
	'credentials',
	'nodes',
	'huawei-cloud',
	'images',
	'tagging',
	'batch',
];

/**
 * How to run gulp. It remembers the options of Node in a file: in a folder of this project, rather than in the temporary
 * one, where it would stay.
 *
 * @param {string[]} args
 * @returns {[command: string, args: string[], options: {cwd: string, env: Record<string, string>}]}
 */
export function gulp(...args) {
	const cache = join(root, 'node_modules/.cache');
	mkdirSync(cache, { recursive: true });
	const options = { cwd: root, env: { XDG_CACHE_HOME: cache } };
	return [process.execPath, ['node_modules/gulp/bin/gulp.js', ...args], options];
}

/** Bundles the node without checking types, which `npm run build` and `npm run lint` do. */
export const buildNode = () =>
	once('dist/.built', NODE_SOURCES, 'Building the node', () =>
		runCommand(...gulp('bundle', '--silent')),
	);

/** All that a running node and service need. */
export async function prepareAll() {
	await installPackage();
	await installService();
	await buildNode();
	await buildService();
}

export const buildService = async () => {
	await once(
		'service/dist/.built',
		['service/src', 'service/tsconfig.json', 'service/package-lock.json'],
		'Building the service',
		() =>
			runCommand(process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.'], {
				cwd: join(root, 'service'),
			}),
	);
	await once(
		'service/models/.converted',
		['service/scripts', 'service/package-lock.json'],
		'Converting the model',
		() =>
			runCommand(process.execPath, ['scripts/convert-model.js'], { cwd: join(root, 'service') }),
	);
};
