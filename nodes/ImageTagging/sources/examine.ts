import { DRAWABLE_FORMATS, LIMITS } from '../../../images/limits';
import type { ShrunkPicture } from '../../../images/pictures';
import { sniffImage, type SniffedImage } from '../../../images/sniff';
import { isOverLimits, validateImage } from '../../../images/validate';
import type { ImageInfo } from '../../../tagging/items';
import { localFailure } from '../../../huawei-cloud/errors/failure';
import { withCodecs } from '../codecs';
import type { Bytes, KnownImage, Result } from '../image';
import { failed } from '../image-failure';
import type { ItemParameters } from '../parameters/read';

/**
 * A copy within the service's limits of an image that is over them.
 * @returns undefined when the image may be sent as it is, or is of a format that can't be decoded here
 * @throws PictureError
 */
async function shrunk(
	bytes: Buffer,
	sniffed: SniffedImage,
	stop: AbortSignal,
): Promise<ShrunkPicture | undefined> {
	if (!DRAWABLE_FORMATS.includes(sniffed.format)) return undefined;
	if (!isOverLimits(sniffed, bytes.length)) return undefined;
	return await withCodecs(
		stop,
		async ({ shrinkToFit }, pause) => await shrinkToFit(bytes, LIMITS, pause),
	);
}

const sniffedCopy = ({ mimeType, sentWidth, sentHeight }: ShrunkPicture): SniffedImage => ({
	format: 'jpeg',
	mimeType,
	width: sentWidth,
	height: sentHeight,
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
	original: Buffer,
	image: ImageInfo,
	{ validation, shrink }: ItemParameters,
	stop: AbortSignal,
): Promise<Result<KnownImage & { bytes: Bytes }>> {
	const sniffed = sniffImage(original);
	const copy = shrink ? await shrunk(original, sniffed, stop) : undefined;
	const sent = copy ? Buffer.from(copy.bytes) : original;
	const { problems, warnings } = validateImage(
		copy ? sniffedCopy(copy) : sniffed,
		sent.length,
		validation,
		copy ? undefined : image.mime_type,
	);
	const known = { image: withFindings(image, sniffed, copy), warnings };
	const [problem] = problems;
	return problem
		? failed(localFailure('image', 'IMAGE', problem.reason, problem.remedy), known)
		: { ok: true, value: { ...known, bytes: { original, sent } } };
}
