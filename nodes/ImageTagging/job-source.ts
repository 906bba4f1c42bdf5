import type { AttemptResult } from '../../batch/attempt';
import type { Download, LoadResult } from '../../batch/task';
import { sniffImage } from '../../images/sniff';
import { validateImage, type ImageWarning } from '../../images/validate';
import type { ImageInfo } from '../../tagging/items';
import { failed, localFailure, type ImageFailure } from './image-failure';
import type { ItemParameters } from './parameters/read';
import { shrunk } from './picture-work';

/** The bytes of an image, or how to get an address that the service can fetch it from now. */
export type Loaded = { image: Buffer } | { urlNow: () => string };

type Loading = LoadResult<Loaded, ImageFailure>;

/** An image that an item names: what is known of it, and how to get at it when its turn comes. */
export interface JobSource {
	/** Filled in further when the image has been looked at. */
	image: ImageInfo;
	/** Filled in when the image has been looked at; absent for images that n8n never has. */
	warnings?: ImageWarning[];
	/** @param fromHost by which rules to download from other hosts */
	load(signal: AbortSignal, fromHost: Download<ImageFailure>): Promise<Loading> | Loading;
}

/**
 * Reads a picture's header into its info, shrinks it where the user wants that and it is too large,
 * and judges what will be sent before a billable call. What may go wrong is added to the warnings.
 *
 * @throws PictureError when it can't be shrunk
 */
export async function examined(
	original: Buffer,
	image: ImageInfo,
	warnings: ImageWarning[],
	{ validation, shrink }: ItemParameters,
	stop: AbortSignal,
): Promise<AttemptResult<Loaded, ImageFailure>> {
	const sniffed = sniffImage(original);
	const claimed = image.mime_type;
	if (sniffed.format !== 'unknown') image.mime_type = sniffed.mimeType;
	if (sniffed.uprightWidth !== undefined) image.width = sniffed.uprightWidth;
	if (sniffed.uprightHeight !== undefined) image.height = sniffed.uprightHeight;
	const smaller = shrink ? await shrunk(original, stop) : undefined;
	if (smaller) {
		image.sent_width = smaller.sentWidth;
		image.sent_height = smaller.sentHeight;
	}
	const bytes = smaller ? Buffer.from(smaller.bytes) : original;
	const sent = smaller ? sniffImage(bytes) : sniffed;
	const verdict = validateImage(sent, bytes.length, validation, smaller ? undefined : claimed);
	warnings.push(...verdict.warnings);
	const [problem] = verdict.problems;
	if (problem) return failed(localFailure('IMAGE', problem.reason, problem.remedy));
	return { ok: true, value: { image: bytes } };
}
