import { LONGEST_WAIT_MS, type AttemptResult } from '../../batch/attempt';
import type { NotAttemptedReason } from '../../batch/batch';
import { thrownText } from '../../huawei-cloud/errors/evidence';
import { localFailure, type Failure } from '../../huawei-cloud/errors/failure';
import { redact } from '../../huawei-cloud/redact';
import type { ImageFailure, KnownImage } from './image';

/** A failure as a step's result, with what was known of the image by then. */
export const failed = <T>(
	failure: Failure,
	known?: KnownImage,
): AttemptResult<T, ImageFailure> & { ok: false } => ({
	ok: false,
	failure: {
		...failure,
		answered: failure.httpStatus !== undefined,
		...(known ? { known } : {}),
	},
});

/** Something with a sentence and a remedy, such as the errors of the images and Huawei Cloud rooms. */
const hasRemedy = (thrown: unknown): thrown is Error & { remedy: string; failureCode?: string } =>
	thrown instanceof Error && 'remedy' in thrown && typeof thrown.remedy === 'string';

/** The failure of something that n8n was asked for and that threw: an expression, a file of its store. */
export function refusedByN8n(code: string, what: string, remedy: string, thrown: unknown): Failure {
	if (hasRemedy(thrown)) return localFailure('image', code, thrown.message, thrown.remedy);
	return localFailure('image', code, `${what}: ${redact(thrownText(thrown))}`, remedy);
}

/** Turns errors that explain themselves into a failure; anything else is a bug and is thrown on. */
export function explained(code: string, thrown: unknown): Failure {
	if (!hasRemedy(thrown)) throw thrown;
	const { failureCode = code, message, remedy } = thrown;
	return localFailure('image', failureCode, message, remedy);
}

/** What is read from an item's parameters, or why they have no such value: an expression may throw. */
export function readOrFailure<T>(read: () => T): AttemptResult<T, ImageFailure> {
	try {
		return { ok: true, value: read() };
	} catch (error) {
		const what = 'A parameter has no value';
		const remedy = 'Check the expressions in the parameters of this node for this item.';
		return failed(refusedByN8n('PARAMETER', what, remedy, error));
	}
}

const WHY_NOT_ATTEMPTED: Record<NotAttemptedReason, string> = {
	failure: 'Not sent, since an earlier image failed for a reason that concerns all images',
	standstill: 'Not sent, since not one image got through any more, however often it was tried',
	longWait: `Not sent, since the service asks for a longer pause than the ${LONGEST_WAIT_MS / 1000} seconds that a run waits`,
	host: 'Not downloaded, since other images of the same host could not be downloaded, however often it was tried',
};

/** The failure of an image that was not attempted because of `cause`, which says nothing of this image. */
export function notAttempted(
	{ known, ...cause }: ImageFailure,
	why: NotAttemptedReason,
): ImageFailure {
	void known;
	return { ...cause, reason: `${WHY_NOT_ATTEMPTED[why]}: ${cause.reason}`, answered: false };
}
