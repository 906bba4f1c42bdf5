import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../../scripts/lib/say.mjs';
import { freePort } from '../../scripts/n8n/ports.mjs';
import { demoCredential, startService } from '../../scripts/n8n/service.mjs';
import { DEFAULT_VERSION } from '../../scripts/n8n/versions.mjs';
import { CREDENTIAL_TYPE, readExample, withCredentials } from '../../scripts/n8n/workflows.mjs';
import { Failure } from '../../scripts/n8n/failure.mjs';
import { executionFigures, measureCosts, serviceFigures } from './figures.mjs';
import { makePictures } from './pictures.mjs';
import { startPostgres } from './servers/postgres.mjs';
import { startMain, startWorker } from './servers/queue-mode.mjs';
import { startRedis } from './servers/redis.mjs';
import { sendPictures } from './send.mjs';

/** Executions at once in a worker: n8n's own default. */
const CONCURRENCY = 10;

/** Enough callers that both workers are always busy and some pictures wait. */
const CALLERS = 40;

/** The share of the pictures after which the first worker is killed. */
const KILL_AFTER = 0.4;

/**
 * @typedef {import('./servers/programs.mjs').Programs} Programs
 * @typedef {import('./servers/queue-mode.mjs').Worker} Worker
 *
 * Registers what has to be stopped.
 * @typedef {<T extends {stop: () => Promise<void>}>(part: Promise<T>) => Promise<T>} Keep
 *
 * @typedef {Awaited<ReturnType<typeof startParts>>} Parts
 */

/**
 * What happened in one run.
 *
 * @typedef {object} Run
 * @property {import('./send.mjs').Sent[]} sent
 * @property {{started: number, killed: number, ended: number}} times epoch ms
 * @property {import('./send.mjs').Failed[]} cutOff the answers without tags
 * @property {Record<string, number>} executions number by state
 * @property {Record<string, number>} costs processor time per picture by part, ms
 * @property {{tokens: number, tagged: number, refused: number}} service
 * @property {{name: string, finished: Set<string>}[]} workers
 */

/**
 * Starts all parts of a queue mode on this machine.
 *
 * @param {Programs} programs
 * @param {Keep} keep
 */
async function startParts(programs, keep) {
	say(`→ Starting Redis, PostgreSQL, the service, n8n ${DEFAULT_VERSION} and two workers …`);
	const redis = await keep(startRedis(programs.redisServer));
	const postgres = await keep(startPostgres(programs));
	const service = await keep(startService({ port: await freePort() }));
	const main = await keep(startMain({ version: DEFAULT_VERSION, redis, postgres }));
	/** @param {string} name */
	const worker = (name) => keep(startWorker(main, { name, concurrency: CONCURRENCY }));
	const [victim, survivor] = await Promise.all([worker('worker 1'), worker('worker 2')]);
	return { redis, postgres, service, main, victim, survivor };
}

/**
 * Saves the credential and the workflow as a user does.
 *
 * @param {Parts} parts
 * @returns {Promise<string>} the webhook's URL
 */
async function setUp({ main, service }) {
	const data = demoCredential(service.url, 'iamUser');
	const credential = await main.api.createCredential('Image Tagging', CREDENTIAL_TYPE, data);
	const example = await readExample('webhook-tag-api');
	const chosen = withCredentials(example, { [CREDENTIAL_TYPE]: credential });
	const { id } = await main.api.importWorkflow(chosen);
	await main.api.activate(id);
	const webhook = example.nodes.find(({ type }) => type.endsWith('.webhook'));
	return `${main.url}/webhook/${webhook?.parameters.path}`;
}

/**
 * What the parts cost; of the workers the one that lives on, since a killed one takes its account along.
 *
 * @param {Parts} parts
 */
function startMeasuring({ redis, postgres, service, main, victim, survivor }) {
	const all = () => victim.finished.size + survivor.finished.size;
	return measureCosts({
		'n8n main': { pid: main.pid, pictures: all },
		'n8n worker': { pid: survivor.pid, pictures: () => survivor.finished.size },
		'tagging service': { pid: service.pid, pictures: all },
		PostgreSQL: { pid: postgres.pid, pictures: all },
		Redis: { pid: redis.pid, pictures: all },
	});
}

/**
 * Sends all pictures and kills a worker on the way.
 *
 * @param {string} url of the webhook
 * @param {import('./pictures.mjs').Picture[]} pictures
 * @param {Worker} victim
 * @param {AbortSignal} signal send no more
 */
async function sendAndKill(url, pictures, victim, signal) {
	const times = { started: Date.now(), killed: NaN, ended: NaN };
	/** @type {Promise<void> | undefined} */
	let killed;
	/** @param {number} sent */
	const onSent = (sent) => {
		if (signal.aborted) return;
		if (sent % 100 === 0) say(`  ${sent} pictures tagged`);
		if (killed || sent < pictures.length * KILL_AFTER) return;
		times.killed = Date.now();
		killed = victim.kill();
		say(`  ${victim.name} killed (SIGKILL) after ${sent} pictures`);
	};
	const sent = await sendPictures(url, pictures, { atOnce: CALLERS, onSent, signal });
	times.ended = Date.now();
	await killed;
	return { sent, times };
}

/**
 * Waits until n8n has written down the end of every execution, which can come after its answer.
 *
 * @param {import('./servers/postgres.mjs').Postgres} postgres
 */
async function settledExecutions(postgres, patienceMs = 60_000) {
	const deadline = Date.now() + patienceMs;
	for (;;) {
		const executions = await executionFigures(postgres);
		const open = (executions.running ?? 0) + (executions.new ?? 0);
		if (open === 0 || Date.now() > deadline) return executions;
		await sleep(500);
	}
}

/**
 * Tags pictures through n8n's queue mode while a worker is killed.
 *
 * @param {{programs: Programs, count: number, keep: Keep, signal: AbortSignal}} options
 * @returns {Promise<Run>}
 */
export async function runQueueMode({ programs, count, keep, signal }) {
	const parts = await startParts(programs, keep);
	const { postgres, service, victim, survivor } = parts;
	const url = await setUp(parts);
	const pictures = makePictures(count + 1);
	say('→ The first picture, with which the token is obtained …');
	const [first] = await sendPictures(url, pictures.slice(0, 1), { atOnce: 1 });
	if (!first?.tagged) {
		throw new Failure(`The first picture failed: ${first?.failures.map(({ text }) => text)}`);
	}
	say(`→ ${count} pictures from ${CALLERS} callers …`);
	const costs = startMeasuring(parts);
	const { sent, times } = await sendAndKill(url, pictures.slice(1), victim, signal);
	return {
		sent,
		times,
		cutOff: sent.flatMap(({ failures }) => failures),
		costs: costs(),
		executions: await settledExecutions(postgres),
		service: await serviceFigures(service.url),
		workers: [victim, survivor],
	};
}
