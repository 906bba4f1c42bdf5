import * as fc from 'fast-check';

import type { Retry } from '../../batch/attempt';
import { failed, rig, wrongKey, type Result } from './support/scripted';

const results = fc.oneof(
	{ weight: 6, arbitrary: fc.constant<Result | undefined>(undefined) },
	{
		weight: 3,
		arbitrary: fc
			.record({
				retry: fc.constantFrom<Retry>('never', 'transient', 'throttled'),
				answered: fc.boolean(),
				retryAfterMs: fc.option(fc.integer({ min: 0, max: 90_000 }), { nil: undefined }),
			})
			.map(({ retry, ...more }): Result => failed(retry, more)),
	},
);
const answers = fc
	.array(results, { maxLength: 5 })
	.map((list) => list.map((one): Result => one ?? { ok: true, value: 'scripted' }));
const scriptsOf = fc.array(
	fc.record({
		latency: fc.integer({ min: 0, max: 5_000 }),
		results: answers,
		fetches: fc.option(answers, { nil: undefined }),
	}),
	{ maxLength: 60 },
);

const failing = (retry: 'transient' | 'throttled'): Result => ({
	ok: false,
	failure: { retry, stopsBatch: false, answered: false },
});

type Case = [
	Array<{ latency: number; results: Result[]; fetches: Result[] | undefined }>,
	number,
	number,
	number,
];

/** The wrong key is found while another task's retry waits until the throttle lets it start. */
const stoppedWhileARetryWaitsForItsTurn: Case[] = [
	[
		[
			{ latency: 0, results: [], fetches: undefined },
			{ latency: 51, results: [], fetches: undefined },
			{ latency: 0, results: [failing('transient')], fetches: undefined },
			{ latency: 0, results: [failing('throttled')], fetches: undefined },
		],
		3,
		2,
		1,
	],
];

describe('for any pattern of latencies and failures', () => {
	it('outcomes come in the order of the tasks, each task ends exactly once', async () => {
		await fc.assert(
			fc.asyncProperty(
				scriptsOf,
				fc.integer({ min: 1, max: 12 }),
				fc.integer({ min: 1, max: 5 }),
				fc.option(fc.nat({ max: 60 }), { nil: undefined }),
				async (scripts, lanes, maxAttempts, refusedAt) => {
					const all = scripts.map((script, index) =>
						index === refusedAt ? { ...script, results: [wrongKey()] } : script,
					);
					const { run, batch, begun, attemptsOf, fetchesOf, mostInFlight } = rig(
						all,
						{ concurrency: lanes },
						maxAttempts,
					);
					const outcomes = await run();

					expect(outcomes).toHaveLength(all.length);
					const { done, failed: lost } = batch.report;
					expect(done + lost).toBe(all.length);
					expect(outcomes.filter((outcome) => outcome?.ok)).toHaveLength(done);
					expect(mostInFlight()).toBeLessThanOrEqual(lanes);
					for (const [index, outcome] of outcomes.entries()) {
						// The attempts of the step at which the task ended.
						expect([attemptsOf(index) || fetchesOf(index), 0]).toContain(outcome?.attempts);
						if (outcome?.attempts === 0) expect(outcome).toMatchObject({ failure: { cause: {} } });
						expect(outcome?.attempts).toBeLessThanOrEqual(maxAttempts);
						expect(fetchesOf(index)).toBeLessThanOrEqual(maxAttempts);
						if (outcome?.ok) expect([`task ${index}`, 'scripted']).toContain(outcome.value);
					}
					// Images are read in order; a throttle may let a later one be sent first.
					expect(begun).toEqual([...begun.keys()]);
				},
			),
			{ numRuns: 150, examples: stoppedWhileARetryWaitsForItsTurn },
		);
	});
});
