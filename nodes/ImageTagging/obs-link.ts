import type { AttemptResult } from '../../batch/failure';
import { accessKeyOf } from '../../huawei-cloud/access-key';
import {
	authenticationMethod,
	type HuaweiCloudCredential,
} from '../../huawei-cloud/credential-data';
import { obsEndpoint } from '../../huawei-cloud/endpoints';
import { temporaryObsUrl } from '../../huawei-cloud/obs-url';
import { explained, failed, localFailure, type ImageFailure } from './image-failure';

/** A link to an OBS object that anyone can read for 15 minutes, made with the access key. */
export function obsLink(
	credential: HuaweiCloudCredential,
	object: { bucket: string; key: string },
	now: Date,
): AttemptResult<string, ImageFailure> {
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
		const endpoint = obsEndpoint(credential);
		const url = temporaryObsUrl({ ...object, endpoint }, accessKeyOf(credential), now);
		return { ok: true, value: url };
	} catch (error) {
		return failed(explained('OBS_OBJECT', error));
	}
}
