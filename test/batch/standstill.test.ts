import { failed, plain, rig, type Result, type Script } from './support/scripted';

const MINUTE = 60_000;
const never = <T>(count: number, result: () => T): T[] => Array.from({ length: count }, result);
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
		const { run, batch, clock } = rig(scripts, { lanes: 1 }, 10);
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
			(): Script => ({
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
