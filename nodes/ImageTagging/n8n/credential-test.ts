import type {
	ICredentialTestFunctions,
	ICredentialsDecrypted,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { checkCredential } from '../../../huawei-cloud/client/credential-check';
import { credentialOf } from '../../../huawei-cloud/credential';
import { overTestRequest } from '../../../huawei-cloud/iam/transport';

/** What n8n's Test button of the credential calls. */
export async function huaweiCloudApiTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const { request } = this.helpers;
	return await checkCredential(credentialOf(data), overTestRequest(request), Date.now());
}
