import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Attempts } from '../../src/iam/attempts';
import { settled, stopClock, type Clock } from '../support/clock';

const here = '192.0.2.1';
const elsewhere = '192.0.2.2';
let clock: Clock;

beforeEach(() => {
	clock = stopClock();
});

afterEach(() => {
	jest.restoreAllMocks();
});

const attempts = (failures: number, seconds = 60) => new Attempts({ failures, seconds });

async function fail(guard: Attempts, times: number, name: string, address = here) {
	for (let i = 0; i < times; i++) await guard.failed(name, address);
}

/** Of one name from so many addresses, once each. */
async function failFromAfar(guard: Attempts, addresses: number, name: string) {
	for (let i = 0; i < addresses; i++) await guard.failed(name, `198.51.100.${i}`);
}

/** Of so many names from one address, once each. */
async function failWithNames(guard: Attempts, names: number, address = here) {
	for (let i = 0; i < names; i++) await guard.failed(`name ${i}`, address);
}

/** What comes of an attempt: `admitted`, or why it is refused. */
const outcome = (attempt: Promise<unknown>) =>
	attempt.then(
		() => 'admitted',
		(error: { refusal?: string }) => error.refusal ?? String(error),
	);

describe('a name is locked for an address', () => {
	it('from the failure that makes it too many, not before', async () => {
		const guard = attempts(3);
		await fail(guard, 2, 'ann');
		expect(await guard.isLocked('ann', here)).toBe(false);
		expect(await outcome(guard.admit('ann', here))).toBe('admitted');
		await fail(guard, 1, 'ann');
		expect(await guard.isLocked('ann', here)).toBe(true);
		await expect(guard.admit('ann', here)).rejects.toMatchObject({
			refusal: 'locked',
			status: 403,
		});
	});

	it('and neither for another address nor with another name, however they are written', async () => {
		const guard = attempts(2);
		await fail(guard, 2, 'ann', here);
		await fail(guard, 2, 'a","b', 'c');
		for (const [name, address] of [
			['ann', elsewhere],
			['bob', here],
			['a', 'b","c'],
			['', `ann${here}`],
		] as const)
			expect(await outcome(guard.admit(name, address))).toBe('admitted');
	});

	it('although it was right there before', async () => {
		const guard = attempts(2);
		guard.succeeded('ann', here);
		await fail(guard, 1, 'ann');
		guard.succeeded('ann', here);
		await fail(guard, 1, 'ann');
		expect(await outcome(guard.admit('ann', here))).toBe('locked');
	});

	it('until its time is over, counted from the failure that locked it, and then starts anew', async () => {
		const guard = attempts(2, 60);
		await fail(guard, 1, 'ann');
		await clock.pass(50_000);
		await fail(guard, 1, 'ann');
		await clock.pass(59_999);
		expect(await guard.isLocked('ann', here)).toBe(true);
		await clock.pass(1);
		expect(await guard.isLocked('ann', here)).toBe(false);
		await fail(guard, 1, 'ann');
		expect(await guard.isLocked('ann', here)).toBe(false);
	});

	it('not by failures that lie further apart than the time in which they count', async () => {
		const guard = attempts(2, 60);
		await fail(guard, 1, 'ann');
		await clock.pass(60_000);
		await fail(guard, 1, 'ann');
		expect(await guard.isLocked('ann', here)).toBe(false);
	});
});

describe('an address that fails with many names', () => {
	it('is locked for all of them after twenty times as many failures', async () => {
		const guard = attempts(2);
		await failWithNames(guard, 39);
		expect(await outcome(guard.admit('ann', here))).toBe('admitted');
		await failWithNames(guard, 1);
		await expect(guard.admit('ann', here)).rejects.toMatchObject({ refusal: 'locked' });
		expect(await outcome(guard.admit('ann', elsewhere))).toBe('admitted');
	});

	it('is still open for a name that was right there', async () => {
		const guard = attempts(1);
		guard.succeeded('ann', here);
		await failWithNames(guard, 20);
		expect(await outcome(guard.admit('bob', here))).toBe('locked');
		expect(await outcome(guard.admit('ann', here))).toBe('admitted');
	});

	it('is open again when the time is over', async () => {
		const guard = attempts(1, 60);
		await failWithNames(guard, 20);
		await clock.pass(59_999);
		expect(await outcome(guard.admit('ann', here))).toBe('locked');
		await clock.pass(1);
		expect(await outcome(guard.admit('ann', here))).toBe('admitted');
	});
});

