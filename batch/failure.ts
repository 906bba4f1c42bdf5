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

/** A task's end: its value or its last failure, and how many attempts that took. */
export type Outcome<T, F extends AttemptFailure> = AttemptResult<T, F> & { attempts: number };
