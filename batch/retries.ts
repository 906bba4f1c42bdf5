import { backoff } from './backoff';
import type { Clock } from './clock';
import type { Attempt, AttemptFailure, Outcome } from './failure';
import type { Gate } from './gate';
import { RetryBudget } from './retry-budget';

export interface RetryOptions {
	clock: Clock;
	random: () => number;
	/** Aborted when nothing more is to be sent: ends waits. */
	noMore: AbortSignal;
	/** Called for each attempt beyond the first. */
	onRepeat: () => void;
	/** What the attempts pass, where all of them ask one service. */
	gate?: Gate;
}

/** Repeats attempts of one kind, which share a budget, until they succeed or further ones are pointless. */
export class Retries {
	private readonly budget = new RetryBudget();

	constructor(private readonly options: RetryOptions) {}

	/** @returns the last attempt's result; undefined where none was made, since nothing more is to be sent */
	async run<T, F extends AttemptFailure>(
		attempt: Attempt<T, F>,
		maxAttempts: number,
		signal: AbortSignal,
	): Promise<Outcome<T, F> | undefined> {
		const { clock, random, noMore, gate, onRepeat } = this.options;
		let last: Outcome<T, F> | undefined;
		for (let attempts = 1; ; attempts++) {
			if (gate) await gate.admission(noMore);
			if (noMore.aborted) return last;

			const sentAt = clock.now();
			const result = await attempt(signal);
			const isSlowedDown = gate?.heed(result, sentAt) ?? false;
			if (result.ok) {
				this.budget.giveBack(attempts);
				return { ...result, attempts };
			}

			const { failure } = result;
			last = { ok: false, failure, attempts };
			const wait = attempts < maxAttempts ? backoff(failure, attempts, random()) : undefined;
			if (wait === undefined) return last;
			if (!isSlowedDown && !this.budget.take()) return last;
			onRepeat();
			await clock.sleep(wait, noMore);
		}
	}
}
