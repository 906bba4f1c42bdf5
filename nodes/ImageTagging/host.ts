import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import type { Clock } from '../../batch/clock';

/** n8n's sleep can't be ended, so waits are cut into slices after which a stopped execution is noticed. */
const SLICE_MS = 200;

const now = () => performance.now();

/** Time since the process began: a machine's clock that is set meanwhile lengthens no wait. */
export const hostClock: Clock = {
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

/**
 * The same context, but what it calls the execution's cancel signal is `signal`: n8n passes that
 * one to every request, so this is how a single request is ended.
 */
export const withCancelSignal = (context: IExecuteFunctions, signal: AbortSignal) =>
	Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
	}) as IExecuteFunctions;

/** A signal that aborts when `outer` does, and after `ms`. To be released when the work has ended. */
export function limited(outer: AbortSignal, ms: number) {
	const controller = new AbortController();
	const end = () => controller.abort();
	const deadline = AbortSignal.timeout(ms);
	if (outer.aborted) end();
	outer.addEventListener('abort', end);
	deadline.addEventListener('abort', end);
	return {
		signal: controller.signal,
		isOverdue: () => deadline.aborted,
		release() {
			outer.removeEventListener('abort', end);
			deadline.removeEventListener('abort', end);
		},
	};
}
