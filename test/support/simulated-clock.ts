import { setMaxListeners } from 'node:events';

import type { Clock } from '../../batch/clock';

interface Sleeper {
	at: number;
	order: number;
	wake: () => void;
}

/** A clock whose time passes as fast as the code under test allows: hours take milliseconds. */
export class SimulatedClock implements Clock {
	private time = 0;
	private order = 0;
	private readonly sleepers: Sleeper[] = [];

	now(): number {
		return this.time;
	}

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		if (signal?.aborted) return;
		if (signal) setMaxListeners(0, signal);
		await new Promise<void>((resolve) => {
			const wake = () => {
				signal?.removeEventListener('abort', wake);
				resolve();
			};
			this.sleepers.push({ at: this.time + Math.max(0, ms), order: this.order++, wake });
			signal?.addEventListener('abort', wake, { once: true });
		});
	}

	/** Whatever is due at this moment goes first; no time passes. */
	async yieldToEventLoop(): Promise<void> {
		await this.sleep(0);
	}

	/** Lets time pass until `work` ends; fails when everything waits for something that never comes. */
	async run<T>(work: Promise<T>): Promise<T> {
		let ended = false;
		const end = () => {
			ended = true;
		};
		work.then(end, end);
		for (;;) {
			await new Promise((resolve) => setImmediate(resolve));
			if (ended) return await work;
			this.sleepers.sort((a, b) => a.at - b.at || a.order - b.order);
			const sleeper = this.sleepers.shift();
			if (!sleeper) throw new Error('Nothing will ever happen again: the work hangs');
			this.time = Math.max(this.time, sleeper.at);
			sleeper.wake();
		}
	}
}
