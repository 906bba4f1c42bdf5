import type { AttemptFailure, AttemptResult } from './failure';

/** So many failures without a success between them are no chance any more, even of a service that fails half of the time. */
const FAILURES_IN_A_ROW = 20;

/**
 * Notices that a service which worked before in this execution is down. One that never worked is no outage but more
 * likely a wrong address, which a user wants to hear of soon.
 */
export class Outage {
	private hasWorked = false;
	private failures = 0;

	/** @returns whether the service is down, now that an attempt ended so */
	isShownBy(result: AttemptResult<unknown, AttemptFailure>): boolean {
		if (result.ok) this.hasWorked = true;
		const isAnswer = result.ok || result.failure.retry === 'never';
		this.failures = isAnswer ? 0 : this.failures + 1;
		return this.hasWorked && this.failures >= FAILURES_IN_A_ROW;
	}
}
