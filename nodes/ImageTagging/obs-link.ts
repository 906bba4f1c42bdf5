import type { AttemptResult } from '../../batch/attempt';
import { accessKeyOf } from '../../huawei-cloud/signing/access-key';
import { authenticationMethod, type HuaweiCloudCredential } from '../../huawei-cloud/credential';
import { obsEndpoint } from '../../huawei-cloud/endpoints';
import { temporaryObsUrl } from '../../huawei-cloud/signing/obs-url';
import { explained, failed, localFailure, type ImageFailure } from './image-failure';

/**
 * How to make a link to an OBS object that anyone can read for 15 minutes from a moment on. The
 * access key signs it.
 */
export function obsLink(
	credential: HuaweiCloudCredential,
	object: { bucket: string; key: string },
): AttemptResult<(now: Date) => string, ImageFailure> {
	try {
		if (authenticationMethod(credential) !== 'accessKey') {
			return failed(
				localFailure(
					'OBS_NEEDS_ACCESS_KEY',
					'An OBS object can only be read with an access key, and the credential has none.',
					'Open the credential and choose the authentication Access Key, or set Image Source to URL with a link to the object.',
				),
			);
		}
		const target = { ...object, endpoint: obsEndpoint(credential) };
		const accessKey = accessKeyOf(credential);
		const linkAt = (now: Date) => temporaryObsUrl(target, accessKey, now);
		// What can't be linked to fails here, before anything is sent.
		linkAt(new Date());
		return { ok: true, value: linkAt };
	} catch (error) {
		return failed(explained('OBS_OBJECT', error));
	}
}
