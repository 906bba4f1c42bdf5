import { decodeUpright } from './codecs/decode';
import { encodePicture, type PictureFormat } from './codecs/encode';
import { createPace, type Pause } from './codecs/pace';
import { drawBoxes } from './drawing/boxes';
import { drawStrip } from './drawing/strip';
import { collectBoxes, type AnnotationTag, type LabelLanguage } from './drawing/tags';
import type { ImageFile } from './sniff';

export interface AnnotateOptions {
	format: PictureFormat;
	/** Of the labels. */
	language: LabelLanguage;
	/** Yields to the event loop; called every few milliseconds of work. */
	pause: Pause;
}

export interface Picture {
	bytes: Uint8Array;
	mimeType: string;
	/** Sides in pixels, upright. */
	width: number;
	height: number;
}

/**
 * Draws what was found on a JPG, PNG or BMP: boxes with label and confidence, or, without any boxes,
 * a strip with the best tags. The picture is turned upright (EXIF), boxes are in pixels of the upright picture.
 * @throws {PictureError} when the image can't be decoded; the tags are as good as before
 */
export async function annotate(
	file: ImageFile,
	tags: readonly AnnotationTag[],
	{ format, language, pause }: AnnotateOptions,
): Promise<Picture> {
	const pace = createPace(pause);
	const bitmap = await decodeUpright(file, pace);
	const boxes = collectBoxes(tags, bitmap.width, bitmap.height);
	if (boxes.length > 0) await drawBoxes(bitmap, boxes, language, pace);
	else if (tags.length > 0) drawStrip(bitmap, tags, language);
	const bytes = await encodePicture(bitmap, format, pace);
	return { bytes, mimeType: `image/${format}`, width: bitmap.width, height: bitmap.height };
}
