import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { credentialOf, type HuaweiCloudCredential } from '../credential';
import { asAuthenticationError, authenticationError } from '../errors/authentication-error';
import { localFailure } from '../errors/failure';
import { mergeHeaders } from '../headers';
import { assertNotRefused, readHints, rememberSent, withoutHints } from './n8n-401';
import type { RequestOptions } from './wire/options';
import { proofOf, type Moment } from './proof';
import { assertTrustedTarget } from './trusted-target';
import { joinedUrl, wantsProjectId, wireUrl, withProjectId, withUrl } from './wire/url';

/** The address with the project ID in its place. */
function addressOf(address: string, projectId = ''): string {
	if (projectId === '' && wantsProjectId(address)) {
		throw authenticationError(
			localFailure(
				'authentication',
				'PROJECT_UNKNOWN',
				'The address of the request has {project_id} in it, but the Huawei Cloud credential has no Project ID.',
				'Open the credential and fill in Project ID (console: My Credentials > API Credentials), or write the ID into the address.',
			),
		);
	}
	return wireUrl(withProjectId(address, projectId));
}

function authenticated(
	credential: HuaweiCloudCredential,
	options: RequestOptions,
	moment: Omit<Moment, 'hints'>,
): RequestOptions {
	const address = joinedUrl(options);
	assertTrustedTarget(wireUrl(address), credential);
	const proof = proofOf(credential, options, { ...moment, hints: readHints(options.headers) });
	assertNotRefused(options, proof.identity);

	const { projectId } = proof;
	const url = addressOf(address, projectId);
	const headers = withoutHints(options.headers);
	const allowAnyCertificate = credential.allowUnauthorizedCerts === true;
	const prepared: RequestOptions = {
		...withUrl(options, url),
		headers: projectId ? mergeHeaders(headers, { 'X-Project-Id': projectId }) : headers,
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
		skipSslCertificateValidation: allowAnyCertificate,
		rejectUnauthorized: !allowAnyCertificate,
	};
	const result = proof.apply(prepared, url);
	rememberSent(result, proof.identity);
	return result;
}

/**
 * A copy of the request that is ready to be sent: signed, or with a token; with the project in header and path where
 * it is known; no redirects. The given options stay as they are, so that nothing secret gets into what n8n shows of them.
 * @throws an authentication error, or for an IAM user without a valid session an error with a 401, to which n8n's
 *   core answers with preAuthentication and a second call
 */
export async function authenticate(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	try {
		const request = authenticated(credentialOf(credentials), options as RequestOptions, {
			now: Date.now(),
			clearSession: () => void (credentials.session = ''),
		});
		return request as IHttpRequestOptions;
	} catch (error) {
		throw asAuthenticationError(error);
	}
}
