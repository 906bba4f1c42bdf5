import { CircuitBreaker } from '../../batch/circuit-breaker';
import { failed, plain, rig, type Failure, type Result, type Script } from './support/scripted';

const MINUTE = 60_000;
const never = <T>(count: number, result: (_: unknown, index: number) => T): T[] =>
	Array.from({ length: count }, result);
const throttledForEver = (count: number, attempts = 4): Script[] =>
	never(count, () => ({ results: never(attempts, () => failed('throttled')) }));

describe('a service that does nothing any more', () => {
	it.each([
		['throttles without a word of when', 10, failed('throttled')],
		['asks to wait a minute, again and again', 10, failed('throttled', { retryAfterMs: MINUTE })],
		['does not answer in time', 30_000, failed('transient', { answered: false })],
		['fails after a long time', 20_000, failed('transient')],
	])('and %s is given up within minutes', async (_name, latency, result) => {
		const scripts = never(
			10_000,
			(): Script => ({ latency, results: never<Result>(4, () => result) }),
		);
		const { run, clock, sent, batch } = rig(scripts);
		const outcomes = await run();
		expect(clock.now()).toBeGreaterThan(5 * MINUTE);
		expect(clock.now()).toBeLessThan(12 * MINUTE);
		expect(sent.length).toBeLessThan(200);
		expect(outcomes.at(-1)).toMatchObject({ ok: false, attempts: 0, failure: { cause: {} } });
		expect(batch.report).toMatchObject({ done: 0, failed: 10_000 });
	});

	it('says so as the reason, which is another than a failure that concerns all', async () => {
		const reasons = new Set<string>();
		const notAttempted = <F>(cause: F, reason: string) => {
			reasons.add(reason);
			return cause;
		};
		await rig(throttledForEver(500), { notAttempted }).run();
		expect([...reasons]).toEqual(['standstill']);
		const wrongKey = failed('never', { stopsBatch: true });
		await rig([{ results: [wrongKey] }, {}], { notAttempted }).run();
		expect([...reasons]).toEqual(['standstill', 'failure']);
	});

	it('has been waited for as often as Max Attempts allows', async () => {
		const { run, attemptsOf, clock } = rig(throttledForEver(500, 10), {}, 10);
		const outcomes = await run();
		expect(attemptsOf(0)).toBe(10);
		expect(outcomes[0]).toMatchObject({ ok: false, attempts: 10 });
		expect(clock.now()).toBeLessThan(20 * MINUTE);
	});

	it('is not one that comes back after four minutes', async () => {
		const resultAt = (ms: number): Result =>
			ms < 4 * MINUTE ? failed('throttled') : { ok: true, value: 'tagged' };
		const { run, batch } = rig(never(600, () => ({ resultAt })));
		await run();
		expect(batch.report.done).toBeGreaterThan(500);
		expect(batch.report.done + batch.report.failed).toBe(600);
	});
});

describe('a service that works is not given up', () => {
	it('because of one image that it fails at for a long time', async () => {
		const scripts: Script[] = plain(100);
		for (const index of [3, 4, 5]) {
			scripts[index] = { latency: 30_000, results: never(10, () => failed('transient')) };
		}
		const { run, batch, clock } = rig(scripts, { concurrency: 1 }, 10);
		await run();
		expect(clock.now()).toBeGreaterThan(15 * MINUTE);
		expect(batch.report).toMatchObject({ done: 97, failed: 3 });
	});

	it('because it lets one request through each minute', async () => {
		let freeAt = 0;
		const resultAt = (ms: number): Result => {
			if (ms < freeAt) return failed('throttled');
			freeAt = ms + MINUTE;
			return { ok: true, value: 'tagged' };
		};
		const { run, batch, clock } = rig(never(60, () => ({ resultAt })));
		const outcomes = await run();
		expect(clock.now()).toBeGreaterThan(10 * MINUTE);
		expect(batch.report.done).toBeGreaterThan(10);
		expect(outcomes.every((outcome) => outcome?.attempts !== 0)).toBe(true);
	});

	it('because it refuses images for good for ten minutes', async () => {
		const scripts = never(100, (): Script => ({ latency: 30_000, results: [failed('never')] }));
		const { run, batch, sent } = rig(scripts);
		await run();
		expect(sent).toHaveLength(100);
		expect(batch.report.failed).toBe(100);
	});

	it('because images can not be fetched for ten minutes', async () => {
		const dead = never(
			80,
			(_, index): Script => ({
				host: `${index}.example`,
				latency: 30_000,
				fetches: never(4, () => failed('transient', { answered: false })),
			}),
		);
		const { run, batch, clock } = rig([...dead, ...plain(20)]);
		await run();
		expect(clock.now()).toBeGreaterThan(10 * MINUTE);
		expect(batch.report).toMatchObject({ done: 20, failed: 80 });
	});
});

const IMAGES = 4_000;
const STARTS_AT = 10_000;

/** A batch of more than a minute, and a service that does `meanwhile` after the first ten seconds. */
const during = (minutes: number, meanwhile: Result, maxAttempts?: number) => {
	const resultAt = (ms: number): Result =>
		ms >= STARTS_AT && ms < STARTS_AT + minutes * MINUTE
			? meanwhile
			: { ok: true, value: 'tagged' };
	const scripts = Array.from({ length: IMAGES }, (): Script => ({ latency: 200, resultAt }));
	return rig(scripts, { concurrency: 10 }, maxAttempts);
};

