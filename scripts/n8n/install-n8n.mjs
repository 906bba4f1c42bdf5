import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { atExit } from './at-exit.mjs';
import { cacheFolder, withLock } from './cache.mjs';
import { say } from '../lib/say.mjs';
import { causeOf, codeOf, Failure, messageOf } from './failure.mjs';
import { factsOf, NATIVE_MODULES, NODE_MAJOR, NODE_PACKAGES } from './versions.mjs';

/** Written last, so a folder without it is half installed and is made anew. */
const MARKER = 'installed.json';

/**
 * The environment without the settings that an enclosing `npm run` leaves in it.
 *
 * @param {string} nodeBin folder of the Node binary to use
 * @param {Record<string, string>} [extra]
 */
function npmEnvironment(nodeBin, extra = {}) {
	const kept = Object.entries(process.env).filter(
		([name]) =>
			!/^npm_/i.test(name) || /^npm_config_(registry|userconfig|cache|.*proxy)$/i.test(name),
	);
	const env = Object.fromEntries(kept);
	return { ...env, PATH: `${nodeBin}${path.delimiter}${env.PATH}`, ...extra };
}

/** @typedef {(line: string) => void} Log */

/**
 * @param {string[]} args
 * @param {{folder: string, env: NodeJS.ProcessEnv, logFile: string, what: string}} options `what`: is done, for the user
 */
async function npm(args, { folder, env, logFile, what }) {
	const output = createWriteStream(logFile, { flags: 'a' });
	let said = '';
	/** @param {string} text */
	const keep = (text) => {
		said += text;
		output.write(text);
	};
	// A full disk ends the log; what npm says of it is kept here.
	output.once('error', (error) => (said += error.message));
	const child = spawn('npm', args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
	for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', keep);
	const stayAtExit = atExit(() => child.kill());
	const status = await new Promise((resolve, reject) => {
		child.once('error', (error) =>
			reject(new Failure(`npm could not be started (${codeOf(error)}): is it on the PATH?`)),
		);
		child.once('close', resolve);
	});
	stayAtExit();
	await new Promise((resolve) => output.end(() => resolve(undefined)));
	if (status === 0) return;
	const cause = causeOf(said) ?? `npm ended with status ${status}`;
	throw new Failure(`${what} failed: ${cause} (details in ${logFile}).`);
}

/**
 * How many packages at the top of node_modules are unpacked.
 *
 * @param {string} modules
 */
async function countPackages(modules) {
	/** @param {string} folder */
	const list = (folder) => readdir(folder).catch(() => []);
	const names = await list(modules);
	const scoped = names
		.filter((name) => name.startsWith('@'))
		.map(async (scope) =>
			(await list(path.join(modules, scope))).map((name) => `${scope}/${name}`),
		);
	const all = [...names, ...(await Promise.all(scoped)).flat()];
	return all.filter((name) => existsSync(path.join(modules, name, 'package.json'))).length;
}

/**
 * Shows how far npm is while it unpacks, since it prints nothing itself until it has finished.
 *
 * @param {string} folder
 * @param {string} label
 * @param {number} total packages at its end
 * @param {Log} log
 */
function watchPackages(folder, label, total, log) {
	const started = Date.now();
	const timer = setInterval(async () => {
		const count = await countPackages(path.join(folder, 'node_modules'));
		const seconds = Math.round((Date.now() - started) / 1000);
		const what = count === 0 ? 'finding its packages' : `${count} of about ${total} packages`;
		log(`${label}: ${what}, ${seconds} s`);
	}, 10_000);
	return () => clearInterval(timer);
}

/**
 * @param {string} folder
 * @param {object} wanted contents of its marker
 */
function isComplete(folder, wanted) {
	try {
		const marker = JSON.parse(readFileSync(path.join(folder, MARKER), 'utf8'));
		return JSON.stringify(marker) === JSON.stringify(wanted);
	} catch {
		return false;
	}
}

/**
 * Makes a folder by `work` unless its marker says that it is complete.
 *
 * @param {string} name below the cache folder
 * @param {object} contents of its marker
 * @param {Log} log
 * @param {(folder: string, logFile: string) => Promise<void>} work
 * @returns {Promise<string>} the folder
 */
async function ensureFolder(name, contents, log, work) {
	const folder = path.join(cacheFolder, name);
	if (isComplete(folder, contents)) return folder;
	try {
		await withLock(name, log, async () => {
			if (isComplete(folder, contents)) return;
			if (existsSync(folder)) log(`${name}: an unfinished installation is being replaced`);
			await rm(folder, { recursive: true, force: true });
			await mkdir(folder, { recursive: true });
			await rm(`${folder}.log`, { force: true });
			await work(folder, `${folder}.log`);
			await writeFile(path.join(folder, MARKER), JSON.stringify(contents));
		});
	} catch (error) {
		const code = codeOf(error);
		if (error instanceof Failure || !code) throw error;
		throw new Failure(
			`${name} could not be installed: ${causeOf(code) ?? messageOf(error)} (${folder}).`,
		);
	}
	return folder;
}

/** @param {Log} log */
async function ensureNode(log) {
	const root = path.dirname(path.dirname(process.execPath));
	const isRight = Number(process.versions.node.split('.')[0]) === NODE_MAJOR;
	if (isRight && existsSync(path.join(root, 'include/node/node.h'))) return root;
	const spec = NODE_PACKAGES[`${process.platform}-${process.arch}`];
	if (!spec) {
		throw new Failure(
			`n8n needs Node ${NODE_MAJOR} with its headers and npm has none for ${process.platform}-${process.arch}: install Node ${NODE_MAJOR} and start again.`,
		);
	}
	const packageName = spec.slice(0, spec.lastIndexOf('@'));
	const folder = await ensureFolder(
		`node-${NODE_MAJOR}`,
		{ spec },
		log,
		async (target, logFile) => {
			log(`installing ${spec}, since n8n needs Node ${NODE_MAJOR} and this is ${process.version}`);
			await writeFile(path.join(target, 'package.json'), '{"private": true}');
			await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', spec], {
				folder: target,
				env: npmEnvironment(path.dirname(process.execPath)),
				logFile,
				what: `Installing ${spec}`,
			});
		},
	);
	return path.join(folder, 'node_modules', packageName);
}

