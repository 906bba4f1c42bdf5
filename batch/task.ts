import type { Attempt, AttemptFailure, AttemptResult, Outcome } from './attempt';

/**
 * Downloads from a host, by the rules of retries, but with a budget and a circuit breaker of the host's
 * own and apart from the service's quota. Undefined when the execution was stopped meanwhile.
 */
export type Download<F extends AttemptFailure> = <T>(
	host: string,
	attempt: Attempt<T, F>,
) => Promise<Outcome<T, F> | undefined>;

/** What came of loading, with the attempts where it took any; undefined as of `Download`. */
export type LoadResult<L, F extends AttemptFailure> =
	| (AttemptResult<L, F> & { attempts?: number })
	| undefined;

export interface Task<L, T, F extends AttemptFailure> {
	/** Loads what is to be sent, such as the image's bytes, when the task's turn comes. */
	load(signal: AbortSignal, download: Download<F>): Promise<LoadResult<L, F>>;
	/** One attempt at sending it to the service. */
	send(loaded: L, signal: AbortSignal): Promise<AttemptResult<T, F>>;
	/** Most attempts at sending, and at each download. */
	maxAttempts: number;
}
