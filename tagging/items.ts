import type { ApiVersion, BoundingBox, Tag, TagInstance } from './api';

/** Shapes that the node can emit: one item per tag, per image, per detected object, or the answer as it came. */
export type Output = 'tags' | 'images' | 'objects' | 'raw';

/** Where an image came from and what is known of it; goes with every item. Sides in upright pixels. */
export interface ImageInfo {
	source: string;
	field?: string;
	file_name?: string;
	mime_type?: string;
	width?: number;
	height?: number;
	/** Pixels that were sent, when the image was shrunk. */
	sent_width?: number;
	sent_height?: number;
	/** Without query and user part, which can be secrets. */
	url?: string;
	bucket?: string;
	key?: string;
}

/** A bounding box as shares (0 to 1) of the picture's sides, clipped to the picture. */
interface RelativeBox {
	left: number;
	top: number;
	width: number;
	height: number;
}

export interface TaggedImage {
	image: ImageInfo;
	apiVersion: ApiVersion;
	/** Filtered tags. */
	tags: Tag[];
	/** The service's answer as it came. */
	body: Record<string, unknown>;
}

type Item = Record<string, unknown>;

const clip = (value: number): number => Math.min(1, Math.max(0, value));

function relativeBox(box: BoundingBox, { width, height }: ImageInfo): RelativeBox | undefined {
	if (!width || !height) return undefined;
	const left = clip(box.top_left_x / width);
	const top = clip(box.top_left_y / height);
	return {
		left,
		top,
		width: Math.max(0, clip((box.top_left_x + box.width) / width) - left),
		height: Math.max(0, clip((box.top_left_y + box.height) / height) - top),
	};
}

/** An instance with its box also as shares of the picture, where the picture's size is known. */
function located({ confidence, bounding_box }: TagInstance, image: ImageInfo): Item {
	const relative_box = relativeBox(bounding_box, image);
	return { confidence, bounding_box, ...(relative_box ? { relative_box } : {}) };
}

const tagFields = (tag: Tag, image: ImageInfo): Item => ({
	...tag,
	instances: tag.instances.map((instance) => located(instance, image)),
});

function objectItems({ tags, image, apiVersion }: TaggedImage): Item[] {
	return tags
		.flatMap(({ instances, ...tag }) =>
			instances.map((instance) => ({ ...tag, ...located(instance, image) })),
		)
		.map((object, object_index) => ({
			...object,
			object_index,
			image,
			api_version: apiVersion,
		}));
}

const imageItem = ({ tags, image, apiVersion }: TaggedImage): Item => ({
	image,
	api_version: apiVersion,
	tags: tags.map((tag) => tagFields(tag, image)),
	tag_names: tags.map(({ tag }) => tag),
	tag_count: tags.length,
	object_count: tags.reduce((count, { instances }) => count + instances.length, 0),
});

const shapes: Readonly<Record<Output, (tagged: TaggedImage) => Item[]>> = {
	tags: (tagged) =>
		tagged.tags.map((tag) => ({
			...tagFields(tag, tagged.image),
			image: tagged.image,
			api_version: tagged.apiVersion,
		})),
	objects: objectItems,
	images: (tagged) => [imageItem(tagged)],
	raw: ({ body }) => [body],
};

/**
 * The JSON of the items that a tagged image gives: field names are the API's own.
 *
 * @param onNoTags what `tags` and `objects` give for an image without any: nothing, or one item
 * with `tag: null`
 */
export function itemsOf(
	tagged: TaggedImage,
	output: Output,
	onNoTags: 'nothing' | 'emptyItem',
): Item[] {
	const items = shapes[output](tagged);
	if (items.length > 0 || onNoTags === 'nothing') return items;
	return [{ tag: null, image: tagged.image, api_version: tagged.apiVersion }];
}
