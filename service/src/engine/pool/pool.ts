import { EngineError } from '../errors';
import type { Engine, EngineOptions, EngineStats, ModelInfo, TaggedImage } from '../types';
import { Task } from './task';
import { WorkerLost, type WorkerProcess } from './worker-process';
import { Workers } from './workers';

/** Gives the images to the workers in order of arrival. */
class Pool implements Engine {
	readonly ready: Promise<void>;
	readonly #options: EngineOptions;
	readonly #workers: Workers;
	readonly #queue: Task[] = [];
	/** Images that were accepted and have no answer yet. */
	readonly #open = new Set<Promise<unknown>>();
	#tagged = 0;
	#closing: Promise<void> | undefined;

	constructor(options: EngineOptions) {
		this.#options = options;
		this.#workers = new Workers(options, {
			onFree: () => this.#dispatch(),
			onNone: (error) => this.#failQueue(error),
			state: () => (!this.#closing ? 'open' : this.#open.size > 0 ? 'closing' : 'finished'),
		});
		this.ready = this.#workers.ready;
		// A caller that never looks at `ready` must not be ended by it.
		this.ready.catch((error: unknown) => this.#abandon(error));
	}

	get models(): ModelInfo[] {
		return this.#workers.models;
	}

	stats(): EngineStats {
		const { warm, restarts, renewals } = this.#workers;
		const idle = warm.filter((worker) => worker.idle).length;
		const queued = warm.reduce((sum, { atHand }) => sum + atHand, this.#queue.length);
		return {
			workers: this.#options.workers,
			ready: warm.length,
			busy: warm.length - idle,
			queued,
			full: idle === 0 && queued >= this.#options.queueLimit,
			restarts,
			renewals,
			tagged: this.#tagged,
		};
	}

	async tag(image: Buffer, signal?: AbortSignal): Promise<TaggedImage> {
		signal?.throwIfAborted();
		if (this.#closing) throw new EngineError('closed', 'The engine is closed.');
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
		await this.#workers.end();
	}

	#forget(task: Task): void {
		const place = this.#queue.indexOf(task);
		if (place >= 0) this.#queue.splice(place, 1);
	}

	#dispatch(): void {
		while (this.#queue.length > 0) {
			const worker = this.#workers.choose();
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
		this.#workers.answered(worker);
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

	/** Without any worker that starts, nobody is left waiting. */
	#failQueue(error: unknown): void {
		for (const task of this.#queue.splice(0)) task.reject(error);
	}

	/** The first start failed: the engine can't be used. */
	#abandon(error: unknown): void {
		this.#failQueue(error);
		const killed = this.#workers.kill();
		this.#closing ??= killed;
	}
}

/**
 * Starts the worker processes and returns at once; images may be given before `ready`.
 * @throws nothing: what is wrong with the models is told by `ready`
 */
export function startEngine(options: EngineOptions): Engine {
	return new Pool(options);
}
