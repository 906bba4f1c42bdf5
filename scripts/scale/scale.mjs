import { parseArgs } from 'node:util';
import { say } from '../lib/say.mjs';
import { Failure } from '../n8n/failure.mjs';
import { table } from './figures.mjs';
import { findPrograms } from './programs.mjs';
import { faultsOf, rowsOf } from './report.mjs';
import { runQueueMode } from './run.mjs';

const DEFAULT_PICTURES = 500;

function readCount(args) {
	const usage = 'Use: npm run test:scale -- [--pictures <number from 50>]';
	let values;
	try {
		({ values } = parseArgs({ args, options: { pictures: { type: 'string' } } }));
	} catch (error) {
		throw new Failure(`${error.message} ${usage}`);
	}
	const count = Number(values.pictures ?? DEFAULT_PICTURES);
	// With fewer, the worker may have nothing to do when it is killed.
	if (!Number.isInteger(count) || count < 50) throw new Failure(usage);
	return count;
}

/** Ctrl-C: what was started is stopped in order, what is still starting ends with this process. */
class Interrupted extends Error {}

/** Rejects at the first Ctrl-C or SIGTERM. */
function interruption() {
	let release;
	const promise = new Promise((_, reject) => {
		const stop = () => reject(new Interrupted());
		for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
		release = () => ['SIGINT', 'SIGTERM'].forEach((signal) => process.off(signal, stop));
	});
	return { promise, release };
}

/**
 * Tags pictures through n8n in queue mode, with Redis, PostgreSQL and two workers of which one is
 * killed, and prints the figures. The node and the service must be built.
 *
 * @param {string[]} args `--pictures <number>`
 * @throws {Failure} Redis or PostgreSQL is missing, a part does not start, a picture was lost
 */
export async function runScale(args) {
	const count = readCount(args);
	const programs = findPrograms();
	const started = Date.now();
	const parts = [];
	const keep = async (starting) => {
		const part = await starting;
		parts.push(part);
		return part;
	};
	// Each part has its own handlers for the end of this process: more than the ten that Node finds normal.
	process.setMaxListeners(40);
	const { promise: interrupted, release } = interruption();
	try {
		const run = await Promise.race([runQueueMode({ programs, count, keep }), interrupted]);
		process.stdout.write(`${table(rowsOf(run))}\n`);
		const faults = faultsOf(run);
		if (faults.length > 0) throw new Failure(`Not as it should be: ${faults.join('; ')}.`);
	} catch (error) {
		if (!(error instanceof Interrupted)) throw error;
		say('→ Stopping …');
		process.exitCode = 130;
	} finally {
		for (const part of parts.toReversed()) await part.stop();
		release();
	}
	if (process.exitCode === 130) process.exit();
	say(`✔ No picture was lost (${Math.round((Date.now() - started) / 1000)} s)`);
}
