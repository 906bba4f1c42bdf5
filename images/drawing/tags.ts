/** A rectangle in pixels of the upright picture, as the API names it. */
export interface BoundingBox {
	top_left_x: number;
	top_left_y: number;
	width: number;
	height: number;
}

/** A tag as the picture shows it. Confidences are 0–100. */
export interface AnnotationTag {
	tag: string;
	confidence: number;
	/** The tag in both languages, where the answer has them. */
	i18n_tag?: { en?: string; zh?: string };
	instances: Array<{ confidence: number; bounding_box: BoundingBox }>;
}

export type LabelLanguage = 'en' | 'zh';

/** A rectangle of whole pixels. */
export interface Rect {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** One box to draw: inside the picture, at least one pixel large. */
export interface Box extends Rect {
	tag: AnnotationTag;
	confidence: number;
}

/** Beyond this a picture is nothing but boxes; the most certain ones are drawn. */
const MAX_BOXES = 300;

/** The boxes of all tags, clipped to the picture; those outside it or without sound numbers are left out. */
export function collectBoxes(tags: readonly AnnotationTag[], width: number, height: number): Box[] {
	return tags
		.flatMap((tag) =>
			(tag.instances ?? []).flatMap(({ confidence, bounding_box }) => {
				const rect = bounding_box && clip(bounding_box, width, height);
				return rect ? [{ ...rect, tag, confidence: Number(confidence) }] : [];
			}),
		)
		.sort((a, b) => b.confidence - a.confidence)
		.slice(0, MAX_BOXES);
}

function clip(box: BoundingBox, width: number, height: number): Rect | undefined {
	const { top_left_x, top_left_y } = box;
	const left = Math.max(0, Math.round(top_left_x));
	const top = Math.max(0, Math.round(top_left_y));
	const right = Math.min(width, Math.round(top_left_x + box.width));
	const bottom = Math.min(height, Math.round(top_left_y + box.height));
	if (!(right > left && bottom > top)) return undefined;
	return { x: left, y: top, width: right - left, height: bottom - top };
}