describe('a service that is down for a while', () => {
	it.each([
		['answers with 503', failed('transient')],
		['refuses connections', failed('transient', { answered: false })],
		['throttles everything', failed('throttled')],
	])('and %s: after half an hour, nearly all images are tagged', async (_name, failure) => {
		const { run, batch, clock, sent } = during(30, failure);
		const outcomes = await run();
		expect(batch.report.done).toBeGreaterThan(0.96 * IMAGES);
		expect(batch.report.done + batch.report.failed).toBe(IMAGES);
		expect(outcomes.every((outcome) => outcome && outcome.attempts > 0)).toBe(true);
		const meanwhile = sent.filter(({ at }) => at > MINUTE && at < 30 * MINUTE);
		const eachThreeSeconds = 29 * 20;
		expect(meanwhile.length).toBeLessThan(eachThreeSeconds);
		expect(clock.now()).toBeLessThan(40 * MINUTE);
	});

	it.each([
		['503', failed('transient', { retryAfterMs: 6 * 60 * MINUTE })],
		['429', failed('throttled', { retryAfterMs: 6 * 60 * MINUTE })],
	])('and asks with %s to wait six hours: the run ends at once, and says so', async (_, answer) => {
		const reasons = new Set<string>();
		const scripts = Array.from(
			{ length: 400 },
			(): Script => ({
				latency: 200,
				resultAt: (ms) => (ms < STARTS_AT ? { ok: true, value: 'tagged' } : answer),
			}),
		);
		const notAttempted = (cause: Failure, reason: string) => {
			reasons.add(reason);
			return { ...cause, cause };
		};
		const { run, clock, sent, batch } = rig(scripts, { concurrency: 2, notAttempted });
		const outcomes = await run();
		expect(clock.now()).toBeLessThan(STARTS_AT + MINUTE);
		expect([...reasons]).toEqual(['longWait']);
		expect(outcomes.at(-1)).toMatchObject({ ok: false, attempts: 0 });
		expect(batch.report.done + batch.report.failed).toBe(400);
		expect(sent.filter(({ at }) => at >= STARTS_AT).length).toBeLessThan(25);
	});

	it('and never worked, and asks to wait six hours: the rest is not sent', async () => {
		const answer = failed('transient', { retryAfterMs: 6 * 60 * MINUTE });
		const scripts = never(400, (): Script => ({ results: [answer] }));
		const { run, sent, batch } = rig(scripts);
		await run();
		expect(sent.length).toBeLessThan(30);
		expect(batch.report.failed).toBe(400);
	});

	it('and asks to wait a minute each time: is asked once a minute, and outlasted', async () => {
		const { run, batch, sent } = during(30, failed('transient', { retryAfterMs: MINUTE }));
		await run();
		expect(batch.report.done).toBeGreaterThan(0.96 * IMAGES);
		const meanwhile = sent.filter(({ at }) => at > 2 * MINUTE && at < 30 * MINUTE);
		expect(meanwhile.length).toBeLessThanOrEqual(30);
		expect(meanwhile.length).toBeGreaterThanOrEqual(25);
	});

	it('is no throttling', async () => {
		const { run, batch } = during(5, failed('transient'));
		await run();
		expect(batch.report.throttled).toBe(0);
	});

	it('is asked as seldom when each image has one attempt', async () => {
		const { run, batch } = during(30, failed('transient'), 1);
		await run();
		expect(batch.report.done).toBeGreaterThan(0.85 * IMAGES);
	});

	it('and longer than half an hour: the rest is not sent', async () => {
		const { run, batch, clock, sent } = during(600, failed('transient'));
		await run();
		expect(clock.now()).toBeLessThan(36 * MINUTE);
		expect(batch.report.failed).toBeGreaterThan(0);
		expect(sent.length).toBeLessThan(IMAGES);
	});
});

it('a service that never worked is told of soon', async () => {
	const dead = Array.from(
		{ length: 100 },
		(): Script => ({
			results: Array.from({ length: 4 }, () => failed('transient', { answered: false })),
		}),
	);
	const { run, batch, clock } = rig(dead, { concurrency: 10 });
	await run();
	expect(clock.now()).toBeLessThan(MINUTE);
	expect(batch.report.failed).toBe(100);
});

it('images that fail for themselves slow nobody down', async () => {
	const scripts = plain(1000).map((script, index) =>
		index % 4 === 0 ? { results: Array.from({ length: 4 }, () => failed('transient')) } : script,
	);
	const { run, batch, clock } = rig(scripts, { concurrency: 10 });
	await run();
	expect(batch.report).toMatchObject({ done: 750, failed: 250 });
	expect(clock.now()).toBeLessThan(20_000);
});

it.each([
	['never worked', [], 'patienceAtFirst'],
	['worked before', [{ ok: true, value: 'tagged' }], 'patience'],
] as const)(
	'a server that %s is given up when its time is over, and not before',
	(_, before, rule) => {
		const rules = { patience: 7_000, patienceAtFirst: 5_000, hasOneQuota: false };
		const breaker = new CircuitBreaker<Failure>(rules);
		for (const result of before) breaker.record(result, 0);
		for (let failures = 0; failures < 20; failures++) breaker.record(failed('transient'), 1_000);
		breaker.record(failed('transient'), 1_000 + rules[rule] - 1);
		expect(breaker.opened).toBeUndefined();
		breaker.record(failed('transient'), 1_000 + rules[rule]);
		expect(breaker.opened).toMatchObject({ reason: 'standstill' });
	},
);
