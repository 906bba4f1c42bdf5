import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { root } from './scope.mjs';

const MAIN = join(root, 'test/mutation/process/main.mjs');
const START_MS = 60_000;
const WORKERS = Math.min(availableParallelism(), 8);

/** @typedef {import('./process/test-file.mjs').Run} Run */
/** @typedef {import('./process/test-file.mjs').Result} Result */

/** A process that took too long and was ended, or ended by itself. */
export class ProcessLost extends Error {}

/** One process; it is replaced when it is lost. */
export class Runner {
	/** @type {import('node:child_process').ChildProcess | undefined} */
	#child;
	#sources;

	/** @param {[path: string, code: string][]} sources */
	constructor(sources) {
		this.#sources = sources;
	}

	/**
	 * @param {Run} run
	 * @param {number} limitMs
	 * @returns {Promise<Result>}
	 * @throws {ProcessLost}
	 */
	async run(run, limitMs) {
		if (!this.#child) {
			this.#child = fork(MAIN, [], {
				cwd: root,
				// To anything but a pipe or a terminal the service's log goes straight, where no test would see it.
				stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
				env: {
					...process.env,
					...{ NODE_ENV: 'test', TEST_SAMPLE: '1', ORT_DISABLE_TELEMETRY: '1' },
				},
			});
			if (process.env.DEBUG) this.#child.stderr?.pipe(process.stderr, { end: false });
			else this.#child.stderr?.resume();
			await this.#ask({ order: 'start', sources: this.#sources }, START_MS);
		}
		return this.#ask({ order: 'run', run: { ...run, path: join(root, run.path) } }, limitMs);
	}

	end() {
		this.#child?.kill('SIGKILL');
		this.#child = undefined;
	}

	/** @type {(message: object, limitMs: number) => Promise<any>} */
	#ask(message, limitMs) {
		const child = this.#child;
		return new Promise((resolve, reject) => {
			const lost = (/** @type {string} */ why) => {
				this.end();
				reject(new ProcessLost(why));
			};
			const timer = setTimeout(() => lost(`no end within ${limitMs} ms`), limitMs);
			const left = () => {
				clearTimeout(timer);
				lost('the process ended');
			};
			child?.once('exit', left);
			child?.once('message', (/** @type {any} */ answer) => {
				clearTimeout(timer);
				child.off('exit', left);
				if ('error' in answer) reject(new Error(answer.error));
				else resolve(answer.result);
			});
			child?.send(message);
		});
	}
}

/**
 * Gives each job to the next process that is free, in order.
 *
 * @template Job
 * @param {Job[]} jobs
 * @param {[path: string, code: string][]} sources
 * @param {(runner: Runner, job: Job) => Promise<void>} work
 */
export async function share(jobs, sources, work) {
	const left = [...jobs];
	const workers = Array.from({ length: Math.min(WORKERS, jobs.length) }, async () => {
		const runner = new Runner(sources);
		try {
			for (let job = left.shift(); job !== undefined; job = left.shift()) await work(runner, job);
		} finally {
			runner.end();
		}
	});
	await Promise.all(workers);
}
