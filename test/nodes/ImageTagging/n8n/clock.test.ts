import { describe, expect, it, jest } from '@jest/globals';

import { n8nClock } from '../../../../nodes/ImageTagging/n8n/clock';

describe("the machine's clock", () => {
	it('waits no longer when the machine is set back meanwhile', async () => {
		const started = performance.now();
		const wait = n8nClock.sleep(300);
		const set = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 3_600_000);
		await wait;
		set.mockRestore();
		expect(performance.now() - started).toBeGreaterThanOrEqual(299);
	}, 20_000);

	it('goes on', async () => {
		const before = n8nClock.now();
		await n8nClock.sleep(20);
		expect(n8nClock.now() - before).toBeGreaterThanOrEqual(19);
	});

	it.each([0, -5])('does not wait %i ms', async (ms) => {
		const before = performance.now();
		await n8nClock.sleep(ms);
		expect(performance.now() - before).toBeLessThan(15);
	});

	it('ends a wait soon after its signal aborts, and begins none after that', async () => {
		const stop = new AbortController();
		const before = performance.now();
		const wait = n8nClock.sleep(60_000, stop.signal);
		stop.abort();
		await wait;
		await n8nClock.sleep(60_000, stop.signal);
		expect(performance.now() - before).toBeLessThan(10_000);
	}, 20_000);

	it('lets what waits in the event loop go first', async () => {
		const order: string[] = [];
		setImmediate(() => order.push('socket'));
		await n8nClock.yieldToEventLoop();
		order.push('mine');
		expect(order).toEqual(['socket', 'mine']);
	});
});
