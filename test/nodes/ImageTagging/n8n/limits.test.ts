import { setTimeout } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';

import { limited } from '../../../../nodes/ImageTagging/n8n/limits';

describe('a limited signal', () => {
	it('aborts with the outer one, be it aborted already', () => {
		const stop = new AbortController();
		const { signal, isOverdue } = limited(stop.signal, 60_000);
		expect(signal.aborted).toBe(false);
		stop.abort();
		expect(signal.aborted).toBe(true);
		expect(isOverdue()).toBe(false);
		expect(limited(stop.signal, 60_000).signal.aborted).toBe(true);
	});

	it('aborts when the time is over, and says that this is why', async () => {
		const { signal, isOverdue } = limited(new AbortController().signal, 20);
		await new Promise((aborted) => signal.addEventListener('abort', aborted));
		expect(isOverdue()).toBe(true);
	});

	it('is left alone once it is released', async () => {
		const stop = new AbortController();
		const { signal, release } = limited(stop.signal, 20);
		release();
		stop.abort();
		await setTimeout(60);
		expect(signal.aborted).toBe(false);
	});
});
