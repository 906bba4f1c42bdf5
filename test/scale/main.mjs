import { parseArgs } from 'node:util';
import { say } from '../../scripts/lib/say.mjs';
import { Failure, messageOf } from '../../scripts/n8n/failure.mjs';
import { table } from './figures.mjs';
import { testImage } from './image.mjs';
import { findPrograms } from './servers/programs.mjs';
import { faultsOf, rowsOf } from './report.mjs';
import { runQueueMode } from './run.mjs';

const DEFAULT_PICTURES = 500;

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'];

const USAGE = 'Use: npm run test:scale -- [queue] [image] [--pictures <number from 50>]';

/**
 * @param {string[]} args
 * @returns {{count: number, parts: (keyof typeof PARTS)[]}} what to run: all of it when nothing is named
 */
function readOptions(args) {
	let options;
	try {
		options = parseArgs({
			args,
			allowPositionals: true,
			options: { pictures: { type: 'string', default: String(DEFAULT_PICTURES) } },
		});
	} catch (error) {
		throw new Failure(`${messageOf(error)} ${USAGE}`);
	}
	const { positionals, values } = options;
	const count = Number(values.pictures);
	const parts = PART_NAMES.filter((name) => positionals.includes(name));
	// With fewer, the worker may have nothing to do when it is killed.
	if (parts.length < positionals.length || !Number.isInteger(count) || count < 50)
		throw new Failure(USAGE);
	return { count, parts: parts.length > 0 ? parts : PART_NAMES };
}

class Interrupted extends Error {}

/** What Ctrl-C and SIGTERM do: `signal` is aborted and `promise` rejects, once. */
function interruption() {
	const controller = new AbortController();
	const stop = () => controller.abort();
	/** @type {Promise<never>} */
	const promise = new Promise((_, reject) => {
		controller.signal.addEventListener('abort', () => reject(new Interrupted()));
	});
	for (const name of STOP_SIGNALS) process.on(name, stop);
	const release = () => STOP_SIGNALS.forEach((name) => process.off(name, stop));
	return { promise, signal: controller.signal, release };
}

/**
 * Tags pictures through n8n in queue mode, with Redis, PostgreSQL and two workers of which one is
 * killed, and prints the figures.
 *
 * @param {{count: number}} options number of pictures
 * @throws {Failure} Redis or PostgreSQL is missing, a part does not start, a picture was lost
 */
async function testQueue({ count }) {
	const programs = findPrograms();
	const started = Date.now();
	/** @type {{stop: () => Promise<void>}[]} */
	const parts = [];
	/** @type {import('./run.mjs').Keep} */
	const keep = async (starting) => {
		const part = await starting;
		parts.push(part);
		return part;
	};
	const { promise: interrupted, signal, release } = interruption();
	try {
		const run = await Promise.race([runQueueMode({ programs, count, keep, signal }), interrupted]);
		process.stdout.write(`${table(rowsOf(run))}\n`);
		const faults = faultsOf(run);
		if (faults.length > 0) throw new Failure(`Not as it should be: ${faults.join('; ')}.`);
	} catch (error) {
		if (!(error instanceof Interrupted)) throw error;
		say('→ Stopping …');
		// All at once: nobody waits for what they were doing any more.
		await Promise.all(parts.splice(0).map((part) => part.stop()));
		process.exitCode = 130;
	} finally {
		for (const part of parts.toReversed()) await part.stop();
		release();
	}
	if (process.exitCode === 130) process.exit();
	say(`✔ No picture was lost (${Math.round((Date.now() - started) / 1000)} s)`);
}

const PARTS = { queue: testQueue, image: testImage };

const PART_NAMES = /** @type {(keyof typeof PARTS)[]} */ (Object.keys(PARTS));

/**
 * Tests what `docs/scaling.md` tells: n8n's queue mode, and the service's image. The node and the
 * service must be built.
 *
 * @param {string[]} args `queue`, `image` (both when neither is named), `--pictures <number>`
 * @throws {Failure}
 */
export async function runScale(args) {
	const { parts, ...options } = readOptions(args);
	for (const part of parts) await PARTS[part](options);
}
