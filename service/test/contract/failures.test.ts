import { describe, expect, it } from '@jest/globals';
import { ApiError, failureFacts, failureKinds, failureSchema } from '../../src/contract/failures';
import { IamError, iamFailureSchema } from '../../src/contract/iam-failures';
import { Refused, refusalKinds } from '../../src/contract/refusals';

/** Clients know failures by status and code, and people find the words in the reference. */
const reference = {
	unauthenticated: [401, 'ModelArts.4101', 'The token is empty.'],
	authentication: [401, 'APIG.0301', 'Incorrect IAM authentication information'],
	locked: [403, 'APIG.0301', 'AK access failed to reach the limit,forbidden'],
	forbidden: [403, 'ModelArts.4203', 'No access permission.'],
	noSuchApi: [404, 'APIG.0101', 'The API does not exist or has not been published.'],
	badHttp: [400, 'APIG.0201', 'Bad request.'],
	slowRequest: [408, 'APIG.0201', 'The request took too long to arrive.'],
	wrongHost: [421, 'APIG.0201', 'The service does not answer to this host name.'],
	expectation: [417, 'APIG.0201', 'The expectation of the request is not supported.'],
	headersTooLarge: [431, 'APIG.0201', 'The request headers are oversized.'],
	bodyTooLarge: [413, 'APIG.0201', 'The request body is oversized.'],
	throttled: [429, 'APIG.0308', 'The throttling threshold has been reached'],
	noMemory: [503, 'APIG.0201', 'The service has no memory for the request now.'],
	stopping: [503, 'APIG.0201', 'The service is stopping.'],
	unknownField: [400, 'AIS.0012', 'The request parameter is not supported.'],
	notJson: [400, 'AIS.0014', 'The JSON format of the input data is incorrect.'],
	badParameter: [400, 'AIS.0501', 'The input parameter is invalid.'],
	unsupportedFormat: [400, 'AIS.0502', 'The image format is not supported.'],
	damaged: [400, 'AIS.0503', 'The image is damaged.'],
	size: [400, 'AIS.0504', 'The image size does not meet requirements.'],
	modelFailed: [500, 'AIS.0505', 'Failed to run the algorithm.'],
	internal: [500, 'AIS.0506', 'An internal error occurred.'],
	badUrl: [400, 'ModelArts.4601', 'The external URL is invalid.'],
	downloadFailed: [
		400,
		'ModelArts.4603',
		'The file failed to be downloaded from the external URL.',
	],
};

describe('a failure', () => {
	it('has the status, code and words of the reference, whatever its kind', () => {
		const facts = failureKinds.map((kind) => {
			const { status, code, message } = failureFacts(kind);
			return [kind, [status, code, message]];
		});
		expect(Object.fromEntries(facts)).toEqual(reference);
	});

	it('is answered in the form of the reference, with the ID of the request', () => {
		const failure = new ApiError('size');
		expect(failure).toMatchObject({ name: 'ApiError', kind: 'size', status: 400 });
		expect(failure.body('0123')).toEqual({
			error_code: 'AIS.0504',
			error_msg: 'The image size does not meet requirements.',
			request_id: '0123',
		});
	});

	it('has no other form, which the description of the API has under its name', () => {
		const body = new ApiError('size').body('0123');
		expect(failureSchema.parse(body)).toEqual(body);
		for (const name of Object.keys(body))
			expect(failureSchema.safeParse({ ...body, [name]: undefined }).success).toBe(false);
		expect(failureSchema.safeParse({ ...body, more: 1 }).success).toBe(false);
		expect(failureSchema.meta()).toMatchObject({ id: 'Failure' });
	});

	it.each([
		['size', 'It has 15 pixels.', 'The image size does not meet requirements. It has 15 pixels.'],
		['throttled', 'come later', 'The throttling threshold has been reached: come later'],
	] as const)('continues the words of the reference, here of %s', (kind, detail, message) => {
		expect(new ApiError(kind, detail).message).toBe(message);
	});

	it('keeps its cause for the log, and out of the answer', () => {
		const failure = new ApiError('modelFailed', '', undefined, new Error('out of memory'));
		expect(failure.cause).toEqual(new Error('out of memory'));
		expect(JSON.stringify(failure.body('0123'))).not.toContain('out of memory');
	});
});

describe('who is not let in', () => {
	it.each([
		['no_credentials', 401, 'ModelArts.4101'],
		['bad_header', 401, 'APIG.0301'],
		['unknown_key', 401, 'APIG.0301'],
		['expired_key', 401, 'APIG.0301'],
		['clock_skew', 401, 'APIG.0301'],
		['wrong_scope', 401, 'APIG.0301'],
		['unsigned_body', 401, 'APIG.0301'],
		['bad_signature', 401, 'APIG.0301'],
		['wrong_security_token', 401, 'APIG.0301'],
		['bad_token', 401, 'APIG.0301'],
		['expired_token', 401, 'APIG.0301'],
		['locked', 403, 'APIG.0301'],
		['braked', 429, 'APIG.0308'],
		['wrong_project', 403, 'ModelArts.4203'],
		['no_project', 403, 'ModelArts.4203'],
	] as const)('for %s gets status %d and code %s', (refusal, status, code) => {
		expect(new Refused(refusal)).toMatchObject({ refusal, status, code });
	});

	it('is counted under one of these', () => {
		expect([...refusalKinds].sort()).toEqual([
			...['bad_header', 'bad_signature', 'bad_token', 'braked', 'clock_skew', 'expired_key'],
			...['expired_token', 'locked', 'no_credentials', 'no_project', 'unknown_key'],
			...['unsigned_body', 'wrong_account', 'wrong_password', 'wrong_project', 'wrong_scope'],
			'wrong_security_token',
		]);
	});

	it('is told what is wrong, and when to come again', () => {
		expect(new Refused('braked', 'too many at once', 2)).toMatchObject({
			message: 'The throttling threshold has been reached: too many at once',
			retryAfterSeconds: 2,
		});
		expect(new Refused('locked').message).toBe('AK access failed to reach the limit,forbidden');
	});
});

describe('a failure of IAM', () => {
	it.each([
		[400, 'Bad Request'],
		[401, 'Unauthorized'],
		[403, 'Forbidden'],
	] as const)('with status %d has the form of IAM, and of all others', (status, title) => {
		const failure = new IamError(status, 'What is wrong.', 'locked');
		expect(failure).toMatchObject({ name: 'IamError', refusal: 'locked' });
		expect(failure.body('0123')).toEqual({
			error: { code: status, message: 'What is wrong.', title },
			error_code: `IAM.${status}`,
			error_msg: 'What is wrong.',
			request_id: '0123',
		});
	});

	it('has no other form, which the description of the API has under its name', () => {
		const body = new IamError(400, 'What is wrong.').body('0123');
		expect(iamFailureSchema.parse(body)).toEqual(body);
		for (const name of Object.keys(body))
			expect(iamFailureSchema.safeParse({ ...body, [name]: undefined }).success).toBe(false);
		expect(iamFailureSchema.safeParse({ ...body, more: 1 }).success).toBe(false);
		for (const name of Object.keys(body.error)) {
			const error = { ...body.error, [name]: undefined };
			expect(iamFailureSchema.safeParse({ ...body, error }).success).toBe(false);
		}
		expect(iamFailureSchema.meta()).toMatchObject({ id: 'IamFailure' });
	});

	it('that is one of the form of a request is no refusal', () => {
		expect(new IamError(400, 'What is wrong.').refusal).toBe('');
	});
});
