import * as fc from 'fast-check';

import type { Retry } from '../../batch/attempt';
import {
	failed,
	plain,
	rig,
	wrongKey,
	type Failure,
	type Result,
	type Script,
} from './support/scripted';

const unreachable = () => failed('transient', { answered: false });

describe('what a task fetches before it is sent', () => {
	it('is tried again by the rules of attempts, and counted apart from them', async () => {
		const { run, fetched, sent, batch } = rig([
			{ fetches: [unreachable(), failed('transient'), failed('transient')] },
		]);
		expect(await run()).toEqual([{ ok: true, value: 'task 0', attempts: 1 }]);
		expect(fetched.map(({ at }) => at)).toEqual([0, 60, 170, 380]);
		expect(sent.map(({ at }) => at)).toEqual([390]);
		expect(batch.report).toMatchObject({ done: 1, failed: 0, retried: 0, fetchedAgain: 3 });
	});

	it('has as many attempts as sending has, each of the two for itself', async () => {
		const twice = [failed('transient'), failed('transient')];
		const { run, fetchesOf, attemptsOf, batch } = rig(
			[{ fetches: twice, results: twice }, { fetches: [...twice, unreachable()] }],
			{},
			3,
		);
		expect(await run()).toEqual([
			{ ok: true, value: 'task 0', attempts: 3 },
			{ ...unreachable(), attempts: 3 },
		]);
		expect([fetchesOf(0), attemptsOf(0), fetchesOf(1), attemptsOf(1)]).toEqual([3, 3, 3, 0]);
		expect(batch.report).toMatchObject({ retried: 2, fetchedAgain: 4 });
	});

	it('is not tried again where that cannot help', async () => {
		const { run, fetchesOf, attemptsOf } = rig([{ fetches: [failed('never')] }]);
		expect(await run()).toEqual([{ ...failed('never'), attempts: 1 }]);
		expect([fetchesOf(0), attemptsOf(0)]).toEqual([1, 0]);
	});

	it('waits as long as its host asks for, and nobody else does', async () => {
		const scripts: Script[] = [
			{},
			{ fetches: [failed('throttled', { retryAfterMs: 30_000 })] },
			...plain(100),
		];
		const { run, fetched, sent, batch } = rig(scripts);
		await run();
		expect(fetched[1]?.at).toBeGreaterThanOrEqual(30_010);
		expect(sent.filter(({ at }) => at < 1_000)).toHaveLength(101);
		expect(batch.report).toMatchObject({ done: 102, throttled: 0 });
	});

	it('waits a second at most before the second attempt where its host throttles without a time', async () => {
		const { run, fetched } = rig([{ fetches: [failed('throttled')] }]);
		await run();
		expect(fetched.map(({ at }) => at)).toEqual([0, 510]);
	});

	it('fails alone where its host asks to wait an hour', async () => {
		const hour = failed('throttled', { retryAfterMs: 3_600_000 });
		const scripts = plain(50).map((): Script => ({ fetches: [] }));
		scripts[3] = { fetches: [hour] };
		const { run, clock, batch } = rig(scripts);
		expect((await run())[3]).toEqual({ ...hour, attempts: 1 });
		expect(clock.now()).toBeLessThan(1_000);
		expect(batch.report).toMatchObject({ done: 49, failed: 1 });
	});

	it.each<Retry>(['transient', 'throttled'])(
		'has a budget of its own, which a dead host (%s) uses up without harm to sending',
		async (retry) => {
			const dead: Script[] = Array.from({ length: 300 }, () => ({
				fetches: Array<Result>(4).fill(failed(retry)),
			}));
			const { run, fetched, batch } = rig([
				...dead,
				{ results: Array<Result>(3).fill(failed('transient')) },
			]);
			expect((await run()).at(-1)).toMatchObject({ ok: true, attempts: 4 });
			expect(fetched).toHaveLength(400);
			expect(batch.report).toMatchObject({ failed: 300, fetchedAgain: 100, retried: 3 });
		},
	);

	it('ends its wait when the execution is stopped', async () => {
		const stop = new AbortController();
		const { batch, clock, fetched, sent } = rig(
			[{ fetches: [failed('transient', { retryAfterMs: 60_000 })] }],
			{ signal: stop.signal },
		);
		void clock.sleep(300).then(() => stop.abort());
		expect(await clock.run(batch.run())).toEqual([undefined]);
		expect(clock.now()).toBe(300);
		expect([fetched.length, sent.length]).toEqual([1, 0]);
	});

	it('ends its wait when another task stops the batch, with what it had met', async () => {
		const met = failed('transient', { retryAfterMs: 60_000 });
		const scripts: Script[] = [
			{},
			{ fetches: [met] },
			{ latency: 200, results: [failed('never', { stopsBatch: true })] },
			...plain(20).map((): Script => ({ latency: 500 })),
		];
		const { run, clock } = rig(scripts);
		expect((await run())[1]).toEqual({ ...met, attempts: 1 });
		expect(clock.now()).toBeLessThan(1_000);
	});

	it('takes no time from sending, whatever hosts answer', async () => {
		const answers = fc.array(
			fc.record({
				retry: fc.constantFrom<Retry>('never', 'transient', 'throttled'),
				retryAfterMs: fc.option(fc.integer({ min: 0, max: 200_000 }), { nil: undefined }),
			}),
			{ maxLength: 5 },
		);
		await fc.assert(
			fc.asyncProperty(fc.array(answers, { maxLength: 20 }), async (hosts) => {
				const fetching = hosts.map(
					(list): Script => ({
						fetches: list.map(({ retry, ...more }) => failed(retry, more)),
					}),
				);
				// A place for each host and one for the others, which have nothing to fetch.
				const others = plain(40);
				const { run, sent, batch } = rig([{}, ...fetching, ...others], {
					concurrency: hosts.length + 1,
				});
				await run();
				const mine = sent.filter(({ index }) => index === 0 || index > hosts.length);
				expect(mine).toHaveLength(41);
				for (const { at } of mine) expect(at).toBeLessThanOrEqual(10 + 40 * 10);
				expect(batch.report).toMatchObject({ throttled: 0, retried: 0 });
			}),
			{ numRuns: 60 },
		);
	});
});

