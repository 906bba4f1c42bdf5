import { sleep } from 'n8n-workflow';

import type { Clock } from '../../../batch/clock';

/** n8n's sleep can't be ended, so waits are cut into slices after which a stopped execution is noticed. */
const SLICE_MS = 200;

const now = () => performance.now();

/** Time since the process began: a machine's clock that is set meanwhile lengthens no wait. */
export const n8nClock: Clock = {
	now,
	async sleep(ms, signal) {
		const end = now() + ms;
		for (let left = ms; left > 0 && !signal?.aborted; left = end - now()) {
			await sleep(Math.min(SLICE_MS, left));
		}
	},
	/** Twice, since the first may be due when the work beside it ends, and due timers go before sockets. */
	async yieldToEventLoop() {
		await sleep(0);
		await sleep(0);
	},
};
