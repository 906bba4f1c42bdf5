/** Lets works of one name go one after the other, and those of different names beside each other. */
export class Turns {
	/** By name, how many are at work or wait, and the end of the last of them. */
	readonly #queues = new Map<string, { length: number; end: Promise<unknown> }>();

	/** @param most that may be at work or wait under one name */
	constructor(private readonly most: number) {}

	/** Names under which something is at work or waits: those of everybody who ever came would fill the memory. */
	get names(): number {
		return this.#queues.size;
	}

	/** @returns what the work does; undefined, without any, where too many wait */
	take<Result>(name: string, work: () => Promise<Result>): Promise<Result> | undefined {
		const queue = this.#queues.get(name) ?? { length: 0, end: Promise.resolve() };
		if (queue.length >= this.most) return undefined;
		this.#queues.set(name, queue);
		queue.length++;
		const done = queue.end.then(work).finally(() => {
			queue.length--;
			if (queue.length === 0) this.#queues.delete(name);
		});
		queue.end = done.catch(() => undefined);
		return done;
	}
}
