import { asksTooLongAWait, type AttemptFailure, type AttemptResult } from './attempt';

/** So many failures in a row are no chance any more, even of a server that fails half of the time. */
const FAILURES_OF_AN_OUTAGE = 20;

export interface BreakerRules {
	/** Milliseconds without any success after which a server that worked before is given up. */
	patience: number;
	/** The same for one that never worked: more likely a wrong address, which a user wants to hear of soon. */
	patienceAtFirst: number;
	/** Whether all requests share a quota, so that one throttled answer concerns them all. */
	hasOneQuota: boolean;
}

/**
 * Why nothing more is sent: a failure that concerns all requests, a wait asked for that is too long to
 * be held up for, or no success for longer than one has patience.
 */
export type OpenReason = 'failure' | 'longWait' | 'standstill';

/**
 * Watches how attempts at one server end. Closed at first; half-open while a server that worked before
 * is down, so that requests go on at a trickle; open, for the rest of the execution, when further ones
 * are pointless.
 */
export class CircuitBreaker<F extends AttemptFailure> {
	/** Set once the breaker is open: the failure that opened it, and why. */
	opened?: { cause: F; reason: OpenReason };
	private hasWorked = false;
	private failuresInARow = 0;
	private failingSince = 0;

	constructor(private readonly rules: BreakerRules) {}

	get isHalfOpen(): boolean {
		return this.hasWorked && this.isDown;
	}

	/** Records how an attempt ended, at `now` in milliseconds. */
	record(result: AttemptResult<unknown, F>, now: number): void {
		if (result.ok) this.hasWorked = true;
		else if (result.failure.stopsBatch) this.open(result.failure, 'failure');
		// A server that refuses for good what it was sent works.
		if (result.ok || result.failure.retry === 'never') {
			this.failuresInARow = 0;
			return;
		}
		const { failure } = result;
		if (this.failuresInARow++ === 0) this.failingSince = now;
		const { hasOneQuota, patience, patienceAtFirst } = this.rules;
		const concernsAll = this.isDown || (hasOneQuota && failure.retry === 'throttled');
		if (!concernsAll) return;
		const failingFor = now - this.failingSince;
		if (asksTooLongAWait(failure)) this.open(failure, 'longWait');
		else if (failingFor >= (this.hasWorked ? patience : patienceAtFirst)) {
			this.open(failure, 'standstill');
		}
	}

	private get isDown(): boolean {
		return this.failuresInARow >= FAILURES_OF_AN_OUTAGE;
	}

	private open(cause: F, reason: OpenReason): void {
		this.opened ??= { cause, reason };
	}
}
