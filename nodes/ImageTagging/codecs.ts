import { sleep } from 'n8n-workflow';

import { PictureError } from '../../images/errors';

type Codecs = typeof import('./pictures');
type Metadata = typeof import('./metadata');

/** To be called every few milliseconds of work: lets other work run. */
type Pause = () => Promise<void>;

let last: Promise<unknown> = Promise.resolve();

/**
 * Work on one picture at a time in this process: pictures are large, and since all of them are worked
 * on by the same thread, several at once would be done no sooner.
 *
 * @throws PictureError when the execution is stopped
 */
async function inTurn<T>(stop: AbortSignal, work: (pause: Pause) => Promise<T>): Promise<T> {
	const pause = async () => {
		await sleep(0);
		if (stop.aborted) {
			throw new PictureError('The execution was stopped.', 'Run the workflow again.');
		}
	};
	const mine = last.then(pause).then(async () => await work(pause));
	// Without the result, which would be kept until the next picture.
	last = mine.then(
		() => undefined,
		() => undefined,
	);
	return await mine;
}

/** Takes the codecs in turn. They are loaded with the first picture, since nothing else needs them. */
export const withCodecs = async <T>(
	stop: AbortSignal,
	work: (codecs: Codecs, pause: Pause) => Promise<T>,
): Promise<T> => await inTurn(stop, async (pause) => await work(await import('./pictures'), pause));

/** Takes the writer of metadata in turn, which needs no codecs: pixels stay as they are. */
export const withMetadata = async <T>(
	stop: AbortSignal,
	work: (metadata: Metadata, pause: Pause) => Promise<T>,
): Promise<T> => await inTurn(stop, async (pause) => await work(await import('./metadata'), pause));
