import type { Clock } from './clock';
import type { AttemptFailure, AttemptResult } from './failure';
import { Outage } from './outage';
import { Throttle } from './throttle';
import { Turns } from './turns';

/** What all requests to one service pass one by one, at the rate that its quota allows. */
export class Gate {
	private readonly throttle = new Throttle();
	private readonly outage = new Outage();
	private readonly turns: Turns;

	constructor(
		private readonly clock: Clock,
		private readonly onThrottled: () => void,
	) {
		this.turns = new Turns(clock);
	}

	/** Resolves when a request may start, or soon after `signal` aborts. */
	async admission(signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			const wait = this.throttle.admit(this.clock.now());
			if (wait === 0) return await this.turns.next();
			await this.clock.sleep(wait, signal);
		}
	}

	/**
	 * Learns from how the request that started at `sentAt` ended.
	 *
	 * @returns whether all requests go slower now, since the service throttles or is down
	 */
	heed(result: AttemptResult<unknown, AttemptFailure>, sentAt: number): boolean {
		const isDown = this.outage.isShownBy(result);
		if (result.ok) return false;
		const isThrottled = result.failure.retry === 'throttled';
		if (isThrottled) this.onThrottled();
		else if (!isDown) return false;
		this.throttle.throttled(this.clock.now(), sentAt, result.failure);
		return true;
	}
}
