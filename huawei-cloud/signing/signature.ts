import { createHash, createHmac } from 'node:crypto';

import { mergeHeaders, readHeader, type Headers } from '../headers';
import { percentDecode, percentEncode } from './percent-encoding';

/**
 * Huawei Cloud's AK/SK signature, SDK-HMAC-SHA256, step by step as in the API Request Signing Guide:
 * canonical request, string to sign, signature, Authorization header. No step has state; each can be looked at on its own.
 */
const ALGORITHM = 'SDK-HMAC-SHA256';

export interface AccessKey {
	/** AK. */
	id: string;
	/** SK, used as it is. */
	secret: string;
	/** Goes with temporary keys, and is sent and signed. */
	securityToken?: string;
}

export interface SignableRequest {
	method: string;
	/** Absolute, with its query, as it will be sent. */
	url: string;
	headers?: Headers;
	/** The bytes that will be sent; text is sent as UTF-8. */
	body?: Uint8Array | string;
}

/** Signed where present. Content-Type isn't among them, so that an HTTP layer that adds a charset breaks nothing. */
const SIGNED_HEADERS: readonly string[] = [
	'host',
	'x-domain-id',
	'x-project-id',
	'x-sdk-content-sha256',
	'x-sdk-date',
	'x-security-token',
];

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `X-Sdk-Date`: UTC, `YYYYMMDDTHHMMSSZ`. */
export function signingDate(date: Date): string {
	return date.toISOString().replace(/[-:]|\.\d+/g, '');
}

/** Hex SHA-256 of the bytes that go out. */
export function hashBody(body: Uint8Array | string | undefined): string {
	return createHash('sha256')
		.update(body ?? '')
		.digest('hex');
}

/** Each segment decoded and encoded once, so that a path means the same however it was written; the slash at the end is for the signature only. */
export function canonicalUri(pathname: string): string {
	const path = pathname
		.split('/')
		.map((segment) => percentEncode(percentDecode(segment)))
		.join('/');
	return path.endsWith('/') ? path : `${path}/`;
}

/** Parameters sorted by decoded name, then value; `+` is a space, as in forms; a name without a value gets `=`. */
function canonicalQuery(search: string): string {
	return search
		.replace(/^\?/, '')
		.split('&')
		.filter((pair) => pair !== '')
		.map((pair) => {
			const [, name = '', value = ''] =
				/^([^=]*)=?([\s\S]*)$/.exec(pair.replaceAll('+', ' ')) ?? [];
			return { name: percentDecode(name), value: percentDecode(value) };
		})
		.map(({ name, value }) => ({
			name,
			value,
			sortName: name.toString(),
			sortValue: value.toString(),
		}))
		.sort((a, b) => byCodeUnits(a.sortName, b.sortName) || byCodeUnits(a.sortValue, b.sortValue))
		.map(({ name, value }) => `${percentEncode(name)}=${percentEncode(value)}`)
		.join('&');
}

/** Lower-case names in order, joined as `SignedHeaders` wants them. */
export function signedHeaderNames(names: readonly string[]): string {
	return names
		.map((name) => name.toLowerCase())
		.sort(byCodeUnits)
		.join(';');
}

/**
 * The text that stands for the request.
 * @param request with every header to sign among its headers, `Host` where its name is in the list
 * @param headersToSign names in any case and order
 * @param bodyHash hex SHA-256 of the body, or the literal value of `X-Sdk-Content-Sha256`
 */
export function canonicalRequest(
	request: Pick<SignableRequest, 'method' | 'url' | 'headers'>,
	headersToSign: readonly string[],
	bodyHash: string,
): string {
	const url = new URL(request.url);
	const names = signedHeaderNames(headersToSign);
	const lines = names
		.split(';')
		.map((name) => `${name}:${readHeader(request.headers, name) ?? ''}\n`);
	return [
		request.method.toUpperCase(),
		canonicalUri(url.pathname),
		canonicalQuery(url.search),
		lines.join(''),
		names,
		bodyHash,
	].join('\n');
}

/** @param date as sent in `X-Sdk-Date` */
export function stringToSign(date: string, canonical: string): string {
	return [ALGORITHM, date, createHash('sha256').update(canonical).digest('hex')].join('\n');
}

/** Hex HMAC-SHA256 of the string to sign; the SK is the key as it is. */
export function signature(secret: string | Uint8Array, text: string): string {
	return createHmac('sha256', secret).update(text).digest('hex');
}

export function authorizationHeader(
	accessKeyId: string,
	headersToSign: readonly string[],
	hex: string,
): string {
	return `${ALGORITHM} Access=${accessKeyId}, SignedHeaders=${signedHeaderNames(headersToSign)}, Signature=${hex}`;
}

/**
 * The headers that a request needs to be accepted: `X-Sdk-Date`, `Authorization` and, for temporary keys, `X-Security-Token`.
 * They replace any of the same name (see `mergeHeaders`), so a signed request can be signed again. The body is hashed once.
 * `Host` is signed as Node sends it: the request's own header, or the URL's host without a default port.
 * @throws TypeError when the URL isn't absolute
 */
export function sign(
	request: SignableRequest,
	accessKey: AccessKey,
	date: Date,
): Record<string, string> {
	const timestamp = signingDate(date);
	const added: Record<string, string> = { 'X-Sdk-Date': timestamp };
	if (accessKey.securityToken) added['X-Security-Token'] = accessKey.securityToken;
	const host = { Host: new URL(request.url).host };
	const headers = mergeHeaders(mergeHeaders(host, request.headers ?? {}), added);
	const headersToSign = SIGNED_HEADERS.filter((name) => readHeader(headers, name) !== undefined);
	const bodyHash = readHeader(headers, 'x-sdk-content-sha256') ?? hashBody(request.body);
	const canonical = canonicalRequest({ ...request, headers }, headersToSign, bodyHash);
	const hex = signature(accessKey.secret, stringToSign(timestamp, canonical));
	return { ...added, Authorization: authorizationHeader(accessKey.id, headersToSign, hex) };
}
