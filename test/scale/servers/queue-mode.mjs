import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../../../scripts/n8n/failure.mjs';
import { installNode } from '../../../scripts/n8n/install-node.mjs';
import { freePort } from '../../../scripts/n8n/ports.mjs';
import { answers, startProcess } from '../../../scripts/n8n/process.mjs';
import { startN8n } from '../../../scripts/n8n/start.mjs';
import { dataFolder } from './data-folder.mjs';

const START_TIMEOUT_MS = 180_000;

/** What a worker of n8n says at the end of each execution, at log level info. */
const FINISHED = /Worker finished execution (\d+)/g;

/** @typedef {{redis: import('./redis.mjs').Redis, postgres: import('./postgres.mjs').Postgres}} Servers */

/**
 * What every process of one n8n in queue mode has in common. The `QUEUE_WORKER_` values find a dead
 * worker in seconds instead of minutes; docs/scaling.md says what they trade.
 *
 * @param {Servers} servers
 */
const commonSettings = ({ redis, postgres }) => ({
	N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
	EXECUTIONS_MODE: 'queue',
	QUEUE_BULL_REDIS_HOST: '127.0.0.1',
	QUEUE_BULL_REDIS_PORT: String(redis.port),
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_HOST: '127.0.0.1',
	DB_POSTGRESDB_PORT: String(postgres.port),
	DB_POSTGRESDB_DATABASE: postgres.database,
	DB_POSTGRESDB_USER: postgres.user,
	DB_POSTGRESDB_PASSWORD: postgres.password,
});

/**
 * @typedef {Awaited<ReturnType<typeof startMain>>} Main
 * @typedef {Awaited<ReturnType<typeof startWorker>>} Worker
 */

/**
 * Starts one main process of n8n in queue mode, logged in as owner; its webhooks' executions wait for workers.
 *
 * @param {{version: string} & Servers} options
 */
export function startMain({ version, ...servers }) {
	return startN8n({ version, env: commonSettings(servers) });
}

/**
 * Starts a worker with a user folder of its own, as on a machine of its own.
 *
 * @param {Main} main
 * @param {{name: string, concurrency: number}} options executions at once
 * @throws {Failure} it does not start
 */
export async function startWorker(main, { name, concurrency }) {
	const data = dataFolder(`scale-${name}`);
	const healthPort = await freePort();
	const command = main.commandLine('worker', `--concurrency=${concurrency}`);
	const env = {
		...command.env,
		N8N_USER_FOLDER: data.folder,
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(healthPort),
	};
	await installNode(data.folder);
	mkdirSync(path.join(data.folder, '.n8n'), { recursive: true });
	/** @type {Set<string>} */
	const finished = new Set();
	const running = startProcess(command.command, command.args, { cwd: data.folder, env }, (text) => {
		for (const [, id = ''] of text.matchAll(FINISHED)) finished.add(id);
	});
	const stop = async () => {
		await running.stop();
		data.remove();
	};
	const url = `http://127.0.0.1:${healthPort}/healthz/readiness`;
	if (!(await answers(url, running, START_TIMEOUT_MS))) {
		await stop();
		throw new Failure(`The worker ${name} of n8n did not start; its last words:\n${running.tail}`);
	}
	return {
		name,
		pid: running.child.pid,
		/** Ids of the executions that it has finished. */
		finished,
		stop,
		/** Ends it as a crash or a lost machine does. */
		async kill() {
			const { pid } = running.child;
			if (pid !== undefined && !running.hasEnded) process.kill(-pid, 'SIGKILL');
			await running.ended;
		},
		/** The last that it printed. */
		get output() {
			return running.tail;
		},
	};
}
