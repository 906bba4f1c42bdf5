/** Whether another attempt may succeed: not at all, soon, or when fewer requests are sent. */
export type Retry = 'never' | 'transient' | 'throttled';

/** What the batch needs to know of a failed attempt. */
export interface AttemptFailure {
	retry: Retry;
	/** The whole batch is pointless after this failure: a wrong key, an account in arrears. */
	stopsBatch: boolean;
	/** What the server asked for in Retry-After. */
	retryAfterMs?: number;
	/** The quota that the server named in its throttle text. */
	throttleLimit?: { requests: number; perMs: number };
	/** The server answered, be it with a refusal. */
	answered: boolean;
}

export type AttemptResult<T, F extends AttemptFailure> =
	| { ok: true; value: T }
	| { ok: false; failure: F };

/** The end of several attempts: the value or the last failure, and how many attempts that took. */
export type Outcome<T, F extends AttemptFailure> = AttemptResult<T, F> & { attempts: number };

/** One attempt; `signal` aborts it when the execution is stopped. */
export type Attempt<T, F extends AttemptFailure> = (
	signal: AbortSignal,
) => Promise<AttemptResult<T, F>>;

/** The longest wait that a server may ask for in Retry-After; beyond it an execution is not held up. */
export const LONGEST_WAIT_MS = 80_000;

export const asksTooLongAWait = ({ retryAfterMs = 0 }: AttemptFailure): boolean =>
	retryAfterMs > LONGEST_WAIT_MS;
