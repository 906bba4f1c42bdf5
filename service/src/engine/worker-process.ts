import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { EngineError } from './errors';
import { LIMITS } from './limits';
import type { Failure, FromWorker, ToWorker } from './worker/messages';
import type { TaggedPicture } from './types';
import { WORKER_MEMORY } from './worker-memory';

/** The compiled worker, from src/engine as well as from dist/engine. */
const WORKER = join(__dirname, '../../dist/engine/worker/main.js');

/** The worker ended, or had to be killed, before it answered. */
export class WorkerLost extends Error {}

interface Waiting {
	resolve(message: FromWorker): void;
	reject(error: Error): void;
}

const failed = ({ kind, message }: Failure) => new EngineError(kind, message);

/** One child process with its own models. It does one thing at a time. */
export class WorkerProcess {
	readonly #child: ChildProcess;
	readonly #exited: Promise<void>;
	#waiting: Waiting | undefined;

	constructor() {
		this.#child = fork(WORKER, [], {
			execArgv: [],
			// Standard output belongs to the server, whose first line has a meaning.
			stdio: ['pipe', 'ignore', 'inherit', 'ipc'],
			env: { ...process.env, ...WORKER_MEMORY },
		});
		this.#child.on('message', (message) =>
			this.#settle((waiting) => waiting.resolve(message as FromWorker)),
		);
		// What it can't read any more is told by its exit.
		this.#child.stdin?.on('error', () => {});
		this.#exited = new Promise((resolve) => {
			this.#child.once('exit', () => resolve());
			// Anything but a failure to start is followed by an exit.
			this.#child.on('error', () => this.#child.pid === undefined && resolve());
		});
		void this.#exited.then(() =>
			this.#settle((waiting) => waiting.reject(new WorkerLost('The worker process ended.'))),
		);
	}

	/** Resolves when the process is gone, for whatever reason. */
	get exited(): Promise<void> {
		return this.#exited;
	}

	#settle(settle: (waiting: Waiting) => void): void {
		const waiting = this.#waiting;
		this.#waiting = undefined;
		if (waiting) settle(waiting);
	}

	/** Sends a message and waits for its answer; kills the process when there is none in time. */
	async #ask(message: ToWorker, timeoutMs: number): Promise<FromWorker> {
		const timer = setTimeout(() => this.kill(), timeoutMs);
		try {
			return await new Promise<FromWorker>((resolve, reject) => {
				this.#waiting = { resolve, reject };
				if (!this.#child.connected) this.#child.kill('SIGKILL');
				// A failed send means that the process is ending; its exit settles the promise.
				else this.#child.send(message, () => {});
			});
		} finally {
			clearTimeout(timer);
		}
	}

	/**
	 * Loads the models and warms them.
	 * @throws {EngineError} when they can't be used
	 * @throws {WorkerLost} when the process ended
	 */
	async start(models: string[]): Promise<void> {
		const answer = await this.#ask({ models }, LIMITS.startMs);
		if (answer.type === 'unusable') throw failed(answer.failure);
	}

	/**
	 * Tags one picture.
	 * @throws {EngineError} for the picture's own failures
	 * @throws {WorkerLost} when the process ended, or took longer than `timeoutMs` and was killed
	 */
	async tag(image: Buffer, timeoutMs: number): Promise<TaggedPicture> {
		const asked = this.#ask({ bytes: image.length }, timeoutMs);
		this.#child.stdin?.write(image);
		const answer = await asked;
		if (answer.type === 'failed') throw failed(answer.failure);
		if (answer.type === 'tagged') return answer.picture;
		throw new EngineError('modelFailed', 'The worker process gave an unexpected answer.');
	}

	/** Ends the process at once, whatever it is doing. Also ends one that is suspended. */
	kill(): void {
		this.#child.kill('SIGKILL');
	}

	/** Lets an idle process end by itself; kills it when it doesn't. */
	async end(): Promise<void> {
		const timer = setTimeout(() => this.kill(), LIMITS.exitMs);
		if (this.#child.connected) this.#child.disconnect();
		await this.#exited;
		clearTimeout(timer);
	}
}