describe('hosts that do not answer', () => {
	const TIMEOUT_MS = 30_000;
	const timeouts = (attempts: number) => Array.from({ length: attempts }, unreachable);

	it.each([
		['an unproven key', undefined],
		['a proven key', Promise.resolve()],
	])('are waited for as many at a time as allowed, with %s', async (_, accepted) => {
		const dead = Array.from(
			{ length: 200 },
			(__, index): Script => ({
				host: `${index}.example`,
				latency: TIMEOUT_MS,
				fetches: timeouts(1),
			}),
		);
		const options = { concurrency: 10, ...(accepted ? { accepted } : {}) };
		const { run, clock, batch } = rig(dead, options, 1);
		await run();
		expect(clock.now()).toBe((200 / 10) * TIMEOUT_MS);
		expect(batch.report.failed).toBe(200);
	});

	const dead = (count: number): Script[] =>
		Array.from({ length: count }, () => ({
			host: 'dead.example',
			latency: TIMEOUT_MS,
			fetches: timeouts(4),
		}));

	it('are given up one by one, and the images of other hosts are tagged', async () => {
		const reasons = new Set<string>();
		const notAttempted = (cause: Failure, reason: string): Failure => {
			reasons.add(reason);
			return { ...cause, cause };
		};
		const others = Array.from(
			{ length: 100 },
			(_, index): Script => ({ host: `${index}.example`, fetches: [] }),
		);
		const scripts = [...dead(500), ...others, ...dead(500)];
		const { run, clock, fetched, batch } = rig(scripts, { concurrency: 10, notAttempted });
		const outcomes = await run();
		expect(clock.now()).toBeLessThan(5 * 60_000);
		expect(batch.report).toMatchObject({ done: 100, failed: 1_000, throttled: 0 });
		expect([...reasons]).toEqual(['host']);
		expect(outcomes.at(-1)).toEqual({
			ok: false,
			attempts: 0,
			failure: { ...unreachable().failure, cause: unreachable().failure },
		});
		expect(fetched.filter(({ index }) => index < 500 || index >= 600).length).toBeLessThan(60);
	});

	it('are not given up for a minute in which they are restarted, when they worked before', async () => {
		const restarting = (index: number): Result[] => (index < 100 ? [] : timeouts(3));
		const scripts = Array.from(
			{ length: 130 },
			(_, index): Script => ({
				latency: index < 100 ? 10 : 20_000,
				fetches: restarting(index),
			}),
		);
		const { run, batch } = rig(scripts, { concurrency: 10 });
		await run();
		expect(batch.report).toMatchObject({ failed: 0, done: 130 });
	});

	it('hold nobody up once a key is refused', async () => {
		const scripts = [{ results: [wrongKey()] }, ...dead(20)];
		const { run, clock, batch } = rig(scripts, { concurrency: 10 });
		const outcomes = await run();
		expect(clock.now()).toBeLessThan(1_000);
		for (const outcome of outcomes.slice(1)) {
			expect(outcome).toMatchObject({
				ok: false,
				attempts: 0,
				failure: { cause: wrongKey().failure },
			});
		}
		expect(batch.report.failed).toBe(21);
	});
});
