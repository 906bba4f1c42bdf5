import type { AttemptFailure, AttemptResult } from '../../batch/attempt';
import { Batch } from '../../batch/batch';
import { RateLimiter } from '../../batch/rate-limiter';
import type { Task } from '../../batch/task';
import { SimulatedClock } from '../support/simulated-clock';
import { thorough } from '../support/thorough';

type Answer = AttemptResult<number, AttemptFailure>;

const throttledAnswer = (extra: Partial<AttemptFailure> = {}): Answer => ({
	ok: false,
	failure: { retry: 'throttled', stopsBatch: false, answered: true, ...extra },
});

/** A seeded pseudo-random source (mulberry32), so that a failing run can be repeated. */
const seeded = (seed: number) => () => {
	seed = (seed + 0x6d2b79f5) | 0;
	let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
	t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
	return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

interface Log {
	at: number;
	throttled: boolean;
}

/** A gateway with a token bucket: `perSecond` requests, `burst` saved up, answers after `latencyMs`. */
function tokenBucketGateway(
	clock: SimulatedClock,
	{ perSecond, burst, latencyMs }: { perSecond: number; burst: number; latencyMs: number },
	refusal: () => Answer = throttledAnswer,
) {
	let tokens = burst;
	let last = 0;
	const log: Log[] = [];
	const send = async (): Promise<Answer> => {
		const now = clock.now();
		tokens = Math.min(burst, tokens + ((now - last) * perSecond) / 1000);
		last = now;
		const allowed = tokens >= 1;
		if (allowed) tokens -= 1;
		log.push({ at: now, throttled: !allowed });
		await clock.sleep(allowed ? latencyMs : latencyMs / 10);
		return allowed ? { ok: true, value: now } : refusal();
	};
	return { send, log };
}

async function runAgainst(
	send: () => Promise<Answer>,
	clock: SimulatedClock,
	{
		images,
		concurrency,
		maxAttempts = 4,
	}: { images: number; concurrency: number; maxAttempts?: number },
) {
	const task: Task<undefined, number, AttemptFailure> = {
		load: async () => ({ ok: true, value: undefined }),
		send,
		maxAttempts,
	};
	const batch = new Batch(
		Array.from({ length: images }, () => task),
		{
			concurrency,
			clock,
			random: seeded(7),
			stopOnFailure: false,
			notAttempted: (cause) => cause,
		},
	);
	const outcomes = await clock.run(batch.run());
	return { lost: outcomes.filter((outcome) => !outcome?.ok).length, report: batch.report };
}

describe('a batch against a gateway whose quota it does not know', () => {
	it.each([
		{ concurrency: 10, burst: 1 },
		{ concurrency: 10, burst: 20 },
		{ concurrency: 50, burst: 5 },
	])(
		'converges to the allowed rate with $concurrency at a time and a burst of $burst',
		async ({ concurrency, burst }) => {
			const clock = new SimulatedClock();
			const { send, log } = tokenBucketGateway(clock, { perSecond: 20, burst, latencyMs: 200 });
			const { lost } = await runAgainst(send, clock, { images: 1_200, concurrency });

			const minute = log.filter(({ at }) => at < 60_000);
			const settled = minute.filter(({ at }) => at >= 10_000);
			const goodput = minute.filter(({ throttled }) => !throttled).length / 60;
			const throttledShare = settled.filter(({ throttled }) => throttled).length / settled.length;
			expect({ lost }).toEqual({ lost: 0 });
			expect(goodput).toBeGreaterThanOrEqual(0.9 * 20);
			expect(throttledShare).toBeLessThanOrEqual(0.1);
		},
	);

	it('keeps to the quota that the gateway names', async () => {
		const clock = new SimulatedClock();
		const naming = () => throttledAnswer({ throttleLimit: { requests: 300, perMs: 60_000 } });
		const { send, log } = tokenBucketGateway(
			clock,
			{ perSecond: 5, burst: 5, latencyMs: 200 },
			naming,
		);
		const { lost } = await runAgainst(send, clock, { images: 300, concurrency: 20 });
		const late = log.filter(({ at }) => at > 10_000);
		expect(lost).toBe(0);
		// 300 images at 5 a second are a minute's work.
		expect(clock.now()).toBeLessThanOrEqual(60_000 / 0.9);
		expect(late.filter(({ throttled }) => throttled).length / late.length).toBeLessThanOrEqual(
			0.02,
		);
	});

	it.each(thorough ? [10, 50] : [10])(
		'loses nothing to a quota that comes back after ten free minutes, %i requests at a time',
		async (concurrency) => {
			const clock = new SimulatedClock();
			const comesBackAt = 10 * 60_000;
			const { send: sendThrottled } = tokenBucketGateway(clock, {
				perSecond: 5,
				burst: 5,
				latencyMs: 200,
			});
			const send = async (): Promise<Answer> => {
				if (clock.now() < 1_000 || clock.now() >= comesBackAt) return await sendThrottled();
				await clock.sleep(200);
				return { ok: true, value: 1 };
			};
			const whileFree = (comesBackAt / 200) * concurrency;
			const images = whileFree + 600;
			const { lost } = await runAgainst(send, clock, { images, concurrency });
			expect(clock.now()).toBeGreaterThan(comesBackAt);
			expect(lost).toBe(0);
		},
	);

	it('sends nothing while the gateway asks to wait', async () => {
		const clock = new SimulatedClock();
		let answers = 0;
		const sent: number[] = [];
		const send = async (): Promise<Answer> => {
			sent.push(clock.now());
			await clock.sleep(50);
			return ++answers === 20 ? throttledAnswer({ retryAfterMs: 3_000 }) : { ok: true, value: 1 };
		};
		const { lost } = await runAgainst(send, clock, { images: 60, concurrency: 5 });
		const gaps = sent.slice(1).map((at, i) => at - (sent[i] as number));
		expect(lost).toBe(0);
		expect(Math.max(...gaps)).toBeGreaterThanOrEqual(2_900);
	});

	it('stays below a limit on requests in flight', async () => {
		const clock = new SimulatedClock();
		let inFlight = 0;
		let throttled = 0;
		const send = async (): Promise<Answer> => {
			if (inFlight >= 10) {
				throttled++;
				await clock.sleep(5);
				return throttledAnswer();
			}
			inFlight++;
			await clock.sleep(200);
			inFlight--;
			return { ok: true, value: 1 };
		};
		const images = 2_000;
		const { lost } = await runAgainst(send, clock, { images, concurrency: 50 });
		const ideal = (images / 10) * 200;
		expect(lost).toBe(0);
		expect(throttled / images).toBeLessThanOrEqual(0.1);
		expect(clock.now()).toBeLessThanOrEqual(1.25 * ideal);
	});
});

const settled = async () => await new Promise((resolve) => setImmediate(resolve));

/** A clock that lets the event loop go round only when told to. */
function heldClock() {
	const waiting: Array<() => void> = [];
	return {
		now: () => 0,
		sleep: async () => await new Promise<void>(() => {}),
		yieldToEventLoop: async () => await new Promise<void>((resolve) => void waiting.push(resolve)),
		async goRound() {
			waiting.splice(0).forEach((resolve) => resolve());
			await settled();
		},
	};
}

function rig() {
	const clock = heldClock();
	const limiter = new RateLimiter(clock);
	const { signal } = new AbortController();
	const begun: string[] = [];
	return {
		...clock,
		begun,
		begin: async (name: string) => {
			await limiter.acquire(signal);
			begun.push(name);
		},
	};
}

describe('requests that begin at the same moment', () => {
	it('begin one by one, the first at once, each other after the event loop went round', async () => {
		const { begin, begun, goRound } = rig();
		const all = ['a', 'b', 'c'].map(begin);
		for (const expected of [['a'], ['a', 'b'], ['a', 'b', 'c']]) {
			await settled();
			expect(begun).toEqual(expected);
			await goRound();
		}
		await Promise.all(all);
	});

	it('wait for nobody where the last one was a while ago', async () => {
		const { begin, begun, goRound } = rig();
		await begin('a');
		await goRound();
		await begin('b');
		expect(begun).toEqual(['a', 'b']);
	});

	it('keep the order in which they asked', async () => {
		const { begin, begun, goRound } = rig();
		const names = Array.from({ length: 20 }, (_, i) => `task ${i}`);
		const all = names.map(begin);
		await settled();
		while (begun.length < names.length) await goRound();
		await Promise.all(all);
		expect(begun).toEqual(names);
	});
});
