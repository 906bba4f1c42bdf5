import { LONGEST_WAIT_MS, type AttemptFailure } from './attempt';
import type { Clock } from './clock';

/** Share of the rate that is kept after a throttled answer: near the limit, and far from it. */
const GENTLE = 0.85;
const HARD = 0.5;
/** Throttled answers in such quick succession mean that the rate is far above the limit. */
const SUCCESSION_MS = 750;
/** Milliseconds until the rate at which requests were throttled is reached again. */
const RECOVERY_MS = 4_000;
/** Where so many times more was allowed than was sent, the limit may have been far below for long. */
const UNUSED_HEADROOM = 1.5;
/** How far back the rate of requests is measured. */
const WINDOW_MS = 1_000;
/** A shorter time says too little about a rate. */
const SHORTEST_WINDOW_MS = 500;
/** The rate never projects beyond what was tried: at most this times the measured one. */
const FASTEST_GROWTH = 2;
const SLOWEST_PER_SECOND = 0.2;

/**
 * One rate for all requests to a service. Unlimited until the service throttles; then requests are
 * spaced at a rate that drops at once and recovers along a cubic curve, as in TCP CUBIC and the AWS
 * SDKs' adaptive retry mode, with the clamps of the latter: fast back to near the known limit, then
 * carefully past it, never far beyond the rate that was measured.
 */
export class RateLimiter {
	/** Requests per second when the service throttled last. */
	private throttledRate = Infinity;
	/** Requests per second that the service named as its limit. */
	private quota = Infinity;
	private throttledAt = -Infinity;
	private kept = HARD;
	private pausedUntil = -Infinity;
	private nextSlot = -Infinity;
	private readonly starts: number[] = [];
	private measuredRate = 0;
	private previousTurn: Promise<void> = Promise.resolve();

	constructor(private readonly clock: Clock) {}

	/** Resolves when a request may start, or soon after `signal` aborts. */
	async acquire(signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			const wait = this.takeSlot(this.clock.now());
			if (wait === 0) return await this.turn();
			await this.clock.sleep(wait, signal);
		}
	}

	/**
	 * A request was throttled, or failed while the service is down.
	 *
	 * @param sentAt when the request started: those sent before the rate last dropped say nothing new
	 */
	slowDown({ retryAfterMs = 0, throttleLimit }: AttemptFailure, sentAt: number): void {
		const now = this.clock.now();
		const pause = Math.min(retryAfterMs, LONGEST_WAIT_MS);
		this.pausedUntil = Math.max(this.pausedUntil, now + pause);
		if (throttleLimit) {
			const { requests, perMs } = throttleLimit;
			this.quota = Math.max(SLOWEST_PER_SECOND, (requests * 1000) / perMs);
		}
		if (sentAt < this.throttledAt) return;
		const allowedRate = this.rateAt(now);
		const isFarOff =
			allowedRate > UNUSED_HEADROOM * this.measuredRate || now - this.throttledAt < SUCCESSION_MS;
		this.kept = isFarOff ? HARD : GENTLE;
		this.throttledRate = Math.min(this.measuredRate, allowedRate);
		this.throttledAt = now;
		this.nextSlot = now + 1000 / this.rateAt(now);
	}

	/** @returns 0 where the request may start now, else the milliseconds after which to ask again */
	private takeSlot(now: number): number {
		const wait = Math.max(this.nextSlot, this.pausedUntil) - now;
		if (wait > 0) return wait;
		this.starts.push(now);
		while ((this.starts[0] ?? now) < now - WINDOW_MS) this.starts.shift();
		const span = Math.max(SHORTEST_WINDOW_MS, now - (this.starts[0] ?? now));
		this.measuredRate = (this.starts.length * 1000) / span;
		this.nextSlot = now + 1000 / this.rateAt(now);
		return 0;
	}

	private get isLimiting(): boolean {
		return this.throttledAt > -Infinity;
	}

	/** Requests per second that may start at `now`; Infinity before the first throttled answer. */
	private rateAt(now: number): number {
		if (!this.isLimiting) return Infinity;
		const sinceRecovery = (now - this.throttledAt - RECOVERY_MS) / RECOVERY_MS;
		const projected = this.throttledRate * (1 + (1 - this.kept) * sinceRecovery ** 3);
		const ceiling = Math.min(this.quota, FASTEST_GROWTH * this.measuredRate);
		return Math.max(SLOWEST_PER_SECOND, Math.min(projected, ceiling));
	}

	/**
	 * One at a time, and whatever else waits in the event loop in between. Requests that begin at the
	 * same moment would otherwise be interleaved step by step: the first would be sent when the last
	 * is ready, their answers would come back together, and so again in every round.
	 */
	private async turn(): Promise<void> {
		const mine = this.previousTurn;
		this.previousTurn = mine.then(async () => await this.clock.yieldToEventLoop());
		await mine;
	}
}
