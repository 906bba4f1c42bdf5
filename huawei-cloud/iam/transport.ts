import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

/** One request to IAM or to a service's endpoint, complete as it goes out. */
export interface HttpRequest {
	method: 'GET' | 'POST';
	url: string;
	headers: Record<string, string>;
	body?: Buffer;
	allowUnauthorizedCerts: boolean;
}

export interface HttpAnswer {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	text: string;
}

/** Sends a request once: any HTTP status is an answer, no redirect is followed; rejects when nothing answered. */
export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

interface FullResponse {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** How long IAM may take, in milliseconds. */
const timeout = 30_000;

function answer({ statusCode, headers, body }: FullResponse): HttpAnswer {
	const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
	const text = typeof body === 'string' ? body : body ? JSON.stringify(body) : '';
	return { status: statusCode, headers: Object.fromEntries(named), text };
}

/** Over the HTTP helper of nodes and of preAuthentication. */
export const overHttpRequest =
	(helpers: IHttpRequestHelper['helpers']): Send =>
	async ({ method, url, headers, body, allowUnauthorizedCerts }) => {
		const options: IHttpRequestOptions = {
			method,
			url,
			headers,
			body,
			timeout,
			encoding: 'text',
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
			skipSslCertificateValidation: allowUnauthorizedCerts,
		};
		return answer((await helpers.httpRequest(options)) as FullResponse);
	};

/** Over the only HTTP helper that a credential test has, which takes the older names. */
export const overTestRequest =
	(request: (options: object) => Promise<unknown>): Send =>
	async ({ method, url, headers, body, allowUnauthorizedCerts }) =>
		answer(
			(await request({
				method,
				uri: url,
				headers,
				body,
				timeout,
				json: false,
				simple: false,
				followRedirect: false,
				resolveWithFullResponse: true,
				rejectUnauthorized: !allowUnauthorizedCerts,
			})) as FullResponse,
		);
