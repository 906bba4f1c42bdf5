import axios from 'axios';
import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

/** Options of n8n's HTTP helpers, current or older form, as far as an authenticated request uses them. */
export interface SendableOptions {
	method?: string;
	url?: string;
	uri?: string;
	headers?: object;
	body?: unknown;
	qs?: unknown;
}

/** Sends what it is given in one piece, and takes any status for an answer. */
export async function sendOptions(options: object) {
	const { method = 'GET', url, uri, headers, body, qs } = options as SendableOptions;
	const {
		status,
		data,
		headers: answered,
	} = await axios.request<string>({
		method,
		url: url ?? uri,
		params: qs,
		headers: headers as Record<string, string>,
		data: body,
		responseType: 'text',
		transformResponse: (text: string) => text,
		validateStatus: () => true,
		maxRedirects: 0,
		proxy: false,
	});
	return { statusCode: status, headers: { ...answered }, body: data };
}

/** The HTTP helper that preAuthentication gets. */
export const httpHelpers = {
	httpRequest: async (options: IHttpRequestOptions) => await sendOptions(options),
} as unknown as IHttpRequestHelper['helpers'];
