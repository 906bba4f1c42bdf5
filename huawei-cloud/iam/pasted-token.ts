import { ConfigurationError } from '../configuration-error';
import type { HuaweiCloudCredential } from '../credential';

/**
 * A token as the service wants it. Copying from a terminal or a page brings along line breaks, spaces, quotes, and the
 * name of the header (`X-Auth-Token:`, `X-Subject-Token:`); a token itself is base64 text without any of them.
 */
export const cleanToken = (pasted: string): string =>
	pasted
		.replace(/[\s"'`,;\u200b-\u200d\u2060\ufeff]+/g, '')
		.replace(/^x-(?:auth|subject)-token[:=]/i, '');

/**
 * The credential's token, cleaned.
 * @throws ConfigurationError when there is none
 */
export function pastedToken(credential: HuaweiCloudCredential): string {
	const token = cleanToken(credential.token ?? '');
	if (token) return token;
	throw new ConfigurationError(
		'The Huawei Cloud credential has no Token.',
		'Open the credential and paste a token (valid for 24 hours), or switch to "IAM User", which obtains tokens by itself.',
	);
}
