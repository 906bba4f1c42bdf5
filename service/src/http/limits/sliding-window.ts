/** The span over which requests are counted. */
export const windowMs = 60_000;

/** Requests of accounts in the last minute, wherever they are counted. */
export interface RequestCounts {
	/**
	 * Counts a request, unless the account had `limit` of them in the last minute already.
	 * @returns 0 when it is counted; or else the milliseconds until one would be
	 */
	count(account: string, limit: number): number | Promise<number>;
}

/**
 * Counts in this process. The times of the last requests are kept, as many as the limit: no minute, wherever it begins,
 * then has more of them. Windows that are fixed, as those of rate-limiter-flexible are, would let twice as many through
 * around a border; and two of them weighed against each other are only right for requests that come evenly.
 */
export class SlidingWindow implements RequestCounts {
	readonly #times = new Map<string, number[]>();

	/** @param now a clock that never goes back, in milliseconds */
	constructor(private readonly now: () => number = () => performance.now()) {}

	count(account: string, limit: number): number {
		const now = this.now();
		const times = this.#times.get(account) ?? [];
		const earliest = times.at(-limit) ?? -Infinity;
		const wait = earliest + windowMs - now;
		if (wait > 0) return wait;
		times.push(now);
		// Shortened now and then, since each time moves what is left.
		if (times.length >= 2 * limit) times.splice(0, times.length - limit);
		this.#times.set(account, times);
		return 0;
	}
}
