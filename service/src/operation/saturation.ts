/** Between two looks at the queue. */
const lookMs = 250;
/** A full queue has room for moments, whenever an image leaves it. With room for as long as this, it is not full. */
const roomMs = 2_000;

/** Tells a queue that stays full, and refuses most of what comes, from one that is full now and then. */
export class Saturation {
	#since = -Infinity;
	#last = -Infinity;

	/** @param afterMs time for which the queue has to be full */
	constructor(private readonly afterMs: number) {}

	/** @returns whether the queue has been full for long */
	look(full: boolean, now: number): boolean {
		const hadRoom = now - this.#last > roomMs;
		if (full) {
			if (hadRoom) this.#since = now;
			this.#last = now;
		} else if (hadRoom) return false;
		return now - this.#since >= this.afterMs;
	}
}

/** What is known of the queue at the last look; to be stopped when nobody asks any more. */
interface SaturationWatch {
	readonly saturated: boolean;
	stop(): void;
}

/** @param onChange is told when the queue has been full for long, and when it is no longer */
export function watchSaturation(
	isFull: () => boolean,
	afterMs: number,
	onChange: (saturated: boolean) => void,
): SaturationWatch {
	const saturation = new Saturation(afterMs);
	const watch = { saturated: false, stop: () => clearInterval(timer) };
	const timer = setInterval(() => {
		const saturated = saturation.look(isFull(), performance.now());
		if (saturated === watch.saturated) return;
		watch.saturated = saturated;
		onChange(saturated);
	}, lookMs).unref();
	return watch;
}
