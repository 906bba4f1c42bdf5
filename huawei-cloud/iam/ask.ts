import { secretsOf, type HuaweiCloudCredential } from '../credential';
import { iamEndpoint, iamServer, isPublicEndpoint } from '../endpoints';
import { authenticationError } from '../errors/authentication-error';
import { classifyFailure } from '../errors/classify';
import { networkEvidence } from '../errors/evidence';
import { localFailure, type Failure } from '../errors/failure';
import type { HttpAnswer, HttpRequest, Send } from './transport';

/** IAM's own answers are JSON, and say what they don't find; anything else comes from another server. */
function isFromIam({ status, text }: HttpAnswer, { cause }: Failure): boolean {
	if (status >= 500) return true;
	return /^\s*[{[]/.test(text) && !(status === 404 && cause === undefined);
}

/** What an answer of the IAM endpoint means that gives no result. */
export function iamFailure(credential: HuaweiCloudCredential, answer: HttpAnswer): Failure {
	const { status, headers, text } = answer;
	const failure = classifyFailure({
		status,
		headers,
		body: text,
		endpointIsPublic: isPublicEndpoint(iamEndpoint(credential)),
		secrets: secretsOf(credential),
	});
	if (isFromIam(answer, failure)) return failure;
	return {
		...localFailure(
			'authentication',
			'NOT_IAM',
			`${iamEndpoint(credential)} answered with status ${status}, but not as IAM does.`,
			'Open the credential and check IAM Endpoint and Region.',
		),
		httpStatus: status,
	};
}

/**
 * Sends a request; one without an answer becomes an authentication error.
 * @param server whose name the error tells
 */
export async function ask(
	credential: HuaweiCloudCredential,
	request: HttpRequest,
	send: Send,
	server = iamServer(credential),
): Promise<HttpAnswer> {
	try {
		return await send(request);
	} catch (error) {
		const evidence = { ...networkEvidence(error), server, secrets: secretsOf(credential) };
		throw authenticationError(classifyFailure(evidence));
	}
}
