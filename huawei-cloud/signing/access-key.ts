import { ConfigurationError } from '../configuration-error';
import type { HuaweiCloudCredential } from '../credential';
import type { AccessKey } from './signature';

const REMEDY =
	'Open the credential and fill it in (console: My Credentials > Access Keys > Create Access Key).';

/**
 * The credential's AK/SK.
 * @throws ConfigurationError when one of them is empty
 */
export function accessKeyOf(credential: HuaweiCloudCredential): AccessKey {
	const id = credential.accessKeyId;
	const secret = credential.secretAccessKey;
	const securityToken = credential.securityToken || undefined;
	if (!id)
		throw new ConfigurationError('The Huawei Cloud credential has no Access Key ID.', REMEDY);
	if (!secret) {
		throw new ConfigurationError('The Huawei Cloud credential has no Secret Access Key.', REMEDY);
	}
	return { id, secret, securityToken };
}
