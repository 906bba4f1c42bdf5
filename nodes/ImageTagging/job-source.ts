import type { AttemptResult } from '../../batch/failure';
import { sniffImage } from '../../images/sniff';
import { validateImage } from '../../images/validate';
import type { ImageInfo } from '../../tagging/items';
import type { Subject } from '../../tagging/request-body';
import { failed, localFailure, type ImageFailure } from './image-failure';
import type { ItemParameters } from './parameters';

type Loaded<T> = Promise<AttemptResult<T, ImageFailure>> | AttemptResult<T, ImageFailure>;

/** An image that an item names: what is known of it, and how to get at it when its turn comes. */
export interface JobSource {
	/** Filled in further when the image has been looked at. */
	image: ImageInfo;
	load(signal: AbortSignal): Loaded<Subject>;
}

/** Reads a picture's header into its info, and judges it before a billable call. */
export function examined(
	bytes: Buffer,
	image: ImageInfo,
	{ validation }: ItemParameters,
): AttemptResult<Subject, ImageFailure> {
	const sniffed = sniffImage(bytes);
	const claimed = image.mime_type;
	if (sniffed.format !== 'unknown') image.mime_type = sniffed.mimeType;
	if (sniffed.uprightWidth !== undefined) image.width = sniffed.uprightWidth;
	if (sniffed.uprightHeight !== undefined) image.height = sniffed.uprightHeight;
	const [problem] = validateImage(sniffed, bytes.length, validation, claimed).problems;
	if (problem) return failed(localFailure('IMAGE', problem.reason, problem.remedy));
	return { ok: true, value: { image: bytes } };
}
