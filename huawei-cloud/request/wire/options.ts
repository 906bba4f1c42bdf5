import type { IHttpRequestOptions } from 'n8n-workflow';

import type { Headers } from '../../headers';
import type { ArrayFormat } from './query-string';

/**
 * What n8n's HTTP helpers hand to `authenticate`: the current form (`url`, `body`, `disableFollowRedirect`, …)
 * or, from the HTTP Request node, the older one (`uri`, `form`, `formData`, `followRedirect`, …).
 */
export type RequestOptions = Omit<IHttpRequestOptions, 'url' | 'body' | 'qs' | 'headers'> & {
	headers?: Headers;
	url?: string;
	uri?: string;
	body?: unknown;
	qs?: unknown;
	form?: unknown;
	formData?: unknown;
	useQuerystring?: boolean;
	qsStringifyOptions?: { arrayFormat?: ArrayFormat };
	rejectUnauthorized?: boolean;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
};

/** Whether the options are of the older form. */
export const isLegacy = (options: RequestOptions): boolean => options.uri !== undefined;
