import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atExit } from './at-exit.mjs';
import { codeOf } from './failure.mjs';

/** Folder outside the repository where n8n itself is kept between runs, one folder per version. */
export const cacheFolder = path.join(
	process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'),
	'n8n-nodes-huaweicloud-image-recognition',
);

/** @param {number} pid */
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return codeOf(error) === 'EPERM';
	}
}

/**
 * Creates the lock file, taking over one whose owner has died.
 *
 * @param {string} file
 * @returns {number | undefined} the owner's pid when it is held
 */
function tryLock(file) {
	try {
		const handle = openSync(file, 'wx');
		writeSync(handle, String(process.pid));
		closeSync(handle);
		return undefined;
	} catch (error) {
		if (codeOf(error) !== 'EEXIST') throw error;
	}
	let owner;
	try {
		owner = Number(readFileSync(file, 'utf8'));
	} catch {
		return tryLock(file);
	}
	if (owner && isAlive(owner)) return owner;
	rmSync(file, { force: true });
	return tryLock(file);
}

/**
 * Runs `work` while no other process does so under the same name; waits for its turn.
 *
 * @template T
 * @param {string} name
 * @param {(line: string) => void} log
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, log, work) {
	mkdirSync(cacheFolder, { recursive: true });
	const file = path.join(cacheFolder, `${name}.lock`);
	let told = false;
	for (let owner = tryLock(file); owner !== undefined; owner = tryLock(file)) {
		if (!told) log(`${name} is being installed by process ${owner}: waiting for it`);
		told = true;
		await sleep(1000);
	}
	const release = () => rmSync(file, { force: true });
	const keepAtExit = atExit(release);
	try {
		return await work();
	} finally {
		keepAtExit();
		release();
	}
}
