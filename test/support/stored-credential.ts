import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { HuaweiCloudApi } from '../../credentials/HuaweiCloudApi.credentials';
import { httpHelpers, sendOptions } from './http-helpers';

const type = new HuaweiCloudApi();

/** A saved credential, as every worker reads it afresh from the database. */
export interface StoredCredential {
	data: ICredentialDataDecryptedObject;
}

/** What n8n makes of preAuthentication: called when there is no session or it is said to be expired; its output is saved. */
async function preAuthenticate(
	stored: StoredCredential,
	credentials: ICredentialDataDecryptedObject,
	expired: boolean,
): Promise<boolean> {
	if (credentials.session !== '' && !expired) return false;
	const output = await type.preAuthentication.call({ helpers: httpHelpers }, credentials);
	if (output.session === undefined) return false;
	Object.assign(stored.data, output);
	Object.assign(credentials, output);
	return true;
}

/**
 * One request as n8n sends it with a saved credential: once more after a 401, or, for the HTTP Request node (`uri`),
 * after any failure that brought a new session.
 */
export async function requestWith(stored: StoredCredential, options: object) {
	const credentials = { session: '', ...structuredClone(stored.data) };
	const legacy = 'uri' in options;
	let request = options as IHttpRequestOptions;
	const attempt = async () => {
		request = await type.authenticate(credentials, request);
		const answer = await sendOptions(request);
		if (answer.statusCode < 400) return answer;
		throw Object.assign(new Error(`status ${answer.statusCode}`), {
			response: { status: answer.statusCode },
		});
	};
	try {
		await preAuthenticate(stored, credentials, false);
		return await attempt();
	} catch (error) {
		const { response } = error as { response?: { status?: number } };
		if (!legacy && response?.status !== 401) throw error;
		const renewed = await preAuthenticate(stored, credentials, true);
		if (legacy && !renewed) throw error;
		return await attempt();
	}
}
