import { EngineError } from '../errors';
import { LIMITS } from '../limits';
import { Task } from './task';
import type { Engine, EngineOptions, EngineStats, TaggedImage } from '../types';
import { WorkerLost, WorkerProcess } from './worker-process';

const closedError = () => new EngineError('closed', 'The engine is closed.');

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** Keeps a fixed number of worker processes alive and gives them the images in order of arrival. */
class Pool implements Engine {
	readonly ready: Promise<void>;
	readonly #options: EngineOptions;
	readonly #alive = new Set<WorkerProcess>();
	/** Those that have loaded the models. */
	readonly #warm = new Set<WorkerProcess>();
	readonly #queue: Task[] = [];
	/** Images that were accepted and have no answer yet. */
	readonly #open = new Set<Promise<unknown>>();
	#restarts = 0;
	#tagged = 0;
	#closing: Promise<void> | undefined;

	constructor(options: EngineOptions) {
		this.#options = options;
		const starts = Array.from({ length: options.workers }, () => this.#start());
		this.ready = Promise.all(starts).then(() => {});
		// A caller that never looks at `ready` must not be ended by it.
		this.ready.catch((error: unknown) => this.#abandon(error));
	}

	stats(): EngineStats {
		const warm = [...this.#warm];
		const idle = warm.filter((worker) => worker.idle).length;
		const queued = warm.reduce((sum, { atHand }) => sum + atHand, this.#queue.length);
		return {
			workers: this.#options.workers,
			ready: warm.length,
			busy: warm.length - idle,
			queued,
			full: idle === 0 && queued >= this.#options.queueLimit,
			restarts: this.#restarts,
			tagged: this.#tagged,
		};
	}

	async tag(image: Buffer, signal?: AbortSignal): Promise<TaggedImage> {
		signal?.throwIfAborted();
		if (this.#closing) throw closedError();
		const { full, queued } = this.stats();
		if (full)
			throw new EngineError(
				'busy',
				`All workers are busy and ${queued} images wait already: try again later.`,
			);
		const task = new Task(image, signal, (left) => this.#forget(left));
		this.#open.add(task.result);
		const done = () => void this.#open.delete(task.result);
		task.result.then(done, done);
		this.#queue.push(task);
		this.#dispatch();
		return task.result;
	}

	close(): Promise<void> {
		this.#closing ??= this.#drain();
		return this.#closing;
	}

	async #drain(): Promise<void> {
		await Promise.allSettled(this.#open);
		await Promise.all([...this.#alive].map((worker) => worker.end()));
	}

	#forget(task: Task): void {
		const place = this.#queue.indexOf(task);
		if (place >= 0) this.#queue.splice(place, 1);
	}

	/** Starts one worker and sees to its end. */
	async #start(): Promise<void> {
		const worker = new WorkerProcess(
			() => this.#dispatch(),
			(words) => this.#options.onTrouble?.(`A worker process says: ${words.trim()}`),
		);
		this.#alive.add(worker);
		void worker.exited.then(() => this.#alive.delete(worker));
		try {
			await worker.start(this.#options.models);
		} catch (error) {
			worker.kill();
			if (error instanceof WorkerLost && this.#closing) throw closedError();
			if (error instanceof WorkerLost)
				throw new EngineError('modelFailed', 'A worker process ended while it loaded the models.');
			throw error;
		}
		this.#warm.add(worker);
		void worker.exited.then((how) => {
			this.#warm.delete(worker);
			void this.#replace(how);
		});
		this.#dispatch();
	}

	/** An idle worker comes first; then one that can take an image to go on with. */
	#dispatch(): void {
		while (this.#queue.length > 0) {
			const warm = [...this.#warm];
			const worker = warm.find(({ idle }) => idle) ?? warm.find(({ takesNext }) => takesNext);
			if (!worker) return;
			void this.#work(worker, this.#queue.shift()!);
		}
	}

	async #work(worker: WorkerProcess, task: Task): Promise<void> {
		try {
			const tagged = await worker.tag(task.image, this.#options.taskTimeoutMs);
			this.#tagged++;
			task.resolve(tagged);
		} catch (error) {
			if (error instanceof WorkerLost) this.#retry(task, error);
			else task.reject(error);
		}
		this.#dispatch();
	}

	/** An image that was at work gets one more worker; a second loss is held to be its own fault. */
	#retry(task: Task, { atWork }: WorkerLost): void {
		if (task.settled) return;
		if (atWork) task.losses++;
		if (task.losses > 1)
			task.reject(
				new EngineError('workersLost', 'Two worker processes in a row were lost on this image.'),
			);
		else this.#queue.unshift(task);
	}

	#finished(): boolean {
		return this.#closing !== undefined && this.#open.size === 0;
	}

	/** Starts a worker in place of a lost one, again and again with growing pauses if it must. */
	async #replace(how: string): Promise<void> {
		if (this.#finished()) return;
		this.#restarts++;
		this.#options.onTrouble?.(`A worker process ${how}; another one is started.`);
		for (
			let wait: number = LIMITS.restartMs;
			!this.#finished();
			wait = Math.min(wait * 2, LIMITS.restartMaxMs)
		) {
			try {
				return await this.#start();
			} catch (error) {
				const why = error instanceof Error ? error.message : String(error);
				this.#options.onTrouble?.(`A worker process could not be started. ${why}`);
				if (this.stats().ready === 0) this.#failQueue(error);
				await pause(wait);
			}
		}
	}

	/** Without any worker that starts, nobody is left waiting. */
	#failQueue(error: unknown): void {
		for (const task of this.#queue.splice(0)) task.reject(error);
	}

	/** The first start failed: the engine can't be used. */
	#abandon(error: unknown): void {
		this.#closing ??= Promise.all([...this.#alive].map((worker) => worker.exited)).then(() => {});
		this.#failQueue(error);
		for (const worker of this.#alive) worker.kill();
	}
}

/**
 * Starts the worker processes and returns at once; images may be given before `ready`.
 * @throws nothing: what is wrong with the models is told by `ready`
 */
export function startEngine(options: EngineOptions): Engine {
	return new Pool(options);
}
