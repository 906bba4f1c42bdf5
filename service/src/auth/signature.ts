import { createHash, createHmac, hkdfSync } from 'node:crypto';

/** What a request's Authorization header claims. */
export interface Authorization {
	algorithm: 'SDK-HMAC-SHA256' | 'V11-HMAC-SHA256';
	accessKey: string;
	/** `date/region/service` of a V11 signature; its key is derived from it. */
	scope: string;
	/** Lower case, in canonical order. */
	signedHeaders: string[];
	/** Lower-case hex. */
	signature: string;
}

/** The parts of a request that a signature covers, as they came over the wire. */
export interface SignedRequest {
	method: string;
	/** Path and query. */
	url: string;
	headers: Record<string, string | string[] | undefined>;
	/** Raw bytes; empty without a body. */
	body: Buffer;
	/** Their hash, where it is known already. */
	bodySha256?: string | undefined;
}

/** A scope stays far below the 1024 bytes that HKDF takes as its info. */
const header =
	/^(SDK-HMAC-SHA256|V11-HMAC-SHA256)\s+(?:Access=([^,\s/]+)|Credential=([^,\s/]+)\/([^,\s]{1,256})),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-fA-F]{64})$/;

/** True when the header means to be a signature, well-formed or not. */
export function isSignature(authorization: unknown): authorization is string {
	return typeof authorization === 'string' && /^(SDK|V11)-HMAC-/.test(authorization);
}

/** The parts of an Authorization header, or nothing when it isn't one that current signers write. */
export function parseAuthorization(text: string): Authorization | undefined {
	const match = header.exec(text.trim());
	if (!match) return undefined;
	const [, algorithm, access, credential, scope = '', names = '', signature = ''] = match;
	const derived = algorithm === 'V11-HMAC-SHA256';
	const accessKey = derived ? credential : access;
	if (accessKey === undefined) return undefined;
	return {
		algorithm: derived ? 'V11-HMAC-SHA256' : 'SDK-HMAC-SHA256',
		accessKey,
		scope,
		signedHeaders: names.toLowerCase().split(';').sort(),
		signature: signature.toLowerCase(),
	};
}

/** `UNSIGNED-PAYLOAD` or a SHA-256 given in X-Sdk-Content-Sha256, else the SHA-256 of the body. */
export function payloadHash(request: SignedRequest): string {
	return headerValue(request, 'x-sdk-content-sha256') || bodyHash(request);
}

/** True when X-Sdk-Content-Sha256, if there, belongs to the body that came. */
export function bodyMatchesHash(request: SignedRequest): boolean {
	const given = headerValue(request, 'x-sdk-content-sha256');
	return !given || given === 'UNSIGNED-PAYLOAD' || given.toLowerCase() === bodyHash(request);
}

/**
 * Why signer and verifier would not read the same request: what Node hands over is no longer what the client signed. Said
 * instead of tried, since such a failure is nobody's guess at a key.
 */
export function ambiguity(
	request: Omit<SignedRequest, 'body'>,
	signedHeaders: string[],
): string | undefined {
	const { url, headers } = request;
	if (!url.startsWith('/')) return 'the request line has a whole URL instead of a path';
	if (!isUtf8(url)) return 'the URL has percent-encoding that is not UTF-8';
	// With thousands of a long header, a request of 32 KB would be one of 100 MB to look at.
	if (new Set(signedHeaders).size < signedHeaders.length)
		return 'SignedHeaders names a header twice';
	const odd = signedHeaders.find((name) => !/^[\t\x20-\x7e]*$/.test(valueOf(headers, name)));
	return odd && `the signed header ${odd.slice(0, 64)} has other characters than ASCII`;
}

/** The canonical request of the signing guide. */
export function canonicalRequest(request: SignedRequest, signedHeaders: string[]): string {
	const [path = '/', query = ''] = splitOnce(request.url, '?');
	return [
		request.method,
		canonicalPath(path),
		canonicalQuery(query),
		signedHeaders.map((name) => `${name}:${headerValue(request, name)}\n`).join(''),
		signedHeaders.join(';'),
		payloadHash(request),
	].join('\n');
}

/** The string that the key signs, over the canonical request and the time of X-Sdk-Date. */
export function stringToSign(claim: Authorization, date: string, canonical: string): string {
	const scope = claim.algorithm === 'V11-HMAC-SHA256' ? [claim.scope] : [];
	return [claim.algorithm, date, ...scope, sha256(canonical)].join('\n');
}

/** The signature, in lower-case hex, that the holder of `secretKey` would have made. */
export function expectedSignature(claim: Authorization, secretKey: string, text: string): string {
	const key =
		claim.algorithm === 'V11-HMAC-SHA256'
			? derivedKey(claim.accessKey, secretKey, claim.scope)
			: secretKey;
	return createHmac('sha256', key).update(text).digest('hex');
}

/** Hex of the HKDF-SHA256 output: the derived key is that text, not the bytes it spells. */
function derivedKey(accessKey: string, secretKey: string, scope: string): string {
	return Buffer.from(hkdfSync('sha256', secretKey, accessKey, scope, 32)).toString('hex');
}

function canonicalPath(path: string): string {
	const encoded = path.split('/').map((segment) => encode(decode(segment)));
	const joined = encoded.join('/');
	return joined.endsWith('/') ? joined : `${joined}/`;
}

function canonicalQuery(query: string): string {
	return [...new URLSearchParams(query)]
		.sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
		.map(([key, value]) => `${encode(key)}=${encode(value)}`)
		.join('&');
}

/** By UTF-16 code units, as the signers sort. */
function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** RFC 3986: only letters, digits and `-_.~` stay. */
function encode(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}

function headerValue({ headers }: Pick<SignedRequest, 'headers'>, name: string): string {
	return valueOf(headers, name).trim();
}

function valueOf(headers: SignedRequest['headers'], name: string): string {
	// Signed names are the caller's words, `constructor` and `__proto__` among them.
	const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
	return Array.isArray(value) ? value.join(', ') : (value ?? '');
}

function isUtf8(url: string): boolean {
	try {
		decodeURIComponent(url);
		return true;
	} catch {
		return false;
	}
}

function bodyHash({ body, bodySha256 }: SignedRequest): string {
	return bodySha256 ?? sha256(body);
}

function splitOnce(text: string, mark: string): string[] {
	const at = text.indexOf(mark);
	return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function sha256(data: Buffer | string): string {
	return createHash('sha256').update(data).digest('hex');
}
