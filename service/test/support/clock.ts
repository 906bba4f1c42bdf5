import { jest } from '@jest/globals';

interface Timer {
	at: number;
	run: () => void;
}

export interface Clock {
	/** Lets so much time pass: what is due by then runs, and what follows from it. */
	pass(ms: number): Promise<void>;
}

/** What promises do that are settled already. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Stops the time for `Date.now` and `setTimeout`, until `jest.restoreAllMocks`: tests of hours take no time. */
export function stopClock(): Clock {
	let now = Date.now();
	const timers = new Set<Timer>();
	jest.spyOn(Date, 'now').mockImplementation(() => now);
	jest.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, ms = 0) => {
		const timer: Timer & { unref(): Timer } = { at: now + ms, run, unref: () => timer };
		timers.add(timer);
		return timer;
	}) as never);
	jest
		.spyOn(globalThis, 'clearTimeout')
		.mockImplementation((timer) => void timers.delete(timer as unknown as Timer));
	const next = (end: number) =>
		[...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
	return {
		async pass(ms) {
			const end = now + ms;
			await settled();
			for (let timer = next(end); timer; timer = next(end)) {
				timers.delete(timer);
				now = timer.at;
				timer.run();
				await settled();
			}
			now = end;
		},
	};
}
