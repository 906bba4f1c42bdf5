import type { Attempt, AttemptFailure, Outcome } from './attempt';
import { CircuitBreaker, type BreakerRules, type OpenReason } from './circuit-breaker';
import type { Clock } from './clock';
import { RateLimiter } from './rate-limiter';
import { Retrier, type RetrierOptions } from './retry';
import { abortable, schedule, VerifyFirst } from './scheduler';
import type { LoadResult, Task } from './task';

const MINUTE_MS = 60_000;
/** A nightly run outlasts a service's bad half hour. */
const SERVICE = { patience: 31 * MINUTE_MS, patienceAtFirst: 5 * MINUTE_MS, hasOneQuota: true };
/** While one host is waited for, images of others may have to wait. */
const HOST = { patience: 5 * MINUTE_MS, patienceAtFirst: MINUTE_MS, hasOneQuota: false };

/** Why a task was not attempted: what opened the service's circuit breaker, or that its host's is open. */
export type NotAttemptedReason = OpenReason | 'host';

export interface BatchOptions<F extends AttemptFailure> {
	concurrency: number;
	clock: Clock;
	/** Numbers in [0, 1), for the jitter. */
	random: () => number;
	/** Resolves when it is known that the service accepts our requests; without it, the first answer shows that. */
	accepted?: Promise<void>;
	/** Aborted when the execution is stopped. */
	signal?: AbortSignal;
	/** Stop at the first failed task, whatever its kind, and end what is under way. */
	stopOnFailure: boolean;
	/** The failure of a task that was not attempted because of `cause`. */
	notAttempted: (cause: F, reason: NotAttemptedReason) => F;
}

export interface BatchReport {
	total: number;
	done: number;
	failed: number;
	/** Attempts at sending beyond the first of a task. */
	retried: number;
	/** The same for downloads. */
	fetchedAgain: number;
	throttled: number;
}

interface Server<F extends AttemptFailure> {
	breaker: CircuitBreaker<F>;
	retrier: Retrier<F>;
}

/**
 * Runs tasks in bounded concurrency with retries, under a rate limit in common.
 *
 * `run` returns one outcome a task, in the tasks' order. Attempts report failures as values: what
 * they throw is a bug and rejects the batch. Tasks that did not end because the execution was
 * stopped, or because of `stopOnFailure`, have no outcome.
 */
export class Batch<L, T, F extends AttemptFailure> {
	readonly report: BatchReport;
	private readonly service: Server<F>;
	private readonly hosts = new Map<string, Server<F>>();
	private readonly verifyFirst: VerifyFirst;
	private readonly outcomes: Array<Outcome<T, F> | undefined>;
	/** Ends waits, and so all that was not sent yet. */
	private readonly stopped = new AbortController();
	/** What is under way: one controller for each task, since a signal warns of many listeners. */
	private readonly loading = new Set<AbortController>();
	private readonly sending = new Set<AbortController>();
	private isEnded = false;

	constructor(
		private readonly tasks: Array<Task<L, T, F>>,
		private readonly options: BatchOptions<F>,
	) {
		this.outcomes = new Array(tasks.length);
		const report = { done: 0, failed: 0, retried: 0, fetchedAgain: 0, throttled: 0 };
		this.report = { total: tasks.length, ...report };
		this.verifyFirst = new VerifyFirst(options.accepted);
		this.service = this.server(SERVICE, {
			quota: {
				limiter: new RateLimiter(options.clock),
				onThrottled: () => this.report.throttled++,
			},
			onRetry: () => this.report.retried++,
		});
	}

	async run(): Promise<Array<Outcome<T, F> | undefined>> {
		const { concurrency, signal } = this.options;
		const end = () => this.end();
		if (signal?.aborted) end();
		signal?.addEventListener('abort', end);
		try {
			await schedule(
				this.tasks.length,
				concurrency,
				async (index) => await this.runTask(index),
				() => this.stopped.signal.aborted,
			);
		} finally {
			// Nothing is under way here any more, unless a task threw.
			end();
			signal?.removeEventListener('abort', end);
		}
		this.accountForTheRest();
		return this.outcomes;
	}

	/** Nothing more is sent. Requests under way, which may be billed, are waited for, loading is not. */
	private stop(): void {
		this.stopped.abort();
		for (const task of this.loading) task.abort();
	}

	private end(): void {
		this.stop();
		this.isEnded = true;
		for (const task of this.sending) task.abort();
	}

	private async runTask(index: number): Promise<void> {
		const outcome = await this.outcomeOf(this.tasks[index] as Task<L, T, F>);
		if (this.isEnded || !outcome) return;

		this.outcomes[index] = outcome;
		if (outcome.ok) this.report.done++;
		else this.report.failed++;
		if (!outcome.ok && this.options.stopOnFailure) this.end();
	}

	private async outcomeOf(task: Task<L, T, F>): Promise<Outcome<T, F> | undefined> {
		const loaded = await abortable(this.loading, async (signal) => {
			const result = await this.load(task, signal);
			// What failed without an attempt may have failed since it was ended.
			return signal.aborted && !result?.attempts ? undefined : result;
		});
		if (!loaded?.ok) return loaded && { attempts: 0, ...loaded };
		return await this.verifyFirst.run(
			async () =>
				await abortable(
					this.sending,
					async (signal) => await this.send(task, loaded.value, signal),
				),
		);
	}

	private async load(task: Task<L, T, F>, signal: AbortSignal): Promise<LoadResult<L, F>> {
		return await task.load(signal, async (host, attempt) => {
			const { breaker, retrier } = this.host(host);
			if (!breaker.opened) return await retrier.run(attempt, task.maxAttempts, signal);
			const failure = this.options.notAttempted(breaker.opened.cause, 'host');
			return { ok: false, failure, attempts: 0 };
		});
	}

	private async send(
		task: Task<L, T, F>,
		loaded: L,
		signal: AbortSignal,
	): Promise<Outcome<T, F> | undefined> {
		const { breaker, retrier } = this.service;
		const attempt: Attempt<T, F> = async (ending) => await task.send(loaded, ending);
		const outcome = await retrier.run(attempt, task.maxAttempts, signal);
		if (outcome && (outcome.ok || outcome.failure.answered)) this.verifyFirst.accept();
		if (breaker.opened) this.stop();
		return outcome;
	}

	private host(name: string): Server<F> {
		let host = this.hosts.get(name);
		if (!host) {
			const onRetry = () => this.report.fetchedAgain++;
			host = this.server(HOST, { onRetry });
			this.hosts.set(name, host);
		}
		return host;
	}

	private server(
		rules: BreakerRules,
		more: Pick<RetrierOptions<F>, 'quota' | 'onRetry'>,
	): Server<F> {
		const { clock, random } = this.options;
		const breaker = new CircuitBreaker<F>(rules);
		const stopped = this.stopped.signal;
		return { breaker, retrier: new Retrier({ clock, random, stopped, breaker, ...more }) };
	}

	/** Tasks that were not attempted, since the service's circuit breaker opened, fail for that reason. */
	private accountForTheRest(): void {
		const { opened } = this.service.breaker;
		if (!opened || this.options.stopOnFailure) return;
		const failure = this.options.notAttempted(opened.cause, opened.reason);
		for (const index of this.tasks.keys()) {
			if (this.outcomes[index]) continue;
			this.outcomes[index] = { ok: false, failure, attempts: 0 };
			this.report.failed++;
		}
	}
}
