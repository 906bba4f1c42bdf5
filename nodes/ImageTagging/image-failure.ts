import { LONGEST_WAIT_MS, type AttemptFailure, type AttemptResult } from '../../batch/attempt';
import type { NotAttemptedReason } from '../../batch/batch';
import type { Failure } from '../../huawei-cloud/errors/failure';
import { redact } from '../../huawei-cloud/redact';

/** Why an image has no tags: the catalogue's failure, or one found on this side before sending. */
export type ImageFailure = AttemptFailure & Failure;

/** A failure of this node's own: nothing was sent, and trying again changes nothing. */
export const localFailure = (code: string, reason: string, remedy: string): ImageFailure => ({
	code,
	reason,
	remedy,
	retry: 'never',
	stopsBatch: false,
	renewsToken: false,
	answered: false,
});

export const failed = <T>(failure: ImageFailure): AttemptResult<T, ImageFailure> => ({
	ok: false,
	failure,
});

const WHY_NOT_ATTEMPTED: Record<NotAttemptedReason, string> = {
	failure: 'Not sent, since an earlier image failed for a reason that concerns all images',
	standstill: 'Not sent, since not one image got through any more, however often it was tried',
	longWait: `Not sent, since the service asks for a longer pause than the ${LONGEST_WAIT_MS / 1000} seconds that a run waits`,
	host: 'Not downloaded, since other images of the same host could not be downloaded, however often it was tried',
};

/** The failure of an image that was not attempted because of `cause`. */
export const notAttempted = (cause: ImageFailure, why: NotAttemptedReason): ImageFailure => ({
	...cause,
	reason: `${WHY_NOT_ATTEMPTED[why]}: ${cause.reason}`,
	answered: false,
});

/** Something with a sentence and a remedy, such as the errors of the images and Huawei Cloud rooms. */
const hasRemedy = (error: unknown): error is Error & { remedy: string } =>
	error instanceof Error && 'remedy' in error && typeof error.remedy === 'string';

/** The failure of something that n8n was asked for and that threw: an expression, a file of its store. */
export function refusedByN8n(code: string, what: string, remedy: string, error: unknown) {
	if (hasRemedy(error)) return localFailure(code, error.message, error.remedy);
	const { message } = error as Error;
	return localFailure(code, `${what}: ${redact(message)}`, remedy);
}

/** Turns errors that explain themselves into a failure; anything else is a bug and is thrown on. */
export function explained(code: string, error: unknown): ImageFailure {
	if (hasRemedy(error)) return localFailure(code, error.message, error.remedy);
	throw error;
}
