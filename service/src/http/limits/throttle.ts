import { ApiError } from '../../contract/failures';

interface Usage {
	inFlight: number;
	/** Start of the current minute of counting, in milliseconds since the epoch. */
	windowStart: number;
	inWindow: number;
}

const minuteMs = 60_000;

/** Limits of each account: requests in flight at once, and requests in a minute. */
export class Throttle {
	private readonly usage = new Map<string, Usage>();

	constructor(
		private concurrent: number,
		private perMinute: number | undefined,
		private readonly now: () => number = Date.now,
	) {}

	/** From now on; what was counted stays. */
	limitTo(concurrent: number, perMinute: number | undefined): void {
		this.concurrent = concurrent;
		this.perMinute = perMinute;
	}

	/**
	 * Takes a place for one request of the account.
	 * @returns gives the place back; call it once
	 * @throws {ApiError} 429 with the seconds after which to try again
	 */
	enter(account: string): () => void {
		const usage = this.current(account);
		if (this.perMinute !== undefined && usage.inWindow >= this.perMinute) {
			const wait = usage.windowStart + minuteMs - this.now();
			throw new ApiError(
				'throttled',
				`policy user over ratelimit,limit:${this.perMinute},time:1 minute`,
				Math.max(1, Math.ceil(wait / 1000)),
			);
		}
		if (usage.inFlight >= this.concurrent) {
			throw new ApiError('throttled', `policy user over concurrency,limit:${this.concurrent}`, 1);
		}
		usage.inFlight++;
		usage.inWindow++;
		return () => {
			usage.inFlight--;
		};
	}

	private current(account: string): Usage {
		const now = this.now();
		const usage = this.usage.get(account) ?? { inFlight: 0, windowStart: now, inWindow: 0 };
		if (now - usage.windowStart >= minuteMs) {
			usage.windowStart = now;
			usage.inWindow = 0;
		}
		this.usage.set(account, usage);
		return usage;
	}
}
