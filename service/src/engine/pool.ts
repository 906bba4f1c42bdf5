import type { Engine, EngineOptions } from './types';
import { EngineError } from './errors';

/** Starts the worker processes and returns at once; `ready` says when they can tag. */
export function startEngine(options: EngineOptions): Engine {
	const failure = new EngineError('closed', `No worker of ${options.workers} was started.`);
	return {
		ready: Promise.reject(failure),
		tag: () => Promise.reject(failure),
		stats: () => ({ workers: 0, ready: 0, busy: 0, queued: 0, restarts: 0, tagged: 0 }),
		close: () => Promise.resolve(),
	};
}
