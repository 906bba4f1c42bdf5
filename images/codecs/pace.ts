/** Lets other work run: an awaitable that yields to the event loop. */
export type Pause = () => Promise<void>;

/** Called between small pieces of work; pauses when the event loop has been held long enough. */
export type Pace = () => Promise<void>;

/** How long, in ms, work may go on before it pauses. */
const SLICE = 12;

/** Makes the function that long work calls between its pieces. */
export function createPace(pause: Pause): Pace {
	let start = performance.now();
	return async () => {
		if (performance.now() - start < SLICE) return;
		await pause();
		start = performance.now();
	};
}
