import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Failure } from '../../../scripts/n8n/failure.mjs';
import { freePort } from '../../../scripts/n8n/ports.mjs';
import { startProcess } from '../../../scripts/n8n/process.mjs';
import { dataFolder } from './data-folder.mjs';

const run = promisify(execFile);

const START_TIMEOUT_MS = 30_000;
const USER = 'n8n';
const DATABASE = 'postgres';

/** PostgreSQL refuses to run as root: its own user, which the apt package makes, runs it then. */
function serverUser() {
	if (process.getuid?.() !== 0) return undefined;
	try {
		/** @param {string} flag */
		const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
		return { uid: id('-u'), gid: id('-g') };
	} catch {
		throw new Failure(
			'PostgreSQL refuses to run as root and this machine has no user "postgres": install it with "apt-get install postgresql", or start again as another user.',
		);
	}
}

/**
 * @param {string} initdb path of the program
 * @param {{folder: string, cluster: string, password: string, owner?: {uid: number, gid: number}}} options
 */
async function makeCluster(initdb, { folder, cluster, password, owner }) {
	const passwordFile = path.join(folder, 'password');
	writeFileSync(passwordFile, password, { mode: 0o600 });
	if (owner) chownSync(passwordFile, owner.uid, owner.gid);
	const args = ['-D', cluster, '-U', USER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
	await run(initdb, [...args, '-E', 'UTF8', '--locale=C.UTF-8'], { cwd: folder, ...owner }).catch(
		(error) => {
			throw new Failure(`PostgreSQL could not make its data folder: ${error.stderr.trim()}`);
		},
	);
}

/** @typedef {Awaited<ReturnType<typeof startPostgres>>} Postgres */

/**
 * Starts a PostgreSQL of its own on loopback, with a new, empty database.
 *
 * @param {Omit<import('./programs.mjs').Programs, 'redisServer'>} programs
 * @throws {Failure} it does not start
 */
export async function startPostgres({ initdb, postgres, psql }) {
	const owner = serverUser();
	const port = await freePort();
	const password = randomBytes(16).toString('hex');
	const data = dataFolder('scale-postgres', owner);
	const { folder } = data;
	const cluster = path.join(folder, 'cluster');
	await makeCluster(initdb, { folder, cluster, password, owner }).catch((error) => {
		data.remove();
		throw error;
	});
	const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories='];
	const running = startProcess(
		postgres,
		['-D', cluster, ...settings.flatMap((setting) => ['-c', setting])],
		{ cwd: folder, ...owner },
	);
	const stop = async () => {
		// SIGTERM alone waits for clients to leave; after SIGINT it sends them away.
		if (!running.hasEnded) running.child.kill('SIGINT');
		await running.stop();
		data.remove();
	};

	/**
	 * @param {string} sql
	 * @returns {Promise<string[][]>} rows of the answer, as text
	 */
	async function query(sql) {
		const url = `postgresql://${USER}@127.0.0.1:${port}/${DATABASE}`;
		const { stdout } = await run(psql, [url, '-XAtq', '-F', '\t', '-c', sql], {
			env: { ...process.env, PGPASSWORD: password },
		});
		return stdout
			.split('\n')
			.filter(Boolean)
			.map((line) => line.split('\t'));
	}

	const isUp = () => query('select 1').then(Boolean, () => false);
	const deadline = Date.now() + START_TIMEOUT_MS;
	while (!(await isUp())) {
		if (running.hasEnded || Date.now() > deadline) {
			await stop();
			throw new Failure(`PostgreSQL did not start; its last words:\n${running.tail}`);
		}
		await sleep(100);
	}
	return { port, pid: running.child.pid, user: USER, password, database: DATABASE, query, stop };
}
