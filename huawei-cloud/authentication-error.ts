/** Why a request could not be authenticated; each has its own sentence. */
export type AuthenticationReason =
	| 'incompleteCredential'
	| 'untrustedHost'
	| 'projectUnknown'
	| 'unsignableBody'
	| 'accessKeyRefused'
	| 'tokenRefused'
	| 'passwordRefused'
	| 'projectRefused'
	| 'notPermitted'
	| 'clockWrong'
	| 'iamUnreachable'
	| 'iamUnexpectedAnswer';

export interface AuthenticationProblem {
	reason: AuthenticationReason;
	/** What is wrong, in one sentence without secrets. */
	message: string;
	/** What to do about it. */
	remedy: string;
	/** The service's own error code, HTTP status and request ID, when it answered. */
	code?: string;
	httpStatus?: number;
	requestId?: string;
}

const mark = 'huaweiCloudAuthentication';

/**
 * An error that n8n shows as it is: `new NodeApiError(node, error)` keeps message and description on
 * n8n 1.x and 2.x alike, as long as the error has no status or code on its outer levels, and copies
 * `response.data` to `context.data`, so the problem is still to be read there.
 */
export function authenticationError(problem: AuthenticationProblem): Error {
	return Object.assign(new Error(problem.message), {
		name: 'HuaweiCloudAuthenticationError',
		description: problem.remedy,
		response: { data: { [mark]: problem } },
	});
}

type Wrapped = {
	context?: { data?: Record<string, unknown> };
	response?: { data?: Record<string, unknown> };
};

/** The problem behind an error of {@link authenticationError}, also after n8n has wrapped it. */
export function authenticationProblem(error: unknown): AuthenticationProblem | undefined {
	const { context, response } = (error ?? {}) as Wrapped;
	const found = context?.data?.[mark] ?? response?.data?.[mark];
	return found as AuthenticationProblem | undefined;
}

/**
 * Whether the credential is at fault, so that no other request of the execution can succeed. When
 * IAM is out of reach the next request may well succeed, and a wrong host concerns one request.
 */
export function isAuthenticationFailure(error: unknown): boolean {
	const problem = authenticationProblem(error);
	return problem !== undefined && !transient.has(problem.reason);
}

const transient = new Set<AuthenticationReason>([
	'iamUnreachable',
	'iamUnexpectedAnswer',
	'unsignableBody',
	'untrustedHost',
]);
