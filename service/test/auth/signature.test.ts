import { describe, expect, it } from '@jest/globals';
import {
	canonicalRequest,
	expectedSignature,
	parseAuthorization,
	payloadHash,
	stringToSign,
} from '../../src/auth/signature';
import { vectors } from './signature-vectors.json';

describe.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
	const { input, resultHeaders } = vector;
	const url = new URL(input.url);
	const query = new URLSearchParams(
		Object.entries(input.query).map(([key, value]) => [key, String(value)]),
	).toString();
	const headers = Object.fromEntries(
		Object.entries(resultHeaders).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
	const request = {
		method: input.method,
		url: url.pathname + (query && `?${query}`),
		headers,
		body: Buffer.from('body' in input && input.body ? input.body : ''),
	};
	const claim = parseAuthorization(headers.authorization ?? '');
	if (!claim) throw new Error('The Authorization header of the vector was not understood');
	const canonical = canonicalRequest(request, claim.signedHeaders);
	const text = stringToSign(claim, headers['x-sdk-date'] ?? '', canonical);

	it('reads the Authorization header', () => {
		expect(claim).toMatchObject({
			accessKey: input.ak,
			signedHeaders: vector.signedHeaders.split(';'),
			signature: vector.signature,
		});
	});

	it('builds the canonical request', () => {
		expect(payloadHash(request)).toBe(vector.payloadHash);
		expect(canonical).toBe(vector.canonicalRequest);
	});

	it('builds the string to sign and the signature', () => {
		expect(text).toBe(vector.stringToSign);
		expect(expectedSignature(claim, input.sk, text)).toBe(vector.signature);
	});
});

describe('whatever way a signer writes it,', () => {
	const canonicalOf = (url: string, headers: Record<string, string | string[]> = {}) =>
		canonicalRequest(
			{ method: 'GET', url, headers, body: Buffer.alloc(0) },
			Object.keys(headers),
		).split('\n');

	it('what is signed is named in lower case and in order', () => {
		const names = 'X-Sdk-Date;Host;content-type';
		const claim = parseAuthorization(
			`SDK-HMAC-SHA256 Access=AK, SignedHeaders=${names}, Signature=${'0'.repeat(64)}`,
		);
		expect(claim?.signedHeaders).toEqual(['content-type', 'host', 'x-sdk-date']);
	});

	it('the signature is read in lower case', () => {
		const claim = parseAuthorization(
			`SDK-HMAC-SHA256 Access=AK, SignedHeaders=host, Signature=${'AB'.repeat(32)}`,
		);
		expect(claim?.signature).toBe('ab'.repeat(32));
	});

	it('values count without the blanks around them', () => {
		const lines = canonicalOf('/', { host: ' example.com\t', 'x-many': ['a', 'b '] });
		expect(lines).toContain('host:example.com');
		expect(lines).toContain('x-many:a, b');
	});

	it.each([
		['/', '/'],
		['/a', '/a/'],
		['/a/', '/a/'],
		['/%61%2Db~', '/a-b~/'],
		['/a%20b', '/a%20b/'],
		["/a'(b)*!", '/a%27%28b%29%2A%21/'],
		['/%e6%9d%af', '/%E6%9D%AF/'],
		['/a%2fb', '/a%2Fb/'],
		['/a+b', '/a%2Bb/'],
	])('the path %s is signed as %s', (path, signed) => {
		expect(canonicalOf(path)[1]).toBe(signed);
	});

	it.each([
		['b=2&a=1', 'a=1&b=2'],
		['a=2&a=1', 'a=1&a=2'],
		['a', 'a='],
		['name=%e6%9d%af', 'name=%E6%9D%AF'],
		['B=1&a=1', 'B=1&a=1'],
		['a=1+2', 'a=1%202'],
		['a=%2A', 'a=%2A'],
	])('the query %s is signed as %s', (query, signed) => {
		expect(canonicalOf(`/?${query}`)[2]).toBe(signed);
	});
});

describe('a hostile Authorization header', () => {
	const authorization = (scope: string, names: string) =>
		`V11-HMAC-SHA256 Credential=AK/${scope}, SignedHeaders=${names}, Signature=${'0'.repeat(64)}`;

	it('whose scope is longer than any key derivation takes is not one', () => {
		expect(parseAuthorization(authorization('s'.repeat(256), 'host'))).toBeDefined();
		expect(parseAuthorization(authorization('s'.repeat(257), 'host'))).toBeUndefined();
	});

	it.each(['__proto__', 'constructor', 'tostring'])(
		'that signs %s signs an absent header',
		(name) => {
			const request = { method: 'GET', url: '/', headers: {}, body: Buffer.alloc(0) };
			expect(canonicalRequest(request, [name])).toContain(`\n${name}:\n`);
		},
	);
});
