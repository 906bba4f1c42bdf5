import { sleep, type IBinaryData, type IExecuteFunctions } from 'n8n-workflow';

import { PictureError } from '../../images/errors';
import { DRAWABLE_FORMATS, LIMITS } from '../../images/limits';
import type { ShrunkPicture } from '../../images/pictures';
import { sniffImage } from '../../images/sniff';
import { isOverLimits } from '../../images/validate';
import type { Tag } from '../../tagging/api';
import type { ImageInfo } from '../../tagging/items';
import type { ItemParameters } from './parameters/read';

/** Loads the codecs, which nothing else of the node needs. */
const codecs = async () => await import('./pictures');

let last: Promise<unknown> = Promise.resolve();

/**
 * Work on one picture at a time in this process: decoded pictures are large, and since all of them
 * are worked on by the same thread, several at once would be done no sooner.
 *
 * @param work to call `pause` every few milliseconds, which lets other work run
 * @throws PictureError when the execution is stopped
 */
async function inTurn<T>(
	stop: AbortSignal,
	work: (pause: () => Promise<void>) => Promise<T>,
): Promise<T> {
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

/**
 * A copy within the service's limits of an image that is over them.
 * @returns undefined when the image may be sent as it is, or is of a format that can't be decoded here
 * @throws PictureError
 */
export async function shrunk(bytes: Buffer, stop: AbortSignal): Promise<ShrunkPicture | undefined> {
	const sniffed = sniffImage(bytes);
	if (!DRAWABLE_FORMATS.includes(sniffed.format)) return undefined;
	if (!isOverLimits(sniffed, bytes.length)) return undefined;
	const { shrinkToFit } = await codecs();
	return await inTurn(stop, async (pause) => await shrinkToFit(bytes, LIMITS, pause));
}

/** Tags with their boxes in the pixels of the original, where a shrunk copy was sent. */
export async function inOriginalPixels(tags: Tag[], image: ImageInfo): Promise<Tag[]> {
	const { sent_width, sent_height, width, height } = image;
	if (!sent_width || !sent_height || !width || !height) return tags;
	const { mapBoxBack } = await codecs();
	const sent = { width: sent_width, height: sent_height };
	return tags.map((tag) => ({
		...tag,
		instances: tag.instances.map(({ confidence, bounding_box }) => ({
			confidence,
			bounding_box: mapBoxBack(bounding_box, sent, { width, height }),
		})),
	}));
}

/** The picture with what was found drawn on it, or why there is none. */
export type Annotation = { picture: IBinaryData } | { problem: string };

const annotatedName = (image: ImageInfo, extension: string): string => {
	const path = image.file_name ?? image.key ?? image.url ?? '';
	const name = path.replace(/^.*\//s, '').replace(/\.[^.]*$/, '');
	return `${name || 'image'}-annotated.${extension}`;
};

const NEEDS_BYTES =
	'An annotated picture can only be drawn of an image that n8n has: turn on Download Image in n8n, or use Binary File or Base64 Text as Image Source.';

/**
 * Draws boxes and labels on the image that was sent. Whatever goes wrong is a problem to tell, never
 * a reason to lose the tags.
 *
 * @param bytes what was sent; undefined where the service fetched the image itself
 * @param tags with boxes in the pixels of what was sent
 */
export async function annotated(
	context: IExecuteFunctions,
	bytes: Buffer | undefined,
	tags: Tag[],
	image: ImageInfo,
	{ annotatedPicture, language }: ItemParameters,
	stop: AbortSignal,
): Promise<Annotation | undefined> {
	if (annotatedPicture === 'none') return undefined;
	if (!bytes) return { problem: NEEDS_BYTES };
	const draw = async (): Promise<Annotation> => {
		const { annotate } = await codecs();
		const drawn = await inTurn(
			stop,
			async (pause) => await annotate(bytes, tags, { format: annotatedPicture, language, pause }),
		);
		return {
			picture: await context.helpers.prepareBinaryData(
				Buffer.from(drawn.bytes.buffer, drawn.bytes.byteOffset, drawn.bytes.length),
				annotatedName(image, annotatedPicture === 'jpeg' ? 'jpg' : 'png'),
				drawn.mimeType,
			),
		};
	};
	return await draw().catch((error: unknown) => ({
		problem: error instanceof Error ? error.message : 'The picture could not be drawn on.',
	}));
}
