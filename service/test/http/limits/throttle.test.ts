import { describe, expect, it } from '@jest/globals';
import { Throttle } from '../../../src/http/limits/throttle';

/** A throttle of three requests in a minute, and a clock that is set by hand. */
function threeInAMinute() {
	const clock = { ms: 1_000_000 };
	return { clock, throttle: new Throttle(50, 3, () => clock.ms) };
}

describe('requests in a minute', () => {
	it('are refused over the limit, with the seconds that are left of the minute', () => {
		const { clock, throttle } = threeInAMinute();
		for (let sent = 0; sent < 3; sent++) throttle.enter('acme')();
		clock.ms += 20_500;
		expect(() => throttle.enter('acme')).toThrow(
			expect.objectContaining({ kind: 'throttled', retryAfterSeconds: 40 }),
		);
	});

	it('are counted anew once the minute is over, and of each account by itself', () => {
		const { clock, throttle } = threeInAMinute();
		for (let sent = 0; sent < 3; sent++) throttle.enter('acme')();
		expect(() => throttle.enter('other')()).not.toThrow();
		clock.ms += 59_999;
		expect(() => throttle.enter('acme')).toThrow();
		clock.ms += 1;
		for (let sent = 0; sent < 3; sent++) throttle.enter('acme')();
		expect(() => throttle.enter('acme')).toThrow();
	});
});
