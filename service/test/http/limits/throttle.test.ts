import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SlidingWindow } from '../../../src/http/limits/sliding-window';
import { Throttle, type AccountLimits } from '../../../src/http/limits/throttle';

const acme = { name: 'acme' };
const other = { name: 'other' };

/** A throttle whose clock is set by hand. */
function throttleOf(limits: Partial<AccountLimits>) {
	const clock = { ms: 1_000_000 };
	const counts = new SlidingWindow(() => clock.ms);
	const throttle = new Throttle({ concurrentRequests: 50, ...limits }, counts);
	/** One request after the other. */
	const send = async (account = acme) => (await throttle.enter(account))();
	return { clock, throttle, send };
}

const refused = (retryAfterSeconds: number) =>
	expect.objectContaining({ kind: 'throttled', retryAfterSeconds });

describe('requests in a minute', () => {
	it('are refused over the limit, with the seconds until the earliest of them is a minute ago', async () => {
		const { clock, send } = throttleOf({ requestsPerMinute: 3 });
		for (let sent = 0; sent < 3; sent++) {
			await send();
			clock.ms += 10_000;
		}
		await expect(send()).rejects.toEqual(refused(30));
		clock.ms += 29_001;
		await expect(send()).rejects.toEqual(refused(1));
	});

	it('have room one by one, as the earlier ones were sent, and are counted of each account by itself', async () => {
		const { clock, send } = throttleOf({ requestsPerMinute: 2 });
		await send();
		clock.ms += 50_000;
		await send();
		await send(other);
		clock.ms += 10_000;
		await send();
		await expect(send()).rejects.toEqual(refused(50));
		await send(other);
	});

	it('that were refused do not count', async () => {
		const { clock, send } = throttleOf({ requestsPerMinute: 1 });
		await send();
		for (let i = 0; i < 59; i++) {
			clock.ms += 1000;
			await expect(send()).rejects.toEqual(refused(59 - i));
		}
		clock.ms += 1000;
		await send();
	});

	it('are never more than the limit, wherever the minute begins, and are let in after Retry-After', () => {
		const pauses = fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 120 });
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 7 }), pauses, (limit, between) => {
				let now = 0;
				const counts = new SlidingWindow(() => now);
				const sent: number[] = [];
				for (const ms of between) {
					now += ms;
					const wait = counts.count('acme', limit);
					const inWindow = sent.filter((at) => at > now - 60_000);
					expect(wait > 0).toBe(inWindow.length === limit);
					if (wait > 0) {
						expect(now + wait).toBe(inWindow[0]! + 60_000);
					} else sent.push(now);
				}
			}),
		);
	});
});

describe('requests in flight', () => {
	it('are refused over the limit until one gives its place back', async () => {
		const { throttle } = throttleOf({ concurrentRequests: 2 });
		const [leave] = await Promise.all([throttle.enter(acme), throttle.enter(acme)]);
		await expect(throttle.enter(acme)).rejects.toEqual(refused(1));
		await throttle.enter(other);
		leave();
		await throttle.enter(acme);
		await expect(throttle.enter(acme)).rejects.toEqual(refused(1));
	});

	it('give their place back when they are refused for the minute', async () => {
		const { clock, send } = throttleOf({ concurrentRequests: 1, requestsPerMinute: 1 });
		await send();
		await expect(send()).rejects.toEqual(refused(60));
		clock.ms += 60_000;
		await send();
	});

	it('are never more, however long the count of the minute takes', async () => {
		const late = { count: () => new Promise<number>((resolve) => setImmediate(resolve, 0)) };
		const throttle = new Throttle({ concurrentRequests: 2, requestsPerMinute: 9 }, late);
		const all = Array.from({ length: 5 }, () => throttle.enter(acme));
		const outcomes = (await Promise.allSettled(all)).map(({ status }) => status);
		expect(outcomes.filter((status) => status === 'fulfilled')).toHaveLength(2);
	});
});

describe("an account's own limits", () => {
	it('hold in place of the others, above or below them', async () => {
		const { send, throttle } = throttleOf({ concurrentRequests: 1, requestsPerMinute: 2 });
		const large = { name: 'large', limits: { concurrentRequests: 3, requestsPerMinute: 3 } };
		await Promise.all([1, 2, 3].map(() => throttle.enter(large)));
		await expect(throttle.enter(large)).rejects.toThrow('over concurrency,limit:3');
		const small = { name: 'small', limits: { requestsPerMinute: 1 } };
		await send(small);
		await expect(send(small)).rejects.toThrow('over ratelimit,limit:1,time:1 minute');
	});
});

describe('limits that change', () => {
	it('hold at once, for what was counted and is in flight before too', async () => {
		const { throttle, send } = throttleOf({ concurrentRequests: 4, requestsPerMinute: 4 });
		await Promise.all([1, 2, 3].map(() => throttle.enter(acme)));
		throttle.limitTo({ concurrentRequests: 3, requestsPerMinute: 9 });
		await expect(send()).rejects.toThrow('over concurrency,limit:3');
		throttle.limitTo({ concurrentRequests: 9, requestsPerMinute: 3 });
		await expect(send()).rejects.toThrow('over ratelimit,limit:3');
		throttle.limitTo({ concurrentRequests: 9, requestsPerMinute: 5 });
		await send();
		await send();
		await expect(send()).rejects.toThrow('over ratelimit,limit:5');
	});
});
