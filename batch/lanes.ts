export interface LaneOptions {
	lanes: number;
	/** Resolves once further lanes may start. */
	opened: Promise<void>;
	/** Nothing new starts once this is true. */
	stopped: () => boolean;
}

/**
 * Runs tasks 0 … count-1, started in order, at most `lanes` at a time. Until `opened` they go one
 * by one, so that a wrong key costs one request and not one a lane. Resolves when all started tasks
 * have ended.
 */
export async function runLanes(
	count: number,
	task: (index: number) => Promise<void>,
	{ lanes, opened, stopped }: LaneOptions,
): Promise<void> {
	let next = 0;
	const lane = async (): Promise<void> => {
		while (next < count && !stopped()) await task(next++);
	};
	const first = lane();
	await Promise.race([first, opened]);
	await Promise.all([first, ...Array.from({ length: Math.min(lanes, count) - 1 }, lane)]);
}
