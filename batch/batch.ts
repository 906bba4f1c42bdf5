import { asksTooMuch } from './backoff';
import type { Clock } from './clock';
import type { Attempt, AttemptFailure, Outcome, Prepared, Repeat } from './failure';
import { Gate } from './gate';
import { runLanes } from './lanes';
import { Retries } from './retries';
import { Standstill } from './standstill';

export interface BatchTask<T, F extends AttemptFailure> {
	/**
	 * Gets ready what an attempt needs, such as the image's bytes, when the task's turn comes.
	 * Returns how to make one attempt, or a failure when there is nothing to attempt.
	 *
	 * @param repeat for what has to be fetched from elsewhere: by the rules of attempts, but with a
	 * budget of its own and apart from the service's quota
	 */
	prepare(signal: AbortSignal, repeat: Repeat<F>): Promise<Prepared<Attempt<T, F>, F>>;
	/** Most attempts at tagging, and at each thing that `prepare` fetches. */
	maxAttempts: number;
}

/** Why tasks are not attempted: one failed for what concerns all, or the service does nothing any more. */
export type StopReason = 'failure' | 'standstill';

export interface BatchOptions<F extends AttemptFailure> {
	lanes: number;
	clock: Clock;
	random: () => number;
	/** Resolves when it is known that requests are let in; without it, the first answer shows that. */
	letIn?: Promise<void>;
	/** Aborted when the execution is stopped. */
	signal?: AbortSignal;
	/** Stop at the first failed task, whatever its kind, and end what is under way. */
	stopOnFailure: boolean;
	/** The failure of a task that was not attempted because `cause` stopped the batch. */
	notAttempted: (cause: F, reason: StopReason) => F;
}

export interface BatchReport {
	total: number;
	done: number;
	failed: number;
	/** Attempts at tagging beyond the first of an image. */
	retried: number;
	/** The same for what images need from elsewhere. */
	fetchedAgain: number;
	throttled: number;
}

/**
 * Runs the tasks in bounded concurrency with retries and a shared throttle.
 *
 * `run` returns one outcome a task, in the tasks' order. Attempts report failures as values: what
 * they throw is a bug and rejects the batch. Tasks that did not end because the execution was
 * stopped, or because of `stopOnFailure`, have no outcome.
 */
export class Batch<T, F extends AttemptFailure> {
	readonly report: BatchReport;
	/** Attempts at what tasks fetch while they get ready, from hosts that know nothing of the quota. */
	private readonly fetching: Retries;
	private readonly sending: Retries;
	private readonly standstill = new Standstill();
	private readonly outcomes: Array<Outcome<T, F> | undefined>;
	/** Ends waits, and so all that was not sent yet. */
	private readonly noMore = new AbortController();
	/** Ends what is under way: one for each running task, since a signal warns of many listeners. */
	private readonly running = new Set<AbortController>();
	private hungUp = false;
	private open!: () => void;
	private readonly opened = new Promise<void>((resolve) => (this.open = resolve));
	private stoppedBy: { cause: F; reason: StopReason } | undefined;

	constructor(
		private readonly tasks: Array<BatchTask<T, F>>,
		private readonly options: BatchOptions<F>,
	) {
		this.outcomes = new Array(tasks.length);
		const report = { done: 0, failed: 0, retried: 0, fetchedAgain: 0, throttled: 0 };
		this.report = { total: tasks.length, ...report };
		const { clock, random } = options;
		const rules = { clock, random, noMore: this.noMore.signal };
		this.fetching = new Retries({ ...rules, onRepeat: () => this.report.fetchedAgain++ });
		const gate = new Gate(clock, () => this.report.throttled++);
		this.sending = new Retries({ ...rules, gate, onRepeat: () => this.report.retried++ });
	}

	async run(): Promise<Array<Outcome<T, F> | undefined>> {
		const { lanes, letIn, signal } = this.options;
		void letIn?.then(this.open);
		const stop = () => this.end();
		if (signal?.aborted) stop();
		signal?.addEventListener('abort', stop, { once: true });
		try {
			await runLanes(this.tasks.length, async (index) => await this.runTask(index), {
				lanes,
				opened: this.opened,
				stopped: () => this.noMore.signal.aborted,
			});
		} finally {
			// Nothing is under way here any more, unless a task threw.
			stop();
			signal?.removeEventListener('abort', stop);
		}
		if (this.stoppedBy && !this.options.stopOnFailure) this.accountForTheRest(this.stoppedBy);
		return this.outcomes;
	}

	private end(): void {
		this.noMore.abort();
		this.hungUp = true;
		for (const task of this.running) task.abort();
	}

	private accountForTheRest({ cause, reason }: { cause: F; reason: StopReason }): void {
		const failure = this.options.notAttempted(cause, reason);
		for (const index of this.tasks.keys()) {
			if (this.outcomes[index]) continue;
			this.outcomes[index] = { ok: false, failure, attempts: 0 };
			this.report.failed++;
		}
	}

	private async runTask(index: number): Promise<void> {
		const ender = new AbortController();
		this.running.add(ender);
		const outcome = await this.outcomeOf(this.tasks[index] as BatchTask<T, F>, ender.signal);
		this.running.delete(ender);
		if (this.hungUp || !outcome) return;

		this.outcomes[index] = outcome;
		if (outcome.ok) this.report.done++;
		else this.report.failed++;
		if (!outcome.ok && this.options.stopOnFailure) this.end();
	}

	private async outcomeOf(
		task: BatchTask<T, F>,
		signal: AbortSignal,
	): Promise<Outcome<T, F> | undefined> {
		const { maxAttempts } = task;
		const prepared = await task.prepare(
			signal,
			async (attempt) => await this.fetching.run(attempt, maxAttempts, signal),
		);
		if (!prepared?.ok) return prepared && { attempts: 0, ...prepared };
		const outcome = await this.sending.run(prepared.value, maxAttempts, signal);
		if (outcome && !this.hungUp) this.learnFrom(outcome);
		return outcome;
	}

	/** What the end of a task that was sent means for the others. */
	private learnFrom(outcome: Outcome<T, F>): void {
		if (outcome.ok || outcome.failure.answered) this.open();
		const isAtStandstill = this.standstill.isReachedBy(outcome, this.options.clock.now());
		if (outcome.ok) return;
		const { failure: cause } = outcome;
		// The wait that a throttle asks for holds for all requests.
		if (cause.stopsBatch || (cause.retry === 'throttled' && asksTooMuch(cause))) {
			this.stop({ cause, reason: 'failure' });
		} else if (isAtStandstill) {
			this.stop({ cause, reason: 'standstill' });
		}
	}

	private stop(stoppedBy: { cause: F; reason: StopReason }): void {
		this.stoppedBy ??= stoppedBy;
		this.noMore.abort();
	}
}
