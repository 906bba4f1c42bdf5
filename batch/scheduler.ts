/**
 * Runs tasks 0 … count-1, started in order, at most `concurrency` at a time. Resolves when all
 * started tasks have ended.
 *
 * @param isStopped nothing new starts once this is true
 */
export async function schedule(
	count: number,
	concurrency: number,
	task: (index: number) => Promise<void>,
	isStopped: () => boolean,
): Promise<void> {
	let next = 0;
	const worker = async (): Promise<void> => {
		while (next < count && !isStopped()) await task(next++);
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, count) }, worker));
}

/**
 * Lets work through one by one until it is known that the service accepts our requests: a wrong key
 * costs one request and not `concurrency`, and is not locked.
 */
export class VerifyFirst {
	private confirm!: () => void;
	private readonly confirmed = new Promise<void>((resolve) => (this.confirm = resolve));
	private previous: Promise<unknown> = Promise.resolve();

	/** @param accepted resolves where it is known from elsewhere, such as an earlier run */
	constructor(accepted?: Promise<void>) {
		void accepted?.then(this.confirm);
	}

	/** From now on nobody waits for anybody. */
	accept(): void {
		this.confirm();
	}

	async run<T>(work: () => Promise<T>): Promise<T> {
		const current = this.previous.then(work);
		const ended = current.catch(() => undefined);
		this.previous = Promise.race([ended, this.confirmed]);
		return await current;
	}
}

/** Does work that aborting one of `running` ends. */
export async function abortable<R>(
	running: Set<AbortController>,
	work: (signal: AbortSignal) => Promise<R>,
): Promise<R> {
	const controller = new AbortController();
	running.add(controller);
	try {
		return await work(controller.signal);
	} finally {
		running.delete(controller);
	}
}