/**
 * @param {number} gigabytes
 * @param {string} label
 */
async function checkSpace(gigabytes, label) {
	const { bavail, bsize } = await statfs(cacheFolder);
	const free = (bavail * bsize) / 1e9;
	if (free >= gigabytes * 1.2) return;
	throw new Failure(
		`${label} needs ${(gigabytes * 1.2).toFixed(1)} GB in ${cacheFolder} and ${free.toFixed(1)} GB are free: free some space, or set XDG_CACHE_HOME to a larger disk.`,
	);
}

/**
 * n8n of that version from the cache, installed there first when it is missing or unfinished.
 * Only one process installs at a time; others wait for it.
 *
 * @param {string} version one of the supported ones
 * @param {{log?: (line: string) => void}} [options]
 * @returns {Promise<{version: string, node: string, bin: string, folder: string}>} paths of the
 *   Node binary to run it with, of n8n's command and of the folder that holds its node_modules
 * @throws {Failure} unknown version, no network, full disk, no compiler
 */
export async function ensureN8n(version, { log = say } = {}) {
	const facts = factsOf(version);
	const nodeRoot = await ensureNode(log);
	const nodeBin = path.join(nodeRoot, 'bin');
	const label = `n8n ${version}`;
	const contents = { version, overrides: facts.overrides, node: NODE_MAJOR };
	const folder = await ensureFolder(`n8n-${version}`, contents, log, async (target, logFile) => {
		await checkSpace(facts.gigabytes, label);
		const started = Date.now();
		log(`installing ${label} into ${target}: about 4 minutes, ${facts.gigabytes} GB`);
		const manifest = { private: true, dependencies: { n8n: version }, overrides: facts.overrides };
		await writeFile(path.join(target, 'package.json'), JSON.stringify(manifest));
		const env = npmEnvironment(nodeBin, { npm_config_nodedir: nodeRoot });
		const common = { folder: target, env, logFile };
		const stopWatching = watchPackages(target, label, facts.packages, log);
		await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
			...common,
			what: `Downloading ${label}`,
		}).finally(stopWatching);
		log(`${label}: compiling ${NATIVE_MODULES.join(' and ')}, about 1 minute`);
		await npm(['rebuild', '--ignore-scripts=false', ...NATIVE_MODULES], {
			...common,
			what: `Compiling the native modules of ${label}`,
		});
		log(`${label}: installed in ${Math.round((Date.now() - started) / 1000)} s`);
	});
	return {
		version,
		node: path.join(nodeBin, 'node'),
		bin: path.join(folder, 'node_modules/n8n/bin/n8n'),
		folder,
	};
}
