import { DRAWABLE_FORMATS, LIMITS } from '../../../images/limits';
import type { ShrunkPicture } from '../../../images/pictures';
import { imageFile, type ImageFile, type SniffedImage } from '../../../images/sniff';
import { isOverLimits, validateImage } from '../../../images/validate';
import type { ImageInfo } from '../../../tagging/items';
import { localFailure } from '../../../huawei-cloud/errors/failure';
import { withCodecs } from '../codecs';
import type { Copies, KnownImage, Result } from '../image';
import { failed } from '../image-failure';
import type { ItemParameters } from '../parameters/read';

/**
 * A copy within the service's limits of an image that is over them.
 * @returns undefined when the image may be sent as it is, or is of a format that can't be decoded here
 * @throws PictureError
 */
async function shrunk(file: ImageFile, stop: AbortSignal): Promise<ShrunkPicture | undefined> {
	const { bytes, sniffed } = file;
	if (!DRAWABLE_FORMATS.includes(sniffed.format)) return undefined;
	if (!isOverLimits(sniffed, bytes.length)) return undefined;
	return await withCodecs(
		stop,
		async ({ shrinkToFit }, pause) => await shrinkToFit(file, LIMITS, pause),
	);
}

const copyFile = ({ bytes, mimeType, sentWidth, sentHeight }: ShrunkPicture): ImageFile => ({
	bytes: Buffer.from(bytes),
	sniffed: { format: 'jpeg', mimeType, width: sentWidth, height: sentHeight },
});

/** What the bytes tell, added to what was known. */
const withFindings = (
	image: ImageInfo,
	{ format, mimeType, uprightWidth: width, uprightHeight: height }: SniffedImage,
	copy: ShrunkPicture | undefined,
): ImageInfo => ({
	...image,
	...(format === 'unknown' ? {} : { mime_type: mimeType }),
	...(width === undefined ? {} : { width }),
	...(height === undefined ? {} : { height }),
	...(copy ? { sent_width: copy.sentWidth, sent_height: copy.sentHeight } : {}),
});

/**
 * Reads a picture's header, shrinks it where the user wants that and it is too large, and judges what
 * will be sent before a billable call.
 *
 * @param image what is known of it, with the type that its sender declares
 * @throws PictureError when it can't be shrunk
 */
export async function examine(
	bytes: Buffer,
	image: ImageInfo,
	{ validation, shrink }: ItemParameters,
	stop: AbortSignal,
): Promise<Result<KnownImage & { copies: Copies }>> {
	const original = imageFile(bytes);
	const copy = shrink ? await shrunk(original, stop) : undefined;
	const sent = copy ? copyFile(copy) : original;
	const { problems, warnings } = validateImage(
		sent.sniffed,
		sent.bytes.length,
		validation,
		copy ? undefined : image.mime_type,
	);
	const known = { image: withFindings(image, original.sniffed, copy), warnings };
	const [problem] = problems;
	return problem
		? failed(localFailure('image', 'IMAGE', problem.reason, problem.remedy), known)
		: { ok: true, value: { ...known, copies: { original, sent } } };
}
