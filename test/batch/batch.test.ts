import { getEventListeners } from 'node:events';

import type { AttemptResult } from '../../batch/attempt';
import { Batch } from '../../batch/batch';
import type { Task } from '../../batch/task';
import { SimulatedClock } from '../support/simulated-clock';
import {
	failed,
	plain,
	rig,
	wrongKey,
	type Failure,
	type Result,
	type Script,
} from './support/scripted';

describe('a batch', () => {
	it('sends the first request alone, then as many as allowed', async () => {
		const { run, sent, mostInFlight } = rig(plain(30));
		await run();
		expect(sent.filter(({ at }) => at < 10)).toEqual([{ index: 0, at: 0 }]);
		expect(sent.filter(({ at }) => at === 10)).toHaveLength(5);
		expect(mostInFlight()).toBe(5);
	});

	it('fills up as soon as it is known that requests are let in', async () => {
		const { run, sent, clock, batch } = rig(plain(30), { accepted: Promise.resolve() });
		await run();
		expect(sent.filter(({ at }) => at < 10)).toHaveLength(5);
		expect(clock.now()).toBe(60);
		expect(batch.report.done).toBe(30);
	});

	it('repeats transient failures with growing waits and succeeds', async () => {
		const { run, sent, batch } = rig([
			{ results: [failed('transient'), failed('transient'), failed('transient')] },
		]);
		expect(await run()).toEqual([{ ok: true, value: 'task 0', attempts: 4 }]);
		expect(sent.map(({ at }) => at)).toEqual([0, 60, 170, 380]);
		const counts = { done: 1, failed: 0, retried: 3, fetchedAgain: 0, throttled: 0 };
		expect(batch.report).toEqual({ total: 1, ...counts });
	});

	it('gives up after the allowed attempts with the last failure', async () => {
		const last = failed('transient', { retryAfterMs: 3 });
		const { run } = rig([{ results: [failed('transient'), last] }], {}, 2);
		expect(await run()).toEqual([{ ...last, attempts: 2 }]);
	});

	it('does not repeat what cannot succeed', async () => {
		const { run, attemptsOf } = rig([{ results: [failed('never')] }, {}]);
		const outcomes = await run();
		expect(outcomes.map((outcome) => outcome?.ok)).toEqual([false, true]);
		expect(attemptsOf(0)).toBe(1);
	});

	it('sends one request after the other as long as nobody answers', async () => {
		const unreachable = failed('never', { answered: false });
		const { run, mostInFlight } = rig(plain(20).map(() => ({ results: [unreachable] })));
		await run();
		expect(mostInFlight()).toBe(1);
	});

	it('counts the answers that were throttled', async () => {
		const { run, batch } = rig([{ results: [failed('throttled'), failed('throttled')] }, {}]);
		await run();
		expect(batch.report).toMatchObject({ done: 2, retried: 2, throttled: 2 });
	});

	it('waits for the Retry-After of an answer', async () => {
		const { run, sent } = rig([{ results: [failed('throttled', { retryAfterMs: 7_000 })] }]);
		await run();
		expect(sent[1]?.at).toBeGreaterThanOrEqual(7_010);
	});

	it.each([1, 4])(
		'does not wait an hour because one answer asks for it: %i attempts',
		async (most) => {
			const hour = failed('throttled', { retryAfterMs: 3_600_000 });
			const scripts = plain(100);
			scripts[3] = { results: [hour] };
			const { run, clock, sent } = rig(scripts, {}, most);
			const outcomes = await run();
			expect(clock.now()).toBeLessThan(1_000);
			expect(outcomes[3]).toEqual({ ...hour, attempts: 1 });
			expect(sent.length).toBeLessThan(10);
			expect(outcomes[99]).toMatchObject({ ok: false, attempts: 0, failure: { cause: {} } });
		},
	);

	it('goes on with the others when only one image is to wait an hour', async () => {
		const scripts = plain(100);
		scripts[3] = { results: [failed('transient', { retryAfterMs: 3_600_000 })] };
		const { run, clock, batch } = rig(scripts);
		await run();
		expect(clock.now()).toBeLessThan(1_000);
		expect(batch.report).toMatchObject({ done: 99, failed: 1 });
	});

	it('counts what could not be loaded as failed without an attempt', async () => {
		const missing = failed('never', { answered: false }) as AttemptResult<never, Failure>;
		const { run, batch, sent } = rig([{ loaded: missing }, {}]);
		const outcomes = await run();
		expect(outcomes[0]).toEqual({ ...missing, attempts: 0 });
		expect(sent.map(({ index }) => index)).toEqual([1]);
		expect(batch.report).toMatchObject({ done: 1, failed: 1, retried: 0 });
	});

	it('stops hammering a dead service: the budget allows a hundred retries', async () => {
		const dead = Array.from({ length: 400 }, () => ({
			results: Array<Result>(4).fill(failed('transient')),
		}));
		const { run, sent, batch } = rig(dead);
		const outcomes = await run();
		expect(outcomes.every((outcome) => outcome?.ok === false)).toBe(true);
		expect(sent).toHaveLength(500);
		expect(batch.report).toMatchObject({ failed: 400, retried: 100 });
	});

	it('sends nothing more after a failure that concerns all, and accounts for every task', async () => {
		const { run, sent, batch } = rig([{ results: [wrongKey()] }, ...plain(99)], {
			concurrency: 10,
		});
		const outcomes = await run();
		expect(sent).toHaveLength(1);
		expect(outcomes).toHaveLength(100);
		expect(outcomes.map((outcome) => outcome?.attempts)).toEqual([1, ...Array<number>(99).fill(0)]);
		expect(
			outcomes.slice(1).every((outcome) => outcome?.ok === false && outcome.failure.cause),
		).toBe(true);
		expect(batch.report).toMatchObject({ done: 0, failed: 100 });
	});

	it('has failed for that reason also where loading ended because of it', async () => {
		const scripts = plain(3);
		scripts[1] = { latency: 100, results: [wrongKey()] };
		const ended = failed('never', { answered: false }) as AttemptResult<never, Failure>;
		scripts[2] = { loadsUntilStopped: ended };
		const { run } = rig(scripts);
		expect((await run())[2]).toMatchObject({
			ok: false,
			attempts: 0,
			failure: { stopsBatch: true, cause: wrongKey().failure },
		});
	});

	it('lets requests under way finish after a failure that concerns all', async () => {
		const scripts = plain(20);
		scripts[1] = { latency: 5, results: [wrongKey()] };
		scripts[2] = { latency: 50 };
		const { run, attemptsOf } = rig(scripts, { concurrency: 3 });
		const outcomes = await run();
		expect(outcomes[2]).toMatchObject({ ok: true, attempts: 1 });
		expect(outcomes.filter((outcome) => outcome?.ok)).toHaveLength(3);
		expect(attemptsOf(10)).toBe(0);
	});

	it('ends all that is under way at the first failure when it is set to', async () => {
		const scripts: Script[] = plain(20).map(() => ({ latency: 1_000 }));
		scripts[0] = {};
		scripts[1] = { latency: 500, results: [failed('transient', { retryAfterMs: 30_000 })] };
		scripts[2] = { latency: 600, results: [failed('never')] };
		const { run, clock, inFlight } = rig(scripts, { stopOnFailure: true });
		const outcomes = await run();
		expect(outcomes.flatMap((outcome, index) => (outcome ? [index] : []))).toEqual([0, 2]);
		expect(clock.now()).toBeLessThan(1_000);
		expect(inFlight()).toBe(0);
	});

	it('ends requests and waits when the execution is stopped', async () => {
		const stop = new AbortController();
		const scripts: Script[] = plain(50).map(() => ({ latency: 60_000 }));
		scripts[0] = {};
		scripts[1] = { results: [failed('throttled', { retryAfterMs: 50_000 })] };
		const { batch, clock, sent, inFlight } = rig(scripts, { signal: stop.signal });
		void clock.sleep(300).then(() => stop.abort());
		const outcomes = await clock.run(batch.run());
		expect(outcomes.filter(Boolean)).toHaveLength(1);
		expect(sent.length).toBeLessThanOrEqual(6);
		expect(clock.now()).toBe(300);
		expect(inFlight()).toBe(0);
	});

	it('sends nothing for an execution that is stopped already, and has no outcome for any task', async () => {
		const { run, sent } = rig(plain(5), { signal: AbortSignal.abort() });
		const outcomes = await run();
		expect(outcomes).toHaveLength(5);
		expect(outcomes.filter(Boolean)).toEqual([]);
		expect(sent).toEqual([]);
	});

	it('listens no longer to the signal of the execution once it has ended', async () => {
		const { signal } = new AbortController();
		const { clock, batch } = rig(plain(2), { signal });
		const ended = batch.run();
		expect(getEventListeners(signal, 'abort')).toHaveLength(1);
		await clock.run(ended);
		expect(getEventListeners(signal, 'abort')).toEqual([]);
	});

	it('fails with what a task throws, which is a bug, and ends the others', async () => {
		const clock = new SimulatedClock();
		let begun = 0;
		let inFlight = 0;
		const task = (index: number): Task<undefined, string, Failure> => ({
			maxAttempts: 4,
			async load() {
				begun++;
				if (index === 5) throw new Error('a bug');
				return { ok: true, value: undefined };
			},
			async send(_, signal) {
				inFlight++;
				await clock.sleep(10 + index, signal);
				inFlight--;
				return { ok: true, value: '' };
			},
		});
		const batch = new Batch(
			Array.from({ length: 100 }, (_, i) => task(i)),
			{
				concurrency: 5,
				clock,
				random: () => 0,
				stopOnFailure: false,
				notAttempted: (cause) => cause,
			},
		);
		await expect(clock.run(batch.run())).rejects.toThrow('a bug');
		await clock.run(clock.sleep(1_000));
		expect(begun).toBeLessThanOrEqual(6);
		expect(inFlight).toBe(0);
	});
});
