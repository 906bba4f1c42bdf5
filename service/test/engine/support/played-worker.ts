import type { ModelInfo, TaggedImage } from '../../../src/engine';

/**
 * Stands in for a worker process in tests of what gives it images: what it is asked stays open until the test answers.
 */

/** As the process's own. */
export class WorkerLost extends Error {
	constructor(readonly atWork: boolean) {
		super('The worker process ended.');
	}
}

/** All that were started, in order. */
export const workers: WorkerProcess[] = [];

interface Asked<Answer> {
	resolve(answer: Answer): void;
	reject(error: unknown): void;
}

interface Task extends Asked<TaggedImage> {
	image: string;
	timeoutMs: number;
	onTurn: (() => void) | undefined;
}

export const MODEL = { name: 'played', version: '1' } as ModelInfo;

export class WorkerProcess {
	served = 0;
	memory = 0;
	/** What it was told, and what was done to it. */
	loaded: unknown[] = [];
	killed = false;
	ended = false;
	readonly exited: Promise<string>;
	#tasks: Task[] = [];
	#asks = false;
	#loading: Asked<ModelInfo[]> | undefined;
	#exit: (how: string) => void = () => {};

	constructor(
		readonly onNext: () => void,
		readonly says: (words: string) => void,
	) {
		workers.push(this);
		this.exited = new Promise((resolve) => (this.#exit = resolve));
		void this.exited.then(() => {
			this.#loading?.reject(new WorkerLost(true));
			const lost = [...this.#tasks.splice(0).entries()].reverse();
			for (const [place, { reject }] of lost) reject(new WorkerLost(place === 0));
		});
	}

	/** The images that it has, the one at work first. */
	get has(): string[] {
		return this.#tasks.map(({ image }) => image);
	}

	get idle(): boolean {
		return this.#tasks.length === 0;
	}

	get atHand(): number {
		return Math.max(0, this.#tasks.length - 1);
	}

	get takesNext(): boolean {
		return this.#asks && this.#tasks.length === 1;
	}

	get timeouts(): number[] {
		return this.#tasks.map(({ timeoutMs }) => timeoutMs);
	}

	start(...told: unknown[]): Promise<ModelInfo[]> {
		this.loaded = told;
		return new Promise((resolve, reject) => (this.#loading = { resolve, reject }));
	}

	warm(): void {
		this.#loading?.resolve([MODEL]);
	}

	refuse(error: unknown): void {
		this.#loading?.reject(error);
	}

	tag(image: Buffer, timeoutMs: number, onTurn?: () => void): Promise<TaggedImage> {
		return new Promise((resolve, reject) => {
			this.#tasks.push({ image: image.toString(), timeoutMs, onTurn, resolve, reject });
			if (this.#tasks.length === 1) onTurn?.();
		});
	}

	/** Answers for the image at work, with its text for a format, or with an error. */
	answer(error?: unknown): void {
		const { image, resolve, reject } = this.#tasks.shift()!;
		this.served++;
		this.#asks = false;
		if (error) reject(error);
		else resolve({ format: image } as unknown as TaggedImage);
		this.#tasks[0]?.onTurn?.();
	}

	/** Says that it may be given another image. */
	asksForNext(): void {
		this.#asks = true;
		this.onNext();
	}

	lose(how = 'was ended by SIGSEGV'): void {
		this.#exit(how);
	}

	kill(): void {
		this.killed = true;
		this.lose('was ended by SIGKILL');
	}

	async end(): Promise<void> {
		this.ended = true;
		this.lose('ended with exit code 0');
	}
}