describe('a name that fails from many addresses', () => {
	/** How so many attempts from elsewhere end that come at once, without those that wait. */
	async function atOnce(guard: Attempts, count: number, name: string) {
		const ends: string[] = [];
		for (let i = 0; i < count; i++)
			void outcome(guard.admit(name, elsewhere)).then((end) => ends.push(end));
		await settled();
		const admitted = ends.filter((end) => end === 'admitted').length;
		return { admitted, waiting: count - ends.length, refused: ends.length - admitted };
	}

	it('is not braked before twenty times as many failures as lock it for one', async () => {
		const guard = attempts(2);
		await failFromAfar(guard, 39, 'ann');
		expect(await atOnce(guard, 50, 'ann')).toEqual({ admitted: 50, waiting: 0, refused: 0 });
	});

	it('is looked at ten times a second from then on, where sixteen may wait', async () => {
		const guard = attempts(2);
		await failFromAfar(guard, 40, 'ann');
		expect(await atOnce(guard, 50, 'ann')).toEqual({ admitted: 10, waiting: 16, refused: 24 });
		await expect(guard.admit('ann', elsewhere)).rejects.toMatchObject({
			refusal: 'braked',
			status: 429,
			message: 'The throttling threshold has been reached: too many failed attempts',
			retryAfterSeconds: 1,
		});
		expect(await atOnce(guard, 50, 'bob')).toEqual({ admitted: 50, waiting: 0, refused: 0 });
	});

	it('is not braked where it was right, and there alone', async () => {
		const guard = attempts(1);
		guard.succeeded('ann', here);
		await failFromAfar(guard, 20, 'ann');
		expect((await atOnce(guard, 50, 'ann')).refused).toBe(24);
		for (let i = 0; i < 50; i++) expect(await outcome(guard.admit('ann', here))).toBe('admitted');
	});

	it('lets those that wait pass, ten a second', async () => {
		const guard = attempts(1);
		await failFromAfar(guard, 20, 'ann');
		await atOnce(guard, 10, 'ann');
		const ends: string[] = [];
		for (let i = 0; i < 16; i++)
			void outcome(guard.admit('ann', elsewhere)).then((end) => ends.push(end));
		await clock.pass(999);
		expect(ends).toEqual([]);
		await clock.pass(1);
		expect(ends).toHaveLength(10);
		await clock.pass(1000);
		expect(new Set(ends)).toEqual(new Set(['admitted']));
		expect(ends).toHaveLength(16);
	});
});

describe('new limits', () => {
	it('hold from then on for what was counted', async () => {
		const guard = attempts(3);
		await fail(guard, 2, 'ann');
		guard.limitTo({ failures: 2, seconds: 60 });
		expect(await outcome(guard.admit('ann', here))).toBe('locked');
	});

	it('lock a name at their number of failures', async () => {
		const guard = attempts(1);
		guard.limitTo({ failures: 2, seconds: 60 });
		await fail(guard, 1, 'ann');
		expect(await guard.isLocked('ann', here)).toBe(false);
		await fail(guard, 1, 'ann');
		expect(await guard.isLocked('ann', here)).toBe(true);
	});

	it('let a name, and an address, have twenty times as many failures', async () => {
		const guard = attempts(2);
		guard.limitTo({ failures: 1, seconds: 60 });
		await failFromAfar(guard, 20, 'ann');
		await failWithNames(guard, 20, '203.0.113.1');
		const asked = Array.from({ length: 30 }, () => outcome(guard.admit('ann', elsewhere)));
		await settled();
		expect(await Promise.race([asked[29], 'waits'])).toBe('braked');
		expect(await outcome(guard.admit('bob', '203.0.113.1'))).toBe('locked');

		guard.limitTo({ failures: 2, seconds: 60 });
		expect(await outcome(guard.admit('ann', elsewhere))).toBe('admitted');
		expect(await outcome(guard.admit('bob', '203.0.113.1'))).toBe('admitted');
	});

	it('leave a lock as long as it was to be', async () => {
		const guard = attempts(1, 60);
		await fail(guard, 1, 'ann');
		guard.limitTo({ failures: 1, seconds: 1 });
		await clock.pass(59_999);
		expect(await guard.isLocked('ann', here)).toBe(true);
	});

	it('lock and count for their time, whether a pair, a name or an address', async () => {
		const guard = attempts(1, 60);
		guard.limitTo({ failures: 1, seconds: 10 });
		await fail(guard, 1, 'ann');
		await failFromAfar(guard, 20, 'bob');
		await failWithNames(guard, 20, '203.0.113.1');
		await clock.pass(9_999);
		expect(await guard.isLocked('ann', here)).toBe(true);
		expect(await outcome(guard.admit('eve', '203.0.113.1'))).toBe('locked');
		await clock.pass(1);
		expect(await guard.isLocked('ann', here)).toBe(false);
		expect(await outcome(guard.admit('eve', '203.0.113.1'))).toBe('admitted');
		const asked = Array.from({ length: 30 }, () => outcome(guard.admit('bob', elsewhere)));
		await settled();
		expect(await Promise.race([asked[29], 'waits'])).toBe('admitted');
	});
});

