import type { AttemptFailure } from './failure';

/** Longest first wait in milliseconds, doubled for every further attempt. */
const BASE_MS = { transient: 100, throttled: 1_000 };
const CAP_MS = 20_000;
/** The longest Retry-After that an execution is held up for. */
const LONGEST_RETRY_AFTER_MS = 80_000;

/** Whether the server asks for a longer wait than an execution should be held up for. */
export const asksTooMuch = ({ retryAfterMs = 0 }: AttemptFailure): boolean =>
	retryAfterMs > LONGEST_RETRY_AFTER_MS;

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
	if (failure.retry === 'never' || asksTooMuch(failure)) return undefined;
	const ceiling = Math.min(CAP_MS, BASE_MS[failure.retry] * 2 ** (attempt - 1));
	return Math.max(random * ceiling, failure.retryAfterMs ?? 0);
}
