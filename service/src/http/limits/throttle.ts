import { ApiError } from '../../contract/failures';
import { SlidingWindow, type RequestCounts } from './sliding-window';

export interface AccountLimits {
	/** Requests in flight at once. */
	concurrentRequests: number;
	/** Requests in any 60 seconds. */
	requestsPerMinute?: number | undefined;
}

/** An account, with those limits that are its own. */
export interface LimitedAccount {
	name: string;
	limits?: { [Name in keyof AccountLimits]?: AccountLimits[Name] | undefined } | undefined;
}

/** Limits of each account: requests in flight at once, and requests in a minute. */
export class Throttle {
	#limits: AccountLimits;
	readonly #inFlight = new Map<string, number>();

	/** @param limits of accounts that have none of their own */
	constructor(
		limits: AccountLimits,
		private readonly counts: RequestCounts = new SlidingWindow(),
	) {
		this.#limits = limits;
	}

	/** Changes the limits; what is in flight and was counted goes on counting. */
	limitTo(limits: AccountLimits): void {
		this.#limits = limits;
	}

	/**
	 * Takes a place for one request of the account.
	 * @returns gives the place back; call it once
	 * @throws {ApiError} 429 with the seconds after which to try again
	 */
	async enter({ name, limits }: LimitedAccount): Promise<() => void> {
		const concurrentRequests = limits?.concurrentRequests ?? this.#limits.concurrentRequests;
		const requestsPerMinute = limits?.requestsPerMinute ?? this.#limits.requestsPerMinute;
		if (this.#inFlightOf(name) >= concurrentRequests) {
			throw new ApiError(
				'throttled',
				`policy user over concurrency,limit:${concurrentRequests}`,
				1,
			);
		}
		// Taken before there is anything to wait for, so that no other request can take it too.
		this.#add(name, 1);
		const leave = () => this.#add(name, -1);
		if (requestsPerMinute === undefined) return leave;
		const wait = await this.counts.count(name, requestsPerMinute);
		if (wait === 0) return leave;
		leave();
		throw new ApiError(
			'throttled',
			`policy user over ratelimit,limit:${requestsPerMinute},time:1 minute`,
			Math.ceil(wait / 1000),
		);
	}

	#inFlightOf(name: string): number {
		return this.#inFlight.get(name) ?? 0;
	}

	#add(name: string, more: number): void {
		this.#inFlight.set(name, this.#inFlightOf(name) + more);
	}
}
