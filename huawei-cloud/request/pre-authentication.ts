import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import { asAuthenticationError } from '../errors/authentication-error';
import { credentialOf } from '../credential';
import { renewedSession } from '../iam/session-renewal';
import { overHttpRequest } from '../iam/transport';

/**
 * Obtains or renews the IAM user's token; for keys and pasted tokens there is nothing to do, and nothing returned:
 * n8n then saves nothing and sends no failed request again.
 * @throws an authentication error, never with a 401
 */
export async function preAuthentication(
	credentials: ICredentialDataDecryptedObject,
	helpers: IHttpRequestHelper['helpers'],
): Promise<IDataObject> {
	const credential = credentialOf(credentials);
	if (credential.authentication !== 'iamUser') return {};
	try {
		return { ...(await renewedSession(credential, overHttpRequest(helpers), Date.now())) };
	} catch (error) {
		throw asAuthenticationError(error);
	}
}
