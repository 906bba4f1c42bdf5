import { classifyFailure } from '../../../huawei-cloud/errors/classify';
import type { FailureEvidence } from '../../../huawei-cloud/errors/failure';

/** What is made of an answer of the service with this code and text. */
export const coded = (
	status: number,
	error_code: string,
	error_msg = '',
	more: Partial<FailureEvidence> = {},
) =>
	classifyFailure({
		status,
		body: JSON.stringify({ error_code, error_msg, request_id: 'r-1' }),
		...more,
	});
/** What is made of an answer of IAM. */
export const iam = (code: unknown, message: string, status = 401) =>
	classifyFailure({
		status,
		body: JSON.stringify({ error: { code, message, title: 'Unauthorized' } }),
	});
/** What is made of an answer of the gateway that refuses a request, with its reason. */
export const gateway = (text: string, more: Partial<FailureEvidence> = {}) =>
	coded(401, 'APIG.0301', `Incorrect IAM authentication information: ${text}`, more);
