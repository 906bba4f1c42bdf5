import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * The same context with `signal` in place of the execution's cancel signal. n8n passes that one on to
 * every request, so this is how a single request is ended.
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
