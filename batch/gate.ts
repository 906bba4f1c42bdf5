import type { Clock } from './clock';
import type { AttemptFailure } from './failure';
import { Throttle } from './throttle';
import { Turns } from './turns';

/** What all requests to one service pass one by one, at the rate that its quota allows. */
export class Gate {
	private readonly throttle = new Throttle();
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

	/** The request that started at `sentAt` was throttled. */
	narrow(failure: AttemptFailure, sentAt: number): void {
		this.onThrottled();
		this.throttle.throttled(this.clock.now(), sentAt, failure);
	}
}
