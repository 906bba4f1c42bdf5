import type { AttemptFailure, Outcome } from './failure';

/** Patience in milliseconds: a nightly run outlasts a bad half hour; what never worked is told sooner. */
const PATIENCE_MS = { worked: 31 * 60_000, neverWorked: 5 * 60_000 };
const FEWEST_TASKS = 5;

/**
 * Notices that a service does nothing any more, be it that it throttles, fails or does not answer:
 * one task after the other is given up although each was attempted as often as it may be. Any
 * result, and any refusal for good, shows that it still works.
 */
export class Standstill {
	private patience = PATIENCE_MS.neverWorked;
	private since: number | undefined;
	private tasks = 0;

	/** @returns whether the service has been at a standstill for too long, now that a task ended so */
	isReachedBy(outcome: Outcome<unknown, AttemptFailure>, now: number): boolean {
		if (outcome.ok) this.patience = PATIENCE_MS.worked;
		if (outcome.ok || outcome.failure.retry === 'never') {
			this.since = undefined;
			this.tasks = 0;
			return false;
		}
		this.since ??= now;
		this.tasks++;
		return this.tasks >= FEWEST_TASKS && now - this.since >= this.patience;
	}
}
