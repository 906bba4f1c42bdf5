import type { IExecuteFunctions } from 'n8n-workflow';

import type { Send } from '../../../huawei-cloud/client/send';
import { failureOf } from '../../../huawei-cloud/errors/authentication-error';
import { limited, withCancelSignal } from './limits';
import { AS_IT_COMES, readBytes, type StreamedResponse } from './stream';

export const CREDENTIAL = 'huaweiCloudApi';

/** Tagging answers are some kilobytes; whatever sends more than this is not the service. */
const LARGEST_ANSWER_BYTES = 8 * 1024 * 1024;

/** What is thrown when the time is over, unless the credential knows a better reason. */
const asTimeout = (thrown: unknown): unknown =>
	failureOf(thrown) ? thrown : Object.assign(new Error('no answer in time'), { code: 'TIMEOUT' });

/** Sends requests with the node's credential, over n8n's helper. */
export const sendWithCredential =
	(context: IExecuteFunctions): Send =>
	async (request, { timeout, signal }) => {
		const attempt = limited(signal, timeout);
		const ended = withCancelSignal(context, attempt.signal);
		try {
			const response = (await ended.helpers.httpRequestWithAuthentication.call(ended, CREDENTIAL, {
				...request,
				...AS_IT_COMES,
				timeout,
			})) as StreamedResponse;
			const { statusCode: status, headers, body } = response;
			const bytes = await readBytes(body, attempt.signal, LARGEST_ANSWER_BYTES);
			// Some proxies and gateways put a byte order mark in front.
			return { status, headers, text: bytes.toString('utf8').replace(/^\ufeff/, '') };
		} catch (error) {
			throw attempt.isOverdue() ? asTimeout(error) : error;
		} finally {
			attempt.release();
		}
	};
