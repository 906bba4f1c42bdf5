import { failed, plain, rig, type Result, type Script } from './support/scripted';

const MINUTE = 60_000;
const IMAGES = 4_000;
const STARTS_AT = 10_000;

/** A batch of more than a minute, and a service that does `meanwhile` after the first ten seconds. */
const during = (minutes: number, meanwhile: Result, maxAttempts?: number) => {
	const resultAt = (ms: number): Result =>
		ms >= STARTS_AT && ms < STARTS_AT + minutes * MINUTE
			? meanwhile
			: { ok: true, value: 'tagged' };
	const scripts = Array.from({ length: IMAGES }, (): Script => ({ latency: 200, resultAt }));
	return rig(scripts, { lanes: 10 }, maxAttempts);
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
	const { run, batch, clock } = rig(dead, { lanes: 10 });
	await run();
	expect(clock.now()).toBeLessThan(MINUTE);
	expect(batch.report.failed).toBe(100);
});

it('images that fail for themselves slow nobody down', async () => {
	const scripts = plain(1000).map((script, index) =>
		index % 4 === 0 ? { results: Array.from({ length: 4 }, () => failed('transient')) } : script,
	);
	const { run, batch, clock } = rig(scripts, { lanes: 10 });
	await run();
	expect(batch.report).toMatchObject({ done: 750, failed: 250 });
	expect(clock.now()).toBeLessThan(20_000);
});
