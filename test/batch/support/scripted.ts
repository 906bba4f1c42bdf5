import type { AttemptFailure, AttemptResult, Retry } from '../../../batch/attempt';
import { Batch, type BatchOptions } from '../../../batch/batch';
import type { Task } from '../../../batch/task';
import { SimulatedClock } from '../../support/simulated-clock';

export interface Failure extends AttemptFailure {
	cause?: AttemptFailure;
}
export type Result = AttemptResult<string, Failure>;

export const failed = (
	retry: Retry,
	more: Partial<Failure> = {},
): Extract<Result, { ok: false }> => ({
	ok: false,
	failure: { retry, stopsBatch: false, answered: true, ...more },
});
export const wrongKey = () => failed('never', { stopsBatch: true });

/** What happens to one task: its latency, and a result for each attempt (after the last: success). */
export interface Script {
	latency?: number;
	results?: Result[];
	/** Instead of `results`: what an attempt that ends at a time gives. */
	resultAt?: (ms: number) => Result;
	loaded?: AttemptResult<never, Failure>;
	/** What loading gives that takes until it is ended. */
	loadsUntilStopped?: AttemptResult<never, Failure>;
	/** What downloading gives at each attempt before there is something to send (after the last: success). */
	fetches?: Result[];
	/** Where that is downloaded from; one host for all, if left out. */
	host?: string;
}

/** A batch of scripted tasks on a simulated clock, and what was seen of them. */
export function rig(
	scripts: Script[],
	options: Partial<BatchOptions<Failure>> = {},
	maxAttempts = 4,
) {
	const clock = new SimulatedClock();
	const begun: number[] = [];
	const sent: Array<{ index: number; at: number }> = [];
	const fetched: Array<{ index: number; at: number }> = [];
	let inFlight = 0;
	let most = 0;
	const tasks = scripts.map(
		(
			{
				latency = 10,
				results = [],
				resultAt,
				loaded,
				loadsUntilStopped,
				fetches,
				host = 'images.example',
			},
			index,
		): Task<undefined, string, Failure> => {
			let fetch = 0;
			let attempt = 0;
			return {
				maxAttempts,
				async load(stop, download) {
					begun.push(index);
					if (loadsUntilStopped) {
						await clock.sleep(3_600_000, stop);
						return loadsUntilStopped;
					}
					if (loaded) return loaded;
					if (!fetches) return { ok: true, value: undefined };
					const got = await download(host, async (signal) => {
						fetched.push({ index, at: clock.now() });
						await clock.sleep(latency, signal);
						return fetches[fetch++] ?? { ok: true, value: 'bytes' };
					});
					return got?.ok ? { ok: true, value: undefined } : got;
				},
				async send(_nothing, signal) {
					sent.push({ index, at: clock.now() });
					most = Math.max(most, ++inFlight);
					await clock.sleep(latency, signal);
					inFlight--;
					if (resultAt) return resultAt(clock.now());
					return results[attempt++] ?? { ok: true, value: `task ${index}` };
				},
			};
		},
	);
	const batch = new Batch(tasks, {
		concurrency: 5,
		clock,
		random: () => 0.5,
		stopOnFailure: false,
		notAttempted: (cause) => ({ ...cause, cause }),
		...options,
	});
	return {
		batch,
		clock,
		begun,
		sent,
		fetched,
		fetchesOf: (index: number) => fetched.filter((one) => one.index === index).length,
		attemptsOf: (index: number) => sent.filter((one) => one.index === index).length,
		mostInFlight: () => most,
		run: async () => await clock.run(batch.run()),
		inFlight: () => inFlight,
	};
}

export const plain = (count: number): Script[] => Array.from({ length: count }, () => ({}));
