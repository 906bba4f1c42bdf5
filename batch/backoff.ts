import type { AttemptFailure } from './failure';

/** Longest first wait in milliseconds, doubled for every further attempt. */
const BASE_MS = { transient: 100, throttled: 1_000 };
const CAP_MS = 20_000;
/** How far beyond our own back-off a server's Retry-After is followed. */
const RETRY_AFTER_PATIENCE_MS = 60_000;

/**
 * Milliseconds to wait before attempt `attempt + 1`: full jitter (a random share of a doubling,
 * capped back-off), but never less than what the server's Retry-After asks for.
 *
 * @param attempt number of the attempt that failed, from 1
 * @param random a number in [0, 1)
 * @returns undefined when another attempt is pointless: the failure is final, or the server asks
 * for a longer wait than an execution should be held up for
 */
export function backoff(
	failure: AttemptFailure,
	attempt: number,
	random: number,
): number | undefined {
	if (failure.retry === 'never') return undefined;
	const ceiling = Math.min(CAP_MS, BASE_MS[failure.retry] * 2 ** (attempt - 1));
	const own = random * ceiling;
	const asked = failure.retryAfterMs ?? 0;
	if (asked > ceiling + RETRY_AFTER_PATIENCE_MS) return undefined;
	return Math.max(own, asked);
}
