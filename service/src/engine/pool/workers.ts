import { EngineError } from '../errors';
import { LIMITS } from '../limits';
import type { EngineOptions, ModelInfo } from '../types';
import { WorkerLost, WorkerProcess } from './worker-process';

/** What the workers need of the pool that gives them images. */
interface Employer {
	/** A worker is free, or can take one more image. */
	onFree(): void;
	/** None is left, and none can be started. */
	onNone(error: unknown): void;
	/** Whether the engine is closing, and whether it has nothing left to do. */
	state(): 'open' | 'closing' | 'finished';
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** Keeps a fixed number of worker processes alive: replaces those that are lost, and those that are worn out. */
export class Workers {
	readonly ready: Promise<void>;
	models: ModelInfo[] = [];
	/** Lost ones replaced. */
	restarts = 0;
	/** Worn ones replaced. */
	renewals = 0;
	readonly #options: EngineOptions;
	readonly #employer: Employer;
	readonly #alive = new Set<WorkerProcess>();
	/** Those that have loaded the models and take images. */
	readonly #warm = new Set<WorkerProcess>();
	#renewing = false;

	constructor(options: EngineOptions, employer: Employer) {
		this.#options = options;
		this.#employer = employer;
		const starts = Array.from({ length: options.workers }, () => this.#start());
		this.ready = Promise.all(starts).then(() => {});
	}

	get warm(): WorkerProcess[] {
		return [...this.#warm];
	}

	/** Whom to give the next image: an idle worker; or else one that can take it to go on with. */
	choose(): WorkerProcess | undefined {
		return this.warm.find(({ idle }) => idle) ?? this.warm.find(({ takesNext }) => takesNext);
	}

	/** To be called when a worker has answered. */
	answered(worker: WorkerProcess): void {
		if (this.#warm.has(worker)) {
			if (this.#isWorn(worker)) void this.#renew(worker);
		} else if (worker.idle) void worker.end();
	}

	/** Lets all end that are idle; kills those that don't. */
	async end(): Promise<void> {
		await Promise.all([...this.#alive].map((worker) => worker.end()));
	}

	/** Kills all, whatever they are doing. */
	async kill(): Promise<void> {
		const alive = [...this.#alive];
		for (const worker of alive) worker.kill();
		await Promise.all(alive.map((worker) => worker.exited));
	}

	#isWorn({ served, memory }: WorkerProcess): boolean {
		const { imagesPerWorker = Infinity, workerMemoryBytes = Infinity } = this.#options;
		return served >= imagesPerWorker || memory > workerMemoryBytes;
	}

	/** Starts one worker and sees to its end. */
	async #start(): Promise<WorkerProcess> {
		const worker = new WorkerProcess(
			() => this.#employer.onFree(),
			(words) => this.#options.onTrouble?.(`A worker process says: ${words.trim()}`),
		);
		this.#alive.add(worker);
		void worker.exited.then(() => this.#alive.delete(worker));
		try {
			const { models, inference } = this.#options;
			this.models = await worker.start(models, inference);
		} catch (error) {
			worker.kill();
			if (!(error instanceof WorkerLost)) throw error;
			throw this.#employer.state() === 'open'
				? new EngineError('modelFailed', 'A worker process ended while it loaded the models.')
				: new EngineError('closed', 'The engine is closed.');
		}
		this.#warm.add(worker);
		void worker.exited.then((how) => {
			// One that is worn out was replaced before it was let go.
			if (this.#warm.delete(worker)) void this.#replace(how);
		});
		this.#employer.onFree();
		return worker;
	}

	/** Starts a worker in place of a worn one, and lets that one go once it has done what it has. One at a time. */
	async #renew(worn: WorkerProcess): Promise<void> {
		if (this.#renewing || this.#employer.state() !== 'open') return;
		this.#renewing = true;
		try {
			const fresh = await this.#start();
			// Meanwhile the worn one may have been lost, and replaced.
			const leaving = this.#warm.has(worn) ? worn : fresh;
			this.#warm.delete(leaving);
			if (leaving === worn) this.renewals++;
			if (leaving.idle) void leaving.end();
		} catch (error) {
			if (this.#employer.state() === 'open') this.#tellOfStart(error);
		} finally {
			this.#renewing = false;
		}
	}

	/** Starts a worker in place of a lost one, again and again with growing pauses if it must. */
	async #replace(how: string): Promise<void> {
		if (this.#employer.state() === 'finished') return;
		this.restarts++;
		this.#options.onTrouble?.(`A worker process ${how}; another one is started.`);
		for (
			let wait: number = LIMITS.restartMs;
			this.#employer.state() !== 'finished';
			wait = Math.min(wait * 2, LIMITS.restartMaxMs)
		) {
			try {
				await this.#start();
				return;
			} catch (error) {
				this.#tellOfStart(error);
				if (this.#warm.size === 0) this.#employer.onNone(error);
				await pause(wait);
			}
		}
	}

	#tellOfStart(error: unknown): void {
		const why = error instanceof Error ? error.message : String(error);
		this.#options.onTrouble?.(`A worker process could not be started. ${why}`);
	}
}
