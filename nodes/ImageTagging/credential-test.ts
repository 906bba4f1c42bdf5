import type {
	ICredentialTestFunctions,
	ICredentialsDecrypted,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { checkCredential } from '../../huawei-cloud/credential-check';
import type { HuaweiCloudCredential } from '../../huawei-cloud/credential-data';
import { overTestRequest } from '../../huawei-cloud/transport';

/** What n8n's Test button of the credential calls. */
export async function huaweiCloudApiTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const { request } = this.helpers;
	const credential = data as HuaweiCloudCredential;
	return await checkCredential(credential, overTestRequest(request), Date.now());
}
