import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type {
	Engine,
	EngineOptions,
	EngineStats,
	ModelInfo,
	QueueLimit,
	TaggedImage,
} from '../types';
import { startEngine } from './pool';

/** An engine, and what it was started with. */
interface Generation {
	engine: Engine;
	startedWith: unknown;
}

const totals = ['restarts', 'renewals', 'tagged'] as const;

/** An engine that gets other models and workers while it tags, without an image lost or kept waiting for them. */
export class RenewableEngine implements Engine {
	readonly ready: Promise<void>;
	#current: Generation;
	/** With those that warm up, and those that finish what they have. */
	readonly #alive = new Set<Engine>();
	/** Of engines that have ended. */
	readonly #past = { restarts: 0, renewals: 0, tagged: 0 };

	constructor(options: EngineOptions) {
		this.#current = this.#start(options);
		this.ready = this.#current.engine.ready;
	}

	get models(): ModelInfo[] {
		return this.#current.engine.models;
	}

	stats(owner?: string): EngineStats {
		const stats = this.#current.engine.stats(owner);
		const others = [...this.#alive].filter((engine) => engine !== this.#current.engine);
		for (const past of [this.#past, ...others.map((engine) => engine.stats())]) {
			for (const total of totals) stats[total] += past[total];
		}
		return stats;
	}

	tag(image: Buffer, signal?: AbortSignal, owner?: string): Promise<TaggedImage> {
		return this.#current.engine.tag(image, signal, owner);
	}

	limitQueue(limit: QueueLimit): void {
		this.#current.engine.limitQueue(limit);
	}

	/**
	 * Goes over to other options, but for the queue's limit. Where they ask for other workers or models, images go on to those at hand until the new
	 * ones are warm; those that were accepted before end where they are.
	 * @throws {EngineError} when the models can't be used; all stays as it was
	 */
	async renew(options: EngineOptions): Promise<void> {
		const startedWith = fixedAtStart(options);
		if (isDeepStrictEqual(startedWith, this.#current.startedWith)) return;
		const next = this.#start(options);
		try {
			await next.engine.ready;
		} catch (error) {
			await this.#retire(next.engine);
			throw error;
		}
		const before = this.#current;
		this.#current = next;
		void this.#retire(before.engine);
	}

	async close(): Promise<void> {
		await Promise.all([...this.#alive].map((engine) => engine.close()));
	}

	#start(options: EngineOptions): Generation {
		const generation = { engine: startEngine(options), startedWith: fixedAtStart(options) };
		this.#alive.add(generation.engine);
		return generation;
	}

	async #retire(engine: Engine): Promise<void> {
		await engine.close();
		const stats = engine.stats();
		for (const total of totals) this.#past[total] += stats[total];
		this.#alive.delete(engine);
	}
}

/** What an engine has for life: its options, the queue's limit and callbacks apart, and the files of its models. */
function fixedAtStart(options: EngineOptions): unknown {
	const { workers, models, taskTimeoutMs, inference, imagesPerWorker, workerMemoryBytes } = options;
	const files = models.flatMap(filesIn);
	return { workers, files, taskTimeoutMs, inference, imagesPerWorker, workerMemoryBytes };
}

/** Without reading them, which for large models takes its time. A folder that is not there is for the start to refuse. */
function filesIn(folder: string): unknown[] {
	try {
		return readdirSync(folder).map((name) => {
			const { size, mtimeMs } = statSync(join(folder, name));
			return [folder, name, size, mtimeMs];
		});
	} catch {
		return [folder];
	}
}
