import type { IExecuteFunctions } from 'n8n-workflow';

import type { AttemptResult } from '../../batch/attempt';
import { classifyFailure } from '../../huawei-cloud/errors/classify';
import type { Failure } from '../../huawei-cloud/errors/failure';
import { LIMITS } from '../../images/limits';
import { httpUrl } from './http-url';
import { limited, withCancelSignal } from './host';
import { explained, failed, localFailure, type ImageFailure } from './image-failure';
import { AnswerTooLargeError, readBytes, type StreamedResponse } from './read-text';

const MOST_REDIRECTS = 5;
/** Images over the service's limit are read up to here, so that the sentence can tell their size. */
const LARGEST_DOWNLOAD_BYTES = 4 * LIMITS.imageBytes;
const CHECK_URL = 'Check the URL: open it in a browser on a machine in the same network as n8n.';

const LATER =
	'The host of the image is busy or has trouble: run the workflow again later, or raise the option Max Attempts.';

/** A failure of the image's host: what a code says of the service's credential does not hold for it. */
const hostFailure = (
	code: string,
	reason: string,
	remedy: string,
	{ retry, retryAfterMs, httpStatus }: Partial<Failure> = {},
): ImageFailure => ({
	...localFailure(code, reason, remedy),
	...(retry ? { retry } : {}),
	...(retryAfterMs === undefined ? {} : { retryAfterMs }),
	...(httpStatus === undefined ? {} : { httpStatus }),
});

function refusedByHost(status: number, headers: StreamedResponse['headers']): ImageFailure {
	const failure = classifyFailure({ status, headers });
	return hostFailure(
		'DOWNLOAD',
		`The image could not be downloaded: its address answered with HTTP status ${status}.`,
		failure.retry === 'never' ? CHECK_URL : LATER,
		failure,
	);
}

/**
 * One attempt to download an image in n8n: http and https only, without credentials, at most five
 * redirects, each looked at, bounded in size while it streams and in time. n8n's own guard against
 * addresses of the private network applies where it is turned on (n8n 2).
 */
export async function download(
	context: IExecuteFunctions,
	address: string,
	timeout: number,
	signal: AbortSignal,
): Promise<AttemptResult<Buffer, ImageFailure>> {
	const attempt = limited(signal, timeout);
	const ended = withCancelSignal(context, attempt.signal);
	try {
		let url = address;
		for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
			const response = (await ended.helpers.httpRequest({
				method: 'GET',
				url: httpUrl(url),
				encoding: 'stream',
				timeout,
				disableFollowRedirect: true,
				ignoreHttpStatusErrors: true,
				returnFullResponse: true,
				abortSignal: attempt.signal,
			})) as StreamedResponse;
			const { statusCode, headers, body } = response;
			const location = headers.location;
			if (statusCode >= 300 && statusCode < 400 && typeof location === 'string') {
				body.destroy();
				url = new URL(location, url).href;
				continue;
			}
			if (statusCode < 200 || statusCode >= 300) {
				body.destroy();
				return failed(refusedByHost(statusCode, headers));
			}
			return { ok: true, value: await readBytes(body, attempt.signal, LARGEST_DOWNLOAD_BYTES) };
		}
		return failed(
			localFailure('DOWNLOAD', `The URL redirects more than ${MOST_REDIRECTS} times.`, CHECK_URL),
		);
	} catch (error) {
		if (error instanceof AnswerTooLargeError) {
			return failed(
				localFailure(
					'DOWNLOAD',
					`The file behind the URL has more than ${LARGEST_DOWNLOAD_BYTES / 1024 / 1024} MB.`,
					'Give the address of a smaller image.',
				),
			);
		}
		if (error instanceof Error && 'remedy' in error) return failed(explained('URL', error));
		const { code, message, cause } = error as Error & { code?: string; cause?: { code?: string } };
		const failure = classifyFailure({
			networkCode: attempt.isOverdue() ? 'TIMEOUT' : (cause?.code ?? code),
			message,
		});
		const reason = `The image could not be downloaded: ${failure.reason}`;
		const remedy = failure.code === 'BLOCKED_BY_N8N' ? failure.remedy : CHECK_URL;
		return failed(hostFailure(failure.code, reason, remedy, failure));
	} finally {
		attempt.release();
	}
}
