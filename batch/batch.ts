import { asksTooMuch, backoff } from './backoff';
import type { Clock } from './clock';
import type { AttemptFailure, AttemptResult, Outcome } from './failure';
import { runLanes } from './lanes';
import { RetryBudget } from './retry-budget';
import { Throttle } from './throttle';
import { Turns } from './turns';

/** One attempt; `signal` aborts it when the execution is stopped. */
export type Attempt<T, F extends AttemptFailure> = (
	signal: AbortSignal,
) => Promise<AttemptResult<T, F>>;

export interface BatchTask<T, F extends AttemptFailure> {
	/**
	 * Gets ready what an attempt needs, such as the image's bytes, when the task's turn comes.
	 * Returns how to make one attempt, or a failure when there is nothing to attempt.
	 */
	prepare(signal: AbortSignal): Promise<AttemptResult<Attempt<T, F>, F>>;
	maxAttempts: number;
}

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
	notAttempted: (cause: F) => F;
}

export interface BatchReport {
	total: number;
	done: number;
	failed: number;
	retried: number;
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
	private readonly throttle = new Throttle();
	private readonly turns: Turns;
	private readonly budget = new RetryBudget();
	private readonly outcomes: Array<Outcome<T, F> | undefined>;
	/** Ends waits, and so all that was not sent yet. */
	private readonly noMore = new AbortController();
	/** Ends what is under way: one for each running task, since a signal warns of many listeners. */
	private readonly running = new Set<AbortController>();
	private hungUp = false;
	private open!: () => void;
	private readonly opened = new Promise<void>((resolve) => (this.open = resolve));
	private stoppedBy: F | undefined;

	constructor(
		private readonly tasks: Array<BatchTask<T, F>>,
		private readonly options: BatchOptions<F>,
	) {
		this.turns = new Turns(options.clock);
		this.outcomes = new Array(tasks.length);
		this.report = { total: tasks.length, done: 0, failed: 0, retried: 0, throttled: 0 };
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

	private accountForTheRest(cause: F): void {
		for (const index of this.tasks.keys()) {
			if (this.outcomes[index]) continue;
			this.outcomes[index] = { ok: false, failure: this.options.notAttempted(cause), attempts: 0 };
			this.report.failed++;
		}
	}

	private async runTask(index: number): Promise<void> {
		const ender = new AbortController();
		this.running.add(ender);
		const outcome = await this.outcomeOf(this.tasks[index] as BatchTask<T, F>, ender.signal);
		this.running.delete(ender);
		if (outcome === 'ended') return;

		this.outcomes[index] = outcome;
		if (outcome.ok) {
			this.report.done++;
			this.open();
			return;
		}
		this.report.failed++;
		const { failure } = outcome;
		if (this.options.stopOnFailure) this.end();
		// The wait that a throttle asks for holds for all requests.
		if (failure.stopsBatch || (failure.retry === 'throttled' && asksTooMuch(failure))) {
			this.stoppedBy ??= failure;
			this.noMore.abort();
		}
		if (failure.answered) this.open();
	}

	private async outcomeOf(
		task: BatchTask<T, F>,
		signal: AbortSignal,
	): Promise<Outcome<T, F> | 'ended'> {
		const prepared = await task.prepare(signal);
		if (this.hungUp) return 'ended';
		if (!prepared.ok) return { ...prepared, attempts: 0 };
		return await this.attempt(prepared.value, task.maxAttempts, signal);
	}

	private async attempt(
		send: Attempt<T, F>,
		maxAttempts: number,
		signal: AbortSignal,
	): Promise<Outcome<T, F> | 'ended'> {
		const { clock, random } = this.options;
		const { throttle, budget, report } = this;
		let last: Outcome<T, F> | undefined;
		for (let attempts = 1; ; attempts++) {
			await this.admission();
			if (this.noMore.signal.aborted) return (!this.hungUp && last) || 'ended';

			const sentAt = clock.now();
			const result = await send(signal);
			if (this.hungUp) return 'ended';
			if (result.ok) {
				budget.giveBack(attempts);
				return { ...result, attempts };
			}

			const { failure } = result;
			if (failure.retry === 'throttled') {
				report.throttled++;
				throttle.throttled(clock.now(), sentAt, failure);
			}

			last = { ok: false, failure, attempts };
			const wait = attempts < maxAttempts ? backoff(failure, attempts, random()) : undefined;
			if (wait === undefined) return last;
			if (failure.retry !== 'throttled' && !budget.take()) return last;
			report.retried++;
			await clock.sleep(wait, this.noMore.signal);
		}
	}

	private async admission(): Promise<void> {
		const { signal } = this.noMore;
		while (!signal.aborted) {
			const wait = this.throttle.admit(this.options.clock.now());
			if (wait === 0) return await this.turns.next();
			await this.options.clock.sleep(wait, signal);
		}
	}
}
