import { Batch, type BatchTask } from '../../batch/batch';
import type { AttemptFailure, AttemptResult } from '../../batch/failure';
import { SimulatedClock } from '../support/simulated-clock';

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
	{ images, lanes, maxAttempts = 4 }: { images: number; lanes: number; maxAttempts?: number },
) {
	const task: BatchTask<number, AttemptFailure> = {
		prepare: async () => ({ ok: true, value: send }),
		maxAttempts,
	};
	const batch = new Batch(
		Array.from({ length: images }, () => task),
		{
			lanes,
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
		{ lanes: 10, burst: 1 },
		{ lanes: 10, burst: 20 },
		{ lanes: 50, burst: 5 },
	])(
		'converges to the allowed rate with $lanes lanes and a burst of $burst',
		async ({ lanes, burst }) => {
			const clock = new SimulatedClock();
			const { send, log } = tokenBucketGateway(clock, { perSecond: 20, burst, latencyMs: 200 });
			const { lost } = await runAgainst(send, clock, { images: 1_200, lanes });

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
		const { lost } = await runAgainst(send, clock, { images: 300, lanes: 20 });
		const late = log.filter(({ at }) => at > 10_000);
		expect(lost).toBe(0);
		expect(late.filter(({ throttled }) => throttled).length / late.length).toBeLessThanOrEqual(
			0.02,
		);
	});

	it('sends nothing while the gateway asks to wait', async () => {
		const clock = new SimulatedClock();
		let answers = 0;
		const sent: number[] = [];
		const send = async (): Promise<Answer> => {
			sent.push(clock.now());
			await clock.sleep(50);
			return ++answers === 20 ? throttledAnswer({ retryAfterMs: 3_000 }) : { ok: true, value: 1 };
		};
		const { lost } = await runAgainst(send, clock, { images: 60, lanes: 5 });
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
		const { lost } = await runAgainst(send, clock, { images, lanes: 50 });
		const ideal = (images / 10) * 200;
		expect(lost).toBe(0);
		expect(throttled / images).toBeLessThanOrEqual(0.1);
		expect(clock.now()).toBeLessThanOrEqual(1.25 * ideal);
	});
});
