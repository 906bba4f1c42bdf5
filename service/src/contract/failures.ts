import { z } from 'zod';

/** Every failure that the API can answer with: status, code and the reference's words for it. */
const failures = {
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
} as const satisfies Record<string, readonly [status: number, code: string, message: string]>;

/** The detail of what concerns the operator and not the caller. */
export const lookInLog = "Look for the request's ID in the service's log.";

export type FailureKind = keyof typeof failures;

export const failureKinds = Object.keys(failures) as FailureKind[];

/** What a kind of failure is answered with, before any detail. */
export function failureFacts(kind: FailureKind): { status: number; code: string; message: string } {
	const [status, code, message] = failures[kind];
	return { status, code, message };
}

/** A failure's body as the reference's section 6.2 prints it, with the request's ID. */
export const failureSchema = z
	.strictObject({
		error_code: z.string().meta({ examples: ['AIS.0014'] }),
		error_msg: z.string().meta({ description: 'What is wrong, and what to do.' }),
		request_id: z.string().meta({ description: "The request's ID, as in X-Request-Id." }),
	})
	.meta({ id: 'Failure' });

/** A failure on its way to the caller. `detail` must hold no secret. */
export class ApiError extends Error {
	readonly status: number;
	readonly code: string;

	/**
	 * @param detail continues the reference's sentence: what is wrong here, and what to do
	 * @param retryAfterSeconds for 429 and 503
	 * @param cause for the log alone
	 */
	constructor(
		readonly kind: FailureKind,
		detail = '',
		readonly retryAfterSeconds?: number,
		cause?: unknown,
	) {
		const [status, code, message] = failures[kind];
		super(
			detail === ''
				? message
				: message.endsWith('.')
					? `${message} ${detail}`
					: `${message}: ${detail}`,
			{ cause },
		);
		this.name = 'ApiError';
		this.status = status;
		this.code = code;
	}

	body(requestId: string): z.output<typeof failureSchema> {
		return { error_code: this.code, error_msg: this.message, request_id: requestId };
	}
}
