/** What a lane does with one task; `opens` tells that further lanes may start. */
export type LaneTask = (index: number) => Promise<{ opens: boolean }>;

/**
 * Runs tasks 0 … count-1, started in order, at most `lanes` at a time. The first goes alone until
 * one says that further lanes may open, so that a wrong key costs one request and not one a lane.
 * Resolves when all started tasks have ended; nothing new starts once `stopped()` is true.
 */
export async function runLanes(
	count: number,
	lanes: number,
	task: LaneTask,
	stopped: () => boolean,
): Promise<void> {
	let next = 0;
	let opened = false;
	const running: Array<Promise<void>> = [];

	const lane = async (): Promise<void> => {
		while (next < count && !stopped()) {
			const { opens } = await task(next++);
			if (opens && !opened) {
				opened = true;
				while (running.length < Math.min(lanes, count)) running.push(lane());
			}
		}
	};

	running.push(lane());
	for (let i = 0; i < running.length; i++) await running[i];
}
