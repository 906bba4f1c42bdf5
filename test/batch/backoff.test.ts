import * as fc from 'fast-check';

import { backoff } from '../../batch/backoff';
import type { AttemptFailure, Retry } from '../../batch/failure';

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
		['an hour, too long to hold an execution up', 3_600_000, 0.5, undefined],
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