describe('attempts that come at once', () => {
	it('are looked at one after the other from one address, beside those from another', async () => {
		const guard = attempts(9);
		const begun: string[] = [];
		let end = (): void => undefined;
		const first = guard.inTurn('ann', here, () => {
			begun.push('first');
			return new Promise<string>((resolve) => (end = () => resolve('one')));
		});
		const second = guard.inTurn('bob', here, async () => begun.push('second'));
		const other = guard.inTurn('ann', elsewhere, async () => begun.push('other'));
		await settled();
		expect(begun).toEqual(['first', 'other']);
		end();
		expect(await first).toBe('one');
		expect(await second).toBe(3);
		expect(await other).toBe(2);
	});

	it.each([
		['in their order where both addresses failed', false, true, ['failed', 'other']],
		['first from an address that never failed', false, false, ['other', 'failed']],
		['first where the name was right, though its address failed', true, true, ['other', 'failed']],
	])('are looked at %s, when all are busy', async (_how, isKnown, hasFailed, order) => {
		const guard = attempts(9);
		await fail(guard, 1, 'failed', here);
		if (hasFailed) await fail(guard, 1, 'anybody', elsewhere);
		if (isKnown) guard.succeeded('other', elsewhere);
		const ends: (() => void)[] = [];
		const busy = Array.from({ length: 2 }, (_, i) =>
			guard.inTurn('busy', `198.51.100.${i}`, () => new Promise<void>((end) => ends.push(end))),
		);
		await settled();
		const begun: string[] = [];
		const waiting = [
			guard.inTurn('failed', here, async () => begun.push('failed')),
			guard.inTurn('other', elsewhere, async () => begun.push('other')),
		];
		await settled();
		expect(begun).toEqual([]);
		while (ends.length > 0 || begun.length < 2) {
			ends.shift()?.();
			await settled();
		}
		await Promise.all([...busy, ...waiting]);
		expect(begun).toEqual(order);
	});

	it('are no more than those one after the other: those behind a lock are not looked at', async () => {
		const guard = attempts(2);
		let looks = 0;
		const look = async () => {
			looks++;
			await guard.failed('ann', here);
		};
		const ends = await Promise.all(
			Array.from({ length: 5 }, () => outcome(guard.inTurn('ann', here, look))),
		);
		expect(ends).toEqual(['admitted', 'admitted', 'locked', 'locked', 'locked']);
		expect(looks).toBe(2);
	});

	it('wait up to 64 of one address, whatever their names', async () => {
		const guard = attempts(9);
		const held = Array.from({ length: 64 }, (_, i) =>
			outcome(guard.inTurn(`name ${i}`, here, settled)),
		);
		await expect(guard.inTurn('ann', here, settled)).rejects.toMatchObject({
			refusal: 'braked',
			message: 'The throttling threshold has been reached: too many attempts at once',
			retryAfterSeconds: 1,
		});
		expect(await outcome(guard.inTurn('ann', elsewhere, settled))).toBe('admitted');
		expect(new Set(await Promise.all(held))).toEqual(new Set(['admitted']));
	});
});

describe('names that were right', () => {
	it('are known at the address where they were, and there alone', () => {
		const guard = attempts(1);
		guard.succeeded('ann', here);
		expect(guard.isKnown('ann', here)).toBe(true);
		expect(guard.isKnown('ann', elsewhere)).toBe(false);
		expect(guard.isKnown('bob', here)).toBe(false);
	});

	it('are ten thousand at most, of which the one that was right longest ago is forgotten', () => {
		const guard = attempts(1);
		for (let i = 0; i < 10_000; i++) guard.succeeded(`name ${i}`, here);
		expect(guard.isKnown('name 0', here)).toBe(true);
		guard.succeeded('name 0', here);
		guard.succeeded('one more', here);
		const known = ['name 0', 'name 1', 'name 2', 'one more'].map((name) =>
			guard.isKnown(name, here),
		);
		expect(known).toEqual([true, false, true, true]);
	});
});
