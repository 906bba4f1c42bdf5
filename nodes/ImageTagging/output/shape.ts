import type { Tag } from '../../../tagging/api';
import { tagFilter } from '../../../tagging/filters';
import { itemsOf, type ImageInfo } from '../../../tagging/items';
import { mapBoxBack } from '../../../tagging/map-box';
import type { Copies, LoadedImage, TaggingAnswer } from '../image';

/** Tags with their boxes in the pixels of the original, where a shrunk copy was sent. */
function inOriginalPixels(tags: Tag[], image: ImageInfo): Tag[] {
	const { sent_width, sent_height, width, height } = image;
	if (!sent_width || !sent_height || !width || !height) return tags;
	const sent = { width: sent_width, height: sent_height };
	return tags.map((tag) => ({
		...tag,
		instances: tag.instances.map(({ confidence, bounding_box }) => ({
			confidence,
			bounding_box: mapBoxBack(bounding_box, sent, { width, height }),
		})),
	}));
}

/** The tags that pass the filters, with boxes in the pixels of the image's bytes of each kind. */
export type KeptTags = Readonly<Record<keyof Copies, Tag[]>>;

/** The JSON of an image's items, and the tags behind them. */
export function shape(
	{ image, parameters }: LoadedImage,
	{ tags, body }: TaggingAnswer,
): { items: Array<Record<string, unknown>>; kept: KeptTags } {
	const sent = tags.filter(tagFilter(parameters));
	const kept = { sent, original: inOriginalPixels(sent, image) };
	const { apiVersion, output, onNoTags } = parameters;
	const tagged = { image, apiVersion, tags: kept.original, body };
	return { items: itemsOf(tagged, output, onNoTags), kept };
}
