import {
	asksTooLongAWait,
	type Attempt,
	type AttemptFailure,
	type AttemptResult,
	type Outcome,
} from './attempt';
import type { CircuitBreaker } from './circuit-breaker';
import type { Clock } from './clock';
import type { RateLimiter } from './rate-limiter';

/** Longest first wait in milliseconds, doubled for every further attempt. */
const BASE_MS = { transient: 100, throttled: 1_000 };
const CAP_MS = 20_000;

/** Tokens, as the AWS SDK's standard retry mode has them. */
const BUDGET = { capacity: 500, cost: 5 };

/**
 * Milliseconds to wait before attempt `attempt + 1`: full jitter (a random share of a doubling,
 * capped back-off), but never less than what the server's Retry-After asks for.
 *
 * @param attempt number of the attempt that failed, from 1
 * @param random a number in [0, 1)
 * @returns undefined when another attempt is pointless: the failure is final, or the server asks
 * for too long a wait
 */
export function backoff(
	failure: AttemptFailure,
	attempt: number,
	random: number,
): number | undefined {
	if (failure.retry === 'never' || asksTooLongAWait(failure)) return undefined;
	const ceiling = Math.min(CAP_MS, BASE_MS[failure.retry] * 2 ** (attempt - 1));
	return Math.max(random * ceiling, failure.retryAfterMs ?? 0);
}

/**
 * Keeps retries from hammering a server that is down: a retry takes from the budget, an answer
 * puts back. With the budget used up, every image gets one attempt. Where all requests are
 * slowed down already, a retry takes nothing.
 */
export class RetryBudget {
	private tokens = BUDGET.capacity;

	/** @returns whether the retry may be made; if so it has been paid for */
	take(): boolean {
		if (this.tokens < BUDGET.cost) return false;
		this.tokens -= BUDGET.cost;
		return true;
	}

	/** The server did its work, at the first attempt or after a retry that is now paid back. */
	giveBack(attempts: number): void {
		const earned = attempts > 1 ? BUDGET.cost : 1;
		this.tokens = Math.min(BUDGET.capacity, this.tokens + earned);
	}
}

export interface RetrierOptions<F extends AttemptFailure> {
	clock: Clock;
	random: () => number;
	/** Aborted when nothing more is to be sent: ends waits. */
	stopped: AbortSignal;
	breaker: CircuitBreaker<F>;
	/** Where requests have a quota in common. */
	quota?: { limiter: RateLimiter; onThrottled: () => void };
	/** Called for each attempt beyond the first. */
	onRetry: () => void;
}

/** Makes attempts at one server, which share a retry budget, until they succeed or further ones are pointless. */
export class Retrier<F extends AttemptFailure> {
	private readonly budget = new RetryBudget();

	constructor(private readonly options: RetrierOptions<F>) {}

	/**
	 * @param signal ends an attempt under way
	 * @returns the last attempt's result; undefined where none ended, since the execution was stopped
	 */
	async run<T>(
		attempt: Attempt<T, F>,
		maxAttempts: number,
		signal: AbortSignal,
	): Promise<Outcome<T, F> | undefined> {
		const { breaker, clock, quota, onRetry, random, stopped } = this.options;
		let last: Outcome<T, F> | undefined;
		for (let attempts = 1; ; attempts++) {
			await quota?.limiter.acquire(stopped);
			if (stopped.aborted) return last;

			const sentAt = clock.now();
			const result = await attempt(signal);
			// What was ended from here says nothing of the server.
			if (signal.aborted) return undefined;
			breaker.record(result, clock.now());
			const isSlowedDown = this.slowDown(result, sentAt);
			last = { ...result, attempts };
			if (result.ok) {
				this.budget.giveBack(attempts);
				return last;
			}

			const wait = attempts < maxAttempts ? backoff(result.failure, attempts, random()) : undefined;
			if (wait === undefined || breaker.opened) return last;
			if (!isSlowedDown && !this.budget.take()) return last;
			onRetry();
			await clock.sleep(wait, stopped);
		}
	}

	/** @returns whether all requests go slower now, since the server throttles or is down */
	private slowDown(result: AttemptResult<unknown, F>, sentAt: number): boolean {
		const { breaker, quota } = this.options;
		if (!quota || result.ok) return false;
		const isThrottled = result.failure.retry === 'throttled';
		if (isThrottled) quota.onThrottled();
		else if (!breaker.isHalfOpen) return false;
		quota.limiter.slowDown(result.failure, sentAt);
		return true;
	}
}
