import { queryString, type ArrayFormat } from './query-string';
import { isLegacy, type RequestOptions } from './options';

const PROJECT_ID = /\{project_id\}|%7Bproject_id%7D/gi;
const ABSOLUTE = /^([a-z][a-z\d+.-]*:)?\/\//i;

const pathOf = (url: string): string => /^[^?#]*/.exec(url)?.[0] ?? '';

/** Whether the path has a `{project_id}` still to be filled in, as the API reference writes it. */
export const wantsProjectId = (url: string): boolean => pathOf(url).search(PROJECT_ID) >= 0;

/** The URL with `{project_id}` in its path replaced. */
export function withProjectId(url: string, projectId: string): string {
	const path = pathOf(url);
	return path.replace(PROJECT_ID, encodeURIComponent(projectId)) + url.slice(path.length);
}

function arrayFormat({ arrayFormat: format, qsStringifyOptions, useQuerystring }: RequestOptions) {
	const byFlag: ArrayFormat | undefined =
		useQuerystring === undefined ? undefined : useQuerystring ? 'repeat' : 'indices';
	return format ?? qsStringifyOptions?.arrayFormat ?? byFlag;
}

/** Base URL, URL and query of the options in one text, as n8n's HTTP client would join them. */
export function joinedUrl(options: RequestOptions): string {
	const own = String(options.url ?? options.uri ?? '');
	const base = options.baseURL;
	const joined =
		base && !ABSOLUTE.test(own)
			? [base.replace(/\/+$/, ''), own.replace(/^\//, '')].filter(Boolean).join('/')
			: own;
	const url = joined.replace(/#.*/s, '');
	const { qs } = options;
	const query =
		typeof qs === 'object' && qs !== null
			? queryString(qs, arrayFormat(options))
			: String(qs ?? '').replace(/^\?/, '');
	if (query === '') return url;
	return url + (url.includes('?') ? '&' : '?') + query;
}

/**
 * The URL as Node's HTTP client writes it on the wire, so that what is signed is what is sent. What isn't an
 * absolute URL stays as it is.
 */
export function wireUrl(url: string): string {
	try {
		return new URL(url).href;
	} catch {
		return url;
	}
}

/** The options with one complete URL in place of base URL, URL and query. */
export function withUrl(options: RequestOptions, url: string): RequestOptions {
	const target = isLegacy(options)
		? { uri: url, ...(options.url === undefined ? {} : { url }) }
		: { url };
	const { baseURL, qs, ...rest } = options;
	void [baseURL, qs];
	return { ...rest, ...target, qs: undefined };
}
