import type { Tag } from '../../../tagging/api';
import { tagFilter } from '../../../tagging/filters';
import { itemsOf, type ImageInfo } from '../../../tagging/items';
import { mapBoxBack } from '../../../tagging/map-box';
import type { LoadedImage, TaggingAnswer } from '../image';

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

/** The JSON of an image's items, and the tags behind them, whose boxes are in the pixels of what was sent. */
export function shape(
	{ image, parameters }: LoadedImage,
	{ tags, body }: TaggingAnswer,
): { items: Array<Record<string, unknown>>; kept: Tag[] } {
	const kept = tags.filter(tagFilter(parameters));
	const { apiVersion, output, onNoTags } = parameters;
	const tagged = { image, apiVersion, tags: inOriginalPixels(kept, image), body };
	return { items: itemsOf(tagged, output, onNoTags), kept };
}
