import type { EngineStats } from '../../src/engine/types';

/** What an engine of one worker says of itself that has nothing to do. */
export const idleStats: EngineStats = {
	workers: 1,
	ready: 1,
	busy: 0,
	queued: 0,
	full: false,
	restarts: 0,
	renewals: 0,
	tagged: 0,
};
