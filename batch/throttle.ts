import type { AttemptFailure } from './failure';

/** Share of the rate that is kept after a throttled answer: near the limit, and far from it. */
const GENTLE = 0.85;
const HARD = 0.5;
/** Strikes in such quick succession mean that the rate is far above the limit. */
const SUCCESSION_MS = 750;
/** Milliseconds until the rate at which the throttle struck is reached again. */
const RECOVERY_MS = 4_000;
/** How far back the rate of requests is measured. */
const WINDOW_MS = 1_000;
/** A shorter time says too little about a rate. */
const SHORTEST_WINDOW_MS = 500;
const SLOWEST_PER_SECOND = 0.2;

/**
 * One rate for all lanes. Unlimited until the service throttles; then all requests are spaced at a
 * rate that drops at once and recovers along a cubic curve, as TCP CUBIC and the AWS SDKs' adaptive
 * mode do: fast back to near the known limit, then carefully past it.
 */
export class Throttle {
	/** Requests per second at which the service throttled last. */
	private strikeRate = Infinity;
	/** Requests per second that the service named as its limit. */
	private quota = Infinity;
	private struckAt = -Infinity;
	private kept = HARD;
	private pausedUntil = -Infinity;
	private nextSlot = -Infinity;
	private readonly starts: number[] = [];

	/**
	 * Asks to start a request now.
	 *
	 * @param now milliseconds
	 * @returns 0 when it may start, else the milliseconds after which to ask again
	 */
	admit(now: number): number {
		const wait = Math.max(this.nextSlot, this.pausedUntil) - now;
		if (wait > 0) return wait;
		const rate = this.rateAt(now);
		if (rate !== undefined) this.nextSlot = now + 1000 / rate;
		this.starts.push(now);
		while ((this.starts[0] ?? now) < now - WINDOW_MS) this.starts.shift();
		return 0;
	}

	/**
	 * A request was throttled.
	 *
	 * @param sentAt when the request started: those sent before the rate last dropped say nothing new
	 */
	throttled(now: number, sentAt: number, failure: AttemptFailure): void {
		if (failure.retryAfterMs) {
			this.pausedUntil = Math.max(this.pausedUntil, now + failure.retryAfterMs);
		}
		if (failure.throttleLimit) {
			const { requests, perMs } = failure.throttleLimit;
			this.quota = Math.max(SLOWEST_PER_SECOND, (requests * 1000) / perMs);
		}
		if (sentAt < this.struckAt) return;
		this.strikeRate = this.rateAt(now) ?? this.requestRate(now);
		const farOff = this.struckAt === -Infinity || now - this.struckAt < SUCCESSION_MS;
		this.kept = farOff ? HARD : GENTLE;
		this.struckAt = now;
		this.nextSlot = now + 1000 / (this.rateAt(now) ?? SLOWEST_PER_SECOND);
	}

	/** Requests per second that may start at `now`; undefined: as many as there are lanes. */
	private rateAt(now: number): number | undefined {
		if (this.struckAt === -Infinity) return undefined;
		const sinceRecovery = (now - this.struckAt - RECOVERY_MS) / RECOVERY_MS;
		const rate = this.strikeRate * (1 + (1 - this.kept) * sinceRecovery ** 3);
		return Math.min(this.quota, Math.max(SLOWEST_PER_SECOND, rate));
	}

	private requestRate(now: number): number {
		const span = Math.max(SHORTEST_WINDOW_MS, now - (this.starts[0] ?? now));
		return (this.starts.length * 1000) / span;
	}
}
