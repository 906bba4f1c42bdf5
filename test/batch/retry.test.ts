import * as fc from 'fast-check';

import type { AttemptFailure, Retry } from '../../batch/attempt';
import { backoff, RetryBudget } from '../../batch/retry';

const failure = (retry: Retry, retryAfterMs?: number): AttemptFailure => ({
	retry,
	stopsBatch: false,
	answered: true,
	...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

const BASES = { transient: 100, throttled: 1_000 } as const;
const retries = fc.constantFrom<'transient' | 'throttled'>('transient', 'throttled');
const attempts = fc.integer({ min: 1, max: 10 });
const randoms = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the wait before another attempt', () => {
	it.each([
		['transient', 1, 100],
		['transient', 4, 800],
		['transient', 10, 20_000],
		['throttled', 1, 1_000],
		['throttled', 3, 4_000],
		['throttled', 6, 20_000],
	] as const)(
		'spreads over the whole back-off: %s, attempt %i, %i ms',
		(retry, attempt, ceiling) => {
			expect(backoff(failure(retry), attempt, 0)).toBe(0);
			expect(backoff(failure(retry), attempt, 0.5)).toBe(ceiling / 2);
			expect(backoff(failure(retry), attempt, 0.999)).toBeCloseTo(0.999 * ceiling);
		},
	);

	it('is nothing after a final failure, whatever the server asks for', () => {
		expect(backoff(failure('never'), 1, 0.5)).toBeUndefined();
		expect(backoff(failure('never', 1_000), 1, 0.5)).toBeUndefined();
	});

	it.each([
		['longer than the back-off', 5_000, 0.5, 5_000],
		['shorter than the back-off', 100, 0.5, 500],
		['a minute', 60_000, 0.5, 60_000],
		['80 seconds, the longest', 80_000, 0.5, 80_000],
		['longer, too long to hold an execution up', 80_001, 0.5, undefined],
	])('heeds a Retry-After: %s', (_, asked, random, expected) => {
		expect(backoff(failure('throttled', asked), 1, random)).toBe(expected);
	});

	it('is never shorter than the Retry-After nor, without one, longer than the cap', () => {
		fc.assert(
			fc.property(
				retries,
				attempts,
				randoms,
				fc.option(fc.integer({ min: 0, max: 200_000 }), { nil: undefined }),
				(retry, attempt, random, asked) => {
					const wait = backoff(failure(retry, asked), attempt, random);
					const ceiling = Math.min(20_000, BASES[retry] * 2 ** (attempt - 1));
					if (wait === undefined) return asked !== undefined && asked > 80_000;
					return wait >= (asked ?? 0) && wait <= Math.max(ceiling, asked ?? 0);
				},
			),
		);
	});
});

/** Takes retries until the budget refuses. */
const drain = (budget: RetryBudget): number => {
	let taken = 0;
	while (budget.take()) taken++;
	return taken;
};

describe('the budget of retries', () => {
	it('allows a hundred retries in a row, then none', () => {
		const budget = new RetryBudget();
		expect(drain(budget)).toBe(100);
		expect(budget.take()).toBe(false);
	});

	it('gets a retry back when that retry helped', () => {
		const budget = new RetryBudget();
		drain(budget);
		budget.giveBack(2);
		expect(drain(budget)).toBe(1);
	});

	it('earns a retry with five answers at the first attempt', () => {
		const budget = new RetryBudget();
		drain(budget);
		for (let i = 0; i < 4; i++) budget.giveBack(1);
		expect(budget.take()).toBe(false);
		budget.giveBack(1);
		expect(drain(budget)).toBe(1);
	});

	it('never holds more than at its start, nor gives more than it was given', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom('take', 'first', 'retried')), (steps) => {
				const budget = new RetryBudget();
				let tokens = 500;
				for (const step of steps) {
					if (step === 'take') {
						expect(budget.take()).toBe(tokens >= 5);
						if (tokens >= 5) tokens -= 5;
					} else {
						budget.giveBack(step === 'first' ? 1 : 2);
						tokens = Math.min(500, tokens + (step === 'first' ? 1 : 5));
					}
				}
				expect(drain(budget)).toBe(Math.floor(tokens / 5));
			}),
		);
	});
});
