import type { ImageFormat } from '../formats/format';
import { sniffImage, type SniffedImage } from '../sniff';
import type { Carried, Carrier } from './carrier';
import { EmbedError } from './embed-error';
import { readJpeg } from './jpeg/jpeg';
import { keywordsOf, type KeywordOptions, type Keywords, type KeywordTag } from './keywords';
import { readPng } from './png';
import { splice, type Edit } from './splice';
import { readWebp } from './webp';
import { sidecarOf, writeXmp } from './xmp/write';

/** Where tags go: into the image's own metadata, or into a file beside it. */
export type TagPlace = 'embed' | 'sidecar';

/** What is to be done for an image's tags. */
export type TagPlan =
	| { kind: 'image'; edits: Edit[]; mimeType: string }
	| {
			kind: 'sidecar';
			bytes: Uint8Array;
			mimeType: string;
			/** Why the image itself is not written to, a sentence, where it should have been. */
			reason?: string;
	  };

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
 * Plans how tags become keywords in an image's metadata, with everything else in the file left as it
 * is, or in XMP for a file beside it. For tags that are there already, there is nothing to change.
 *
 * @param image a whole file
 * @param tags with boxes in pixels of the upright image
 */
export function planTags(
	image: Uint8Array,
	tags: readonly KeywordTag[],
	place: TagPlace,
	options: KeywordOptions,
): TagPlan {
	const file = Buffer.from(image.buffer, image.byteOffset, image.length);
	const sniffed = sniffImage(file);
	const keywords = keywordsOf(tags, sniffed, options);
	const carried = orReason(() => read(file, sniffed));
	const sidecar = () => ({
		kind: 'sidecar' as const,
		bytes: besideImage(carried, keywords),
		mimeType: XMP_TYPE,
	});
	if (place === 'sidecar') return sidecar();
	const edits = typeof carried === 'string' ? carried : orReason(() => editsFor(carried, keywords));
	return typeof edits === 'string'
		? { ...sidecar(), reason: edits }
		: { kind: 'image', edits, mimeType: sniffed.mimeType };
}

/** The file that a plan makes: the image with its tags, or XMP. Copying a large image takes a while. */
export const carryOut = (image: Uint8Array, plan: TagPlan): Uint8Array => {
	if (plan.kind === 'sidecar') return plan.bytes;
	return plan.edits.length === 0 ? image : splice(image, plan.edits);
};

/** @throws {EmbedError} when the file can't be read as one that has metadata */
function read(file: Buffer, { format, damage }: SniffedImage): Carried {
	const carrier = CARRIERS[format];
	if (!carrier) throw new EmbedError(NO_PLACE);
	const carried = carrier(file);
	return damage ? { ...carried, obstacle: damage } : carried;
}

/** What `work` gives, or the reason why it can't be done. */
function orReason<T extends object>(work: () => T): T | string {
	try {
		return work();
	} catch (error) {
		if (error instanceof EmbedError) return error.message;
		throw error;
	}
}

/** Both kinds of keywords get those of the other too, so that all programs show the same. @throws {EmbedError} */
function editsFor(carried: Carried, keywords: Keywords): Edit[] {
	if (carried.obstacle) throw new EmbedError(carried.obstacle);
	const subjects = [...carried.otherKeywords(), ...keywords.subjects];
	return carried.edits(writeXmp(carried.xmp, { ...keywords, subjects }));
}

function besideImage(carried: Carried | string, keywords: Keywords): Buffer {
	if (typeof carried === 'string') return sidecarOf(undefined, keywords);
	const others = orReason(() => carried.otherKeywords());
	const subjects = [...(typeof others === 'string' ? [] : others), ...keywords.subjects];
	return sidecarOf(carried.xmp, { ...keywords, subjects });
}
