import { EngineError } from '../errors';
import type {
	Engine,
	EngineOptions,
	EngineStats,
	ModelInfo,
	QueueLimit,
	TaggedImage,
} from '../types';
import { FairQueue } from './fair-queue';
import { Task } from './task';
import { WorkerLost, type WorkerProcess } from './worker-process';
import { Workers } from './workers';

/** Gives the images to the workers: each owner's in order of arrival, and all owners' in turns. */
class Pool implements Engine {
	readonly ready: Promise<void>;
	readonly #options: EngineOptions;
	readonly #workers: Workers;
	readonly #queue = new FairQueue<Task>();
	#limit: QueueLimit;
	/** Images that were accepted and have no answer yet. */
	readonly #open = new Set<Promise<unknown>>();
	#tagged = 0;
	#closing: Promise<void> | undefined;

	constructor(options: EngineOptions) {
		this.#options = options;
		this.#limit = { images: options.queueLimit, shared: options.queueShared ?? false };
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

	stats(owner = ''): EngineStats {
		const { warm, restarts, renewals } = this.#workers;
		const idle = warm.filter((worker) => worker.idle).length;
		const queued = warm.reduce((sum, { atHand }) => sum + atHand, this.#queue.length);
		return {
			workers: this.#options.workers,
			ready: warm.length,
			busy: warm.length - idle,
			queued,
			full: idle === 0 && !this.#hasRoom(owner, queued),
			restarts,
			renewals,
			tagged: this.#tagged,
		};
	}

	limitQueue(limit: QueueLimit): void {
		this.#limit = limit;
	}

	async tag(image: Buffer, signal?: AbortSignal, owner = ''): Promise<TaggedImage> {
		signal?.throwIfAborted();
		if (this.#closing) throw new EngineError('closed', 'The engine is closed.');
		const { full, queued } = this.stats(owner);
		if (full)
			throw new EngineError(
				'busy',
				`All workers are busy and ${queued} images wait already: try again later.`,
			);
		const task = new Task(image, owner, signal, (left) => this.#queue.remove(left));
		this.#open.add(task.result);
		const done = () => void this.#open.delete(task.result);
		task.result.then(done, done);
		this.#queue.add(task);
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

	/**
	 * Where owners share the queue, one may have as many images in it as there are places left: half of it alone, a third
	 * beside another one who asks for as much, and never the last place that somebody without any could have.
	 */
	#hasRoom(owner: string, queued: number): boolean {
		const { images, shared } = this.#limit;
		return (shared ? this.#queue.lengthOf(owner) : 0) < images - queued;
	}

	#dispatch(): void {
		while (this.#queue.length > 0) {
			const worker = this.#workers.choose();
			if (!worker) return;
			void this.#work(worker, this.#queue.take()!);
		}
	}

	/** A worker has come to the image, for the first time or in place of one that was lost. */
	#begin(task: Task): void {
		if (!task.begun) this.#options.onTurn?.(performance.now() - task.accepted);
		task.begun = true;
	}

	async #work(worker: WorkerProcess, task: Task): Promise<void> {
		try {
			const tagged = await worker.tag(task.image, this.#options.taskTimeoutMs, () =>
				this.#begin(task),
			);
			this.#queue.done(task);
			this.#tagged++;
			task.resolve(tagged);
		} catch (error) {
			this.#queue.done(task);
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
		else this.#queue.putBack(task);
	}

	/** Without any worker that starts, nobody is left waiting. */
	#failQueue(error: unknown): void {
		for (const task of this.#queue.clear()) task.reject(error);
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
