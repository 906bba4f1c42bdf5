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
});
