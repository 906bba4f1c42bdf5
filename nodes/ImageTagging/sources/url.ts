import type { IExecuteFunctions } from 'n8n-workflow';

import { redactUrl } from '../../../huawei-cloud/redact';
import { textParameter, type ItemParameters } from '../parameters/read';
import { download } from './download';
import { httpUrl } from '../parameters/http-url';
import type { Source } from '../image';

/** The image behind the item's URL, fetched by the service or, where the option says so, by n8n. @throws ParameterError */
export function urlSources(
	context: IExecuteFunctions,
	item: number,
	{ downloadUrl, timeout }: ItemParameters,
): Source[] {
	const url = httpUrl(textParameter(context, 'url', item));
	return [
		{
			image: { source: 'url', url: redactUrl(url) },
			async get(_, downloadFrom) {
				if (!downloadUrl) return { ok: true, value: { linkNow: () => url } };
				const file = await downloadFrom(
					new URL(url).host,
					async (signal) => await download(context, url, timeout, signal),
				);
				return file?.ok ? { ok: true, value: { bytes: file.value } } : file;
			},
		},
	];
}
