import type { FastifyBaseLogger } from 'fastify';
import type { Engine } from '../engine';

/** Between two looks at the queue. */
const lookMs = 250;
/** A full queue has room for moments, whenever an image leaves it. With room for as long as this, it is not full. */
const roomMs = 2_000;

/** Tells a queue that stays full, and refuses most of what comes, from one that is full now and then. */
export class Saturation {
	#since = -Infinity;
	#last = -Infinity;

	/** @param afterMs time for which the queue has to be full */
	constructor(private afterMs: number) {}

	/** For looks from now on. */
	limitTo(afterMs: number): void {
		this.afterMs = afterMs;
	}

	/** @returns whether the queue has been full for long */
	look(full: boolean, now: number): boolean {
		const hadRoom = now - this.#last > roomMs;
		if (full) {
			if (hadRoom) this.#since = now;
			this.#last = now;
		} else if (hadRoom) return false;
		return now - this.#since >= this.afterMs;
	}
}

/** Looks at the engine's queue from time to time. */
export class SaturationWatch {
	readonly #saturation: Saturation;
	#isSaturated = false;

	constructor(engine: Engine, log: FastifyBaseLogger, seconds: number) {
		this.#saturation = new Saturation(seconds * 1000);
		setInterval(() => {
			const saturated = this.#saturation.look(engine.stats().full, performance.now());
			if (saturated === this.#isSaturated) return;
			this.#isSaturated = saturated;
			if (saturated) log.warn('the queue has been full for long: not ready');
			else log.info('the queue has room again: ready');
		}, lookMs).unref();
	}

	/** What was seen stays. */
	limitTo(seconds: number): void {
		this.#saturation.limitTo(seconds * 1000);
	}

	/** Whether the queue had been full for long at the last look. */
	get isSaturated(): boolean {
		return this.#isSaturated;
	}
}
