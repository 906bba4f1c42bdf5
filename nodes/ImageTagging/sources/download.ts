import type { IExecuteFunctions } from 'n8n-workflow';

import { hostAndPort } from '../../../huawei-cloud/endpoints';
import { classifyFailure } from '../../../huawei-cloud/errors/classify';
import { networkEvidence } from '../../../huawei-cloud/errors/evidence';
import { localFailure, type Failure } from '../../../huawei-cloud/errors/failure';
import { LIMITS } from '../../../images/limits';
import type { Result } from '../image';
import { explained, failed } from '../image-failure';
import { limited, withCancelSignal } from '../n8n/limits';
import { AnswerTooLargeError, AS_IT_COMES, readBytes, type StreamedResponse } from '../n8n/stream';
import { ParameterError } from '../parameters/parameter';
import { httpUrl } from '../parameters/http-url';

const MOST_REDIRECTS = 5;
/** Images over the service's limit are read up to here, so that the sentence can tell their size. */
const LARGEST_DOWNLOAD_BYTES = 4 * LIMITS.imageBytes;
const CHECK_URL = 'Check the URL: open it in a browser on a machine in the same network as n8n.';

const LATER =
	'The host of the image is busy or has trouble: run the workflow again later, or raise the option Max Attempts.';

/**
 * A failure of the image's host. Whether it may pass is judged as for the service, but it says nothing of the
 * credential.
 */
const hostFailure = (
	code: string,
	reason: string,
	remedy: string,
	{ retry, retryAfterMs }: Partial<Failure> = {},
): Failure => ({
	...localFailure('image', code, reason, remedy),
	...(retry ? { retry } : {}),
	...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

function refusedByHost(status: number, headers: StreamedResponse['headers']): Failure {
	const failure = classifyFailure({ status, headers });
	return {
		...hostFailure(
			'DOWNLOAD',
			`The image could not be downloaded: its address answered with HTTP status ${status}.`,
			failure.retry === 'never' ? CHECK_URL : LATER,
			failure,
		),
		httpStatus: status,
	};
}

/** What it means that no file came. */
function failureOf(thrown: unknown, url: string, isOverdue: boolean): Failure {
	if (thrown instanceof AnswerTooLargeError) {
		const size = LARGEST_DOWNLOAD_BYTES / 1024 / 1024;
		return hostFailure(
			'DOWNLOAD',
			`The file behind the URL has more than ${size} MB.`,
			'Give the address of a smaller image.',
		);
	}
	if (thrown instanceof ParameterError) return explained('URL', thrown);
	const server = `the host of the URL, ${hostAndPort(url)}`;
	const evidence = isOverdue ? { networkCode: 'TIMEOUT' } : networkEvidence(thrown);
	const failure = classifyFailure({ ...evidence, server });
	const reason = `The image could not be downloaded: ${failure.reason}`;
	const remedy = failure.code === 'BLOCKED_BY_N8N' ? failure.remedy : CHECK_URL;
	return hostFailure(failure.code, reason, remedy, failure);
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
): Promise<Result<Buffer>> {
	const attempt = limited(signal, timeout);
	const ended = withCancelSignal(context, attempt.signal);
	let url = address;
	try {
		for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
			const response = (await ended.helpers.httpRequest({
				...AS_IT_COMES,
				method: 'GET',
				url: httpUrl(url),
				timeout,
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
		const reason = `The URL redirects more than ${MOST_REDIRECTS} times.`;
		return failed(hostFailure('DOWNLOAD', reason, CHECK_URL));
	} catch (error) {
		return failed(failureOf(error, url, attempt.isOverdue()));
	} finally {
		attempt.release();
	}
}
