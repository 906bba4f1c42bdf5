import { hasText } from '../../formats/bytes';
import { EmbedError } from '../embed-error';
import { movedTo, type Edit } from '../splice';
import { segmentsWith, type JpegLayout } from './segments';

const [APP1, EXIF] = [0xe1, 'Exif\0\0'];
const START_OF_JPEG = Buffer.from([0xff, 0xd8, 0xff]);
/** Cameras put one or two images behind the first; what else looks like one is chance. */
const MOST_IMAGES = 64;

/**
 * Some cameras' maker notes, whose meaning only their makers know, point at a larger preview behind
 * the image, counted from the head of the EXIF. Where one seems to, the distance must stay.
 * @throws {EmbedError} when the edits change it
 */
export function guardPreviews(file: Buffer, layout: JpegLayout, edits: readonly Edit[]): void {
	const images = imagesAfter(file, layout.imageEnd);
	for (const { body, end } of segmentsWith(file, layout, APP1, EXIF)) {
		const head = body + EXIF.length;
		const isMoved = images.some(
			(image) =>
				movedTo(image, edits) - movedTo(head, edits) !== image - head &&
				pointsTo(file.subarray(head, end), image - head),
		);
		if (isMoved) throw new EmbedError('Its maker notes point at a preview that would move.');
	}
}

function imagesAfter(file: Buffer, start: number): number[] {
	const found: number[] = [];
	let at = file.indexOf(START_OF_JPEG, start);
	for (; at !== -1 && found.length < MOST_IMAGES; at = file.indexOf(START_OF_JPEG, at + 1))
		found.push(at);
	return found;
}

function pointsTo(exif: Buffer, distance: number): boolean {
	const pointer = Buffer.alloc(4);
	if (hasText(exif, 0, 'II')) pointer.writeUInt32LE(distance);
	else pointer.writeUInt32BE(distance);
	return exif.includes(pointer);
}
