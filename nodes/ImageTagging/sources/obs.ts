import type { IExecuteFunctions } from 'n8n-workflow';

import type { HuaweiCloudClient } from '../../../huawei-cloud/client/client';
import { explained, failed } from '../image-failure';
import { textParameter } from '../parameters/read';
import type { Source } from '../image';

/** The OBS object that the item names, as a link for the service. @throws ParameterError */
export function obsSources(
	context: IExecuteFunctions,
	item: number,
	client: HuaweiCloudClient,
): Source[] {
	const bucket = textParameter(context, 'bucket', item);
	const key = textParameter(context, 'objectKey', item);
	return [
		{
			image: { source: 'obs', bucket, key },
			async get() {
				try {
					return { ok: true, value: { linkNow: client.objectLink(bucket, key) } };
				} catch (error) {
					return failed(explained('OBS_OBJECT', error));
				}
			},
		},
	];
}
