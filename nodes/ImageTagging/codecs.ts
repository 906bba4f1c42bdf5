import { sleep } from 'n8n-workflow';

import { PictureError } from '../../images/errors';

type Codecs = typeof import('./pictures');

/** To be called every few milliseconds of work: lets other work run. */
type Pause = () => Promise<void>;

let last: Promise<unknown> = Promise.resolve();

/**
 * Work on one picture at a time in this process: decoded pictures are large, and since all of them
 * are worked on by the same thread, several at once would be done no sooner. The codecs are loaded
 * with the first picture, since nothing else of the node needs them.
 *
 * @throws PictureError when the execution is stopped
 */
export async function withCodecs<T>(
	stop: AbortSignal,
	work: (codecs: Codecs, pause: Pause) => Promise<T>,
): Promise<T> {
	const pause = async () => {
		await sleep(0);
		if (stop.aborted) {
			throw new PictureError('The execution was stopped.', 'Run the workflow again.');
		}
	};
	const mine = last.then(pause).then(async () => await work(await import('./pictures'), pause));
	// Without the result, which would be kept until the next picture.
	last = mine.then(
		() => undefined,
		() => undefined,
	);
	return await mine;
}
