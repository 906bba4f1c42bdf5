import type { Clock } from '../../batch/clock';
import { RateLimiter } from '../../batch/rate-limiter';

const START = 10_000;
const { signal } = new AbortController();

/** A limiter whose requests start and are throttled at given milliseconds. */
function rig() {
	let time = START;
	const clock: Clock = {
		now: () => time,
		async sleep(ms) {
			time += ms;
		},
		async yieldToEventLoop() {},
	};
	const limiter = new RateLimiter(clock);
	return {
		/** @returns when a request starts that wants to start at `ms` */
		async start(ms: number): Promise<number> {
			time = START + ms;
			await limiter.acquire(signal);
			return time - START;
		},
		throttle(ms: number, sentAt = ms) {
			time = START + ms;
			limiter.slowDown({ retry: 'throttled', stopsBatch: false, answered: true }, START + sentAt);
		},
	};
}

/** A limiter after requests at these milliseconds, the last of them throttled at once. */
async function throttledAfter(starts: number[]) {
	const limiter = rig();
	for (const ms of starts) await limiter.start(ms);
	limiter.throttle(starts.at(-1) ?? 0);
	return limiter;
}

describe('after the first throttled answer, requests start at half of the rate', () => {
	it.each([
		['of the last second, its first moment included', [0, 500, 1_000], 3],
		['of the last second alone', [0, 499, 1_000, 1_500], 4],
		['since the first request, where that is less than a second ago', [0, 600], 2 / 0.6],
		['of half a second, where there was less time to measure', [0, 100], 4],
		['of one request in half a second, where there was no other', [0], 2],
	])('%s', async (_, starts, perSecond) => {
		const now = starts.at(-1) as number;
		const { start } = await throttledAfter(starts);
		expect(await start(now)).toBeCloseTo(now + 1_000 / (perSecond / 2));
	});
});

describe('a further throttled answer', () => {
	/** Requests each half second, the third throttled: half of three a second is left. */
	const begin = async () => await throttledAfter([0, 500, 1_000]);
	const LEFT = 1.5;

	it.each([
		['before the rate dropped says nothing new', 999, LEFT],
		['at the moment at which it dropped halves it again', 1_000, LEFT / 2],
	])('to a request sent %s', async (_, sentAt, perSecond) => {
		const { start, throttle } = await begin();
		throttle(1_000, sentAt);
		expect(await start(1_000)).toBeCloseTo(1_000 + 1_000 / perSecond);
	});

	it.each([
		['soon after the first halves the rate', 749, 0.5],
		['later lowers it gently', 750, 0.85],
	])('%s', async (_, later, share) => {
		const { start, throttle } = await begin();
		await start(1_000);
		const now = 1_000 + later;
		throttle(now);
		// The cubic curve back to the three a second at which requests were throttled.
		const allowed = 3 * (1 + 0.5 * ((later - 4_000) / 4_000) ** 3);
		expect(await start(now)).toBeCloseTo(now + 1_000 / (share * allowed));
	});
});
