import type { Clock } from './clock';

/**
 * One at a time, and whatever else waits in the event loop in between. Lanes that begin a request at
 * the same moment would otherwise be interleaved step by step: the first would be sent when the last
 * is ready, their answers would come back together, and so again in every round.
 */
export class Turns {
	private last: Promise<void> = Promise.resolve();

	constructor(private readonly clock: Pick<Clock, 'breathe'>) {}

	/** Resolves when it is the caller's turn: at once where nobody had one just before. */
	async next(): Promise<void> {
		const mine = this.last;
		this.last = mine.then(async () => await this.clock.breathe());
		await mine;
	}
}
