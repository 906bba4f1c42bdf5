import { authenticationError } from '../errors/authentication-error';
import { localFailure } from '../errors/failure';
import type { HuaweiCloudCredential } from '../credential';
import { iamEndpoint, imageEndpoint, imageServer } from '../endpoints';
import { ask } from '../iam/ask';
import type { HttpAnswer, Send } from '../iam/transport';

const isApi = ({ status, text }: HttpAnswer): boolean => status !== 404 && /^\s*\{/.test(text);

/**
 * Checks that an endpoint entered by hand belongs to Image Recognition, with a request that proves nothing: the API
 * refuses it in its own way, another server doesn't know it. An endpoint that comes from the region, or that is also
 * IAM's and has just answered, is not asked.
 * @throws an authentication error, or ConfigurationError when there is no endpoint
 */
export async function probeImageEndpoint(
	credential: HuaweiCloudCredential,
	send: Send,
): Promise<void> {
	const endpoint = imageEndpoint(credential);
	if (!credential.endpoint || endpoint === iamEndpoint(credential)) return;
	const answer = await ask(
		credential,
		{
			method: 'POST',
			url: `${endpoint}/v2/${credential.projectId || 'project'}/image/tagging`,
			headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
			body: Buffer.from('{}'),
			allowUnauthorizedCerts: credential.allowUnauthorizedCerts === true,
		},
		send,
		imageServer(credential),
	);
	if (isApi(answer)) return;
	throw authenticationError({
		...localFailure(
			'authentication',
			'WRONG_ENDPOINT',
			`The authentication is right, but ${endpoint} answered with status ${answer.status}, and not as Image Recognition does.`,
			'Open the credential and check Image Recognition Endpoint: it has no API path such as /v2.',
		),
		httpStatus: answer.status,
	});
}
