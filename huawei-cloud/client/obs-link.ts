import { ConfigurationError } from '../configuration-error';
import { authenticationMethod, type HuaweiCloudCredential } from '../credential';
import { obsEndpoint } from '../endpoints';
import { accessKeyOf } from '../signing/access-key';
import { temporaryObsUrl } from '../signing/obs-url';

/**
 * How to make a link to an OBS object that anyone can read for 15 minutes from a moment on. The access key signs it.
 * @throws ConfigurationError where there can be no link
 */
export function obsLink(
	credential: HuaweiCloudCredential,
	object: { bucket: string; key: string },
): (now: Date) => string {
	const endpoint = obsEndpoint(credential);
	if (authenticationMethod(credential) !== 'accessKey') {
		throw new ConfigurationError(
			'A link to an OBS object can only be signed with an access key, and the credential has none.',
			`Open the credential and choose the authentication Access Key. Where the object is public, or the service has an agency to read the bucket, you can instead set Image Source to URL and give ${endpoint.replace('//', '//<bucket>.')}/<object key>.`,
			'OBS_NEEDS_ACCESS_KEY',
		);
	}
	const accessKey = accessKeyOf(credential);
	const linkAt = (now: Date) => temporaryObsUrl({ ...object, endpoint }, accessKey, now);
	// What can't be linked to fails here, before anything is sent.
	linkAt(new Date());
	return linkAt;
}
