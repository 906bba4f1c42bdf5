import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { EngineError } from '../errors';
import { LIMITS } from '../limits';
import type { Failure, FromWorker, NEXT, ToWorker } from '../worker/messages';
import type { Inference, ModelInfo, TaggedImage } from '../types';
import { WORKER_MEMORY } from './worker-memory';

/** The compiled worker, from src/engine/pool as well as from dist/engine/pool. */
const WORKER = join(__dirname, '../../../dist/engine/worker/main.js');

/** The worker ended, or had to be killed, before it answered. */
export class WorkerLost extends Error {
	constructor(
		/** Whether it had come to this message, and not only received it. */
		readonly atWork: boolean,
	) {
		super('The worker process ended.');
	}
}

interface Waiting {
	timeoutMs: number;
	resolve(message: FromWorker): void;
	reject(error: Error): void;
	/** Is called when the process comes to the message. */
	onTurn?: (() => void) | undefined;
}

const unexpected = () =>
	new EngineError('modelFailed', 'The worker process gave an unexpected answer.');

const failed = ({ kind, message }: Failure) => new EngineError(kind, message);

/** One child process with its own models. It works on one image at a time, and may have the next one at hand. */
export class WorkerProcess {
	readonly #child: ChildProcess;
	readonly #exited: Promise<string>;
	/** Messages without an answer, in order: the first is at work. */
	#waiting: Waiting[] = [];
	#timer: NodeJS.Timeout | undefined;
	#takesNext = false;
	#stuck: string | undefined;
	/** Images that it has answered for. */
	served = 0;
	/** Bytes of memory that it held at its last answer. */
	memory = 0;

	/**
	 * @param onNext is called when the process may be given an image before it has answered the last one
	 * @param onWords is told what the process writes on standard error
	 */
	constructor(onNext: () => void, onWords: (words: string) => void) {
		this.#child = fork(WORKER, [], {
			execArgv: WORKER_MEMORY.execArgv,
			// Standard output belongs to the server, whose first line has a meaning. Standard error, were it shared, would
			// be set to block for both, and the server would wait for whoever reads its log.
			stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
			env: { ...process.env, ...WORKER_MEMORY.env },
		});
		this.#child.on('message', (message: FromWorker | typeof NEXT) => {
			if (message.type !== 'next') return this.#answered(message);
			this.#takesNext = true;
			onNext();
		});
		this.#child.stderr?.setEncoding('utf8').on('data', onWords);
		// What it can't read any more is told by its exit.
		this.#child.stdin?.on('error', () => {});
		this.#exited = new Promise((resolve) => {
			this.#child.once('exit', (code, signal) =>
				resolve(
					this.#stuck ?? (signal ? `was ended by ${signal}` : `ended with exit code ${code}`),
				),
			);
			// Anything but a failure to start is followed by an exit.
			this.#child.on(
				'error',
				() => this.#child.pid === undefined && resolve('could not be started'),
			);
		});
		void this.#exited.then(() => this.#lost());
	}

	/** Resolves when the process is gone, to how that came: words to follow "a worker process". */
	get exited(): Promise<string> {
		return this.#exited;
	}

	/** Whether it has nothing to do. */
	get idle(): boolean {
		return this.#waiting.length === 0;
	}

	/** Whether it has nearly done what it does and nothing at hand to go on with. */
	get takesNext(): boolean {
		return this.#takesNext && this.#waiting.length === 1;
	}

	/** Images that it has received and not come to. */
	get atHand(): number {
		return Math.max(0, this.#waiting.length - 1);
	}

	#answered(message: FromWorker): void {
		const first = this.#waiting.shift();
		this.#takesNext = false;
		this.#watch();
		first?.resolve(message);
	}

	/** The time of a message counts from when the process comes to it. */
	#watch(): void {
		clearTimeout(this.#timer);
		const [first] = this.#waiting;
		if (!first) return;
		first.onTurn?.();
		this.#timer = setTimeout(() => {
			this.#stuck = `gave no answer within ${first.timeoutMs} ms and was ended`;
			this.kill();
		}, first.timeoutMs);
	}

	/** The last message first, so that what is put back at the head of a queue has its old order there. */
	#lost(): void {
		clearTimeout(this.#timer);
		const lost = this.#waiting;
		this.#waiting = [];
		for (const [place, { reject }] of [...lost.entries()].reverse())
			reject(new WorkerLost(place === 0));
	}

	/** Sends a message and waits for its answer; kills the process when there is none in time. */
	#ask(message: ToWorker, timeoutMs: number, onTurn?: () => void): Promise<FromWorker> {
		return new Promise<FromWorker>((resolve, reject) => {
			this.#waiting.push({ timeoutMs, resolve, reject, onTurn });
			if (this.#waiting.length === 1) this.#watch();
			if (!this.#child.connected) this.#child.kill('SIGKILL');
			// A failed send means that the process is ending; its exit settles the promise.
			else this.#child.send(message, () => {});
		});
	}

	/**
	 * Loads the models and warms them; says which they are.
	 * @throws {EngineError} when they can't be used
	 * @throws {WorkerLost} when the process ended
	 */
	async start(models: string[], inference: Partial<Inference> = {}): Promise<ModelInfo[]> {
		const answer = await this.#ask({ models, inference }, LIMITS.startMs);
		if (answer.type === 'unusable') throw failed(answer.failure);
		if (answer.type === 'ready') return answer.models;
		throw unexpected();
	}

	/**
	 * Tags one image.
	 * @param onTurn is called when the process comes to it
	 * @throws {EngineError} for the image's own failures
	 * @throws {WorkerLost} when the process ended, or took longer than `timeoutMs` and was killed
	 */
	async tag(image: Buffer, timeoutMs: number, onTurn?: () => void): Promise<TaggedImage> {
		const asked = this.#ask({ bytes: image.length }, timeoutMs, onTurn);
		this.#child.stdin?.write(image);
		const answer = await asked;
		this.served++;
		if ('memory' in answer) this.memory = answer.memory;
		if (answer.type === 'failed') throw failed(answer.failure);
		if (answer.type === 'tagged') return answer.image;
		throw unexpected();
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
