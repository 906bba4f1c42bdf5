import { createPace, type Pace, type Pause } from '../codecs/pace';
import type { ImageFormat } from '../formats/format';
import type { ImageFile } from '../sniff';
import type { Carried, Carrier } from './carrier';
import { EmbedError, orReason } from './embed-error';
import { readJpeg } from './jpeg/jpeg';
import { keywordsOf, type KeywordOptions, type Keywords, type KeywordTag } from './keywords';
import { readPng } from './png';
import { splice, type Edit } from './splice';
import { readWebp } from './webp';
import { sidecarOf, writeXmp } from './xmp/write';

/** Where tags go: into the image's own metadata, or into a file beside it. */
export type TagPlace = 'embed' | 'sidecar';

/** What became of an image's tags: the image with them in it, or XMP. */
export interface TaggedFile {
	kind: 'image' | 'sidecar';
	bytes: Uint8Array;
	mimeType: string;
	/** Why the image itself was not written to, a sentence, where it should have been. */
	reason?: string;
}

export interface WriteTagsOptions extends KeywordOptions {
	place: TagPlace;
	/** Yields to the event loop; called where work has held it for some milliseconds. */
	pause: Pause;
}

/** Formats whose metadata can hold the tags. */
const CARRIERS: Partial<Record<ImageFormat, Carrier>> = {
	jpeg: readJpeg,
	png: readPng,
	webp: readWebp,
};

/** XMP has a type of its own (XMP specification, part 1, annex A). */
const XMP_TYPE = 'application/rdf+xml';

const NO_PLACE = 'Its format has no place for keywords that programs agree on.';

/**
 * Writes tags as keywords into an image's metadata, with everything else in the file left as it is, or
 * into XMP for a file beside it. Writing the same tags again changes nothing.
 *
 * @param image a whole file
 * @param tags with boxes in pixels of the upright image
 */
export async function writeTags(
	image: ImageFile,
	tags: readonly KeywordTag[],
	{ place, pause, ...options }: WriteTagsOptions,
): Promise<TaggedFile> {
	const pace = createPace(pause);
	const { bytes: file, sniffed } = image;
	const keywords = keywordsOf(tags, sniffed, options);
	const carried = await orReason(() => read(image));
	await pace();
	const sidecar = async () => ({
		kind: 'sidecar' as const,
		bytes: await besideImage(carried, keywords, pace),
		mimeType: XMP_TYPE,
	});
	if (place === 'sidecar') return await sidecar();
	const edits =
		typeof carried === 'string'
			? carried
			: await orReason(async () => await editsFor(carried, keywords, pace));
	if (typeof edits === 'string') return { ...(await sidecar()), reason: edits };
	await pace();
	return { kind: 'image', bytes: splice(file, edits), mimeType: sniffed.mimeType };
}

/** @throws {EmbedError} when the file can't be read as one that has metadata */
function read(image: ImageFile): Carried {
	const { format, damage } = image.sniffed;
	const carrier = CARRIERS[format];
	if (!carrier) throw new EmbedError(NO_PLACE);
	const carried = carrier(image);
	return damage ? { ...carried, obstacle: damage } : carried;
}

/** Both kinds of keywords get those of the other too, so that all programs show the same. @throws {EmbedError} */
async function editsFor(carried: Carried, keywords: Keywords, pace: Pace): Promise<Edit[]> {
	if (carried.obstacle) throw new EmbedError(carried.obstacle);
	const subjects = [...carried.otherKeywords(), ...keywords.subjects];
	return carried.edits(await writeXmp(carried.xmp, { ...keywords, subjects }, pace));
}

async function besideImage(
	carried: Carried | string,
	keywords: Keywords,
	pace: Pace,
): Promise<Buffer> {
	if (typeof carried === 'string') return await sidecarOf(undefined, keywords, pace);
	const others = await orReason(() => carried.otherKeywords());
	const subjects = [...(typeof others === 'string' ? [] : others), ...keywords.subjects];
	return await sidecarOf(carried.xmp, { ...keywords, subjects }, pace);
}
