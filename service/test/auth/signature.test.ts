import { describe, expect, it } from '@jest/globals';
import {
	ambiguity,
	bodyMatchesHash,
	canonicalRequest,
	expectedSignature,
	isSignature,
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
		['/%', '/%25/'],
		['/%ff', '/%25ff/'],
		['?a=1', '/'],
	])('the path %s is signed as %s', (path, signed) => {
		expect(canonicalOf(path)[1]).toBe(signed);
	});

	it('a query without a path is read as one', () => {
		expect(canonicalOf('?a=1')[2]).toBe('a=1');
	});

	it.each([
		['b=2&a=1', 'a=1&b=2'],
		['a=2&a=1', 'a=1&a=2'],
		['a=1&a=2&a=3', 'a=1&a=2&a=3'],
		['a=1&a=1&b', 'a=1&a=1&b='],
		['b=1&a=2', 'a=2&b=1'],
		['a=?b', 'a=%3Fb'],
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

describe('an Authorization header', () => {
	const hex = '0123456789abcdefABCDEF'.padEnd(64, '0');
	const written = ({
		algorithm = 'SDK-HMAC-SHA256',
		blank = ' ',
		who = 'Access=AK',
		between = ', ',
		signature = hex,
	}) => `${algorithm}${blank}${who}${between}SignedHeaders=host${between}Signature=${signature}`;
	const V11 = { algorithm: 'V11-HMAC-SHA256', who: 'Credential=AK/20260115/r/image' };

	it.each([
		['SDK-HMAC-SHA256 x', true],
		['V11-HMAC-SHA256 x', true],
		['SDK-HMAC-SM3 x', true],
		['a SDK-HMAC-SHA256 x', false],
		['sdk-hmac-sha256 x', false],
		['Bearer V11-HMAC-SHA256', false],
		['', false],
		[undefined, false],
		[['SDK-HMAC-SHA256 x'], false],
	])('means to be a signature or not: %p', (header, means) => {
		expect(isSignature(header)).toBe(means);
	});

	it.each([
		['as it is documented', {}],
		['with more blanks', { blank: ' \t ', between: ',  ' }],
		['without blanks', { between: ',' }],
	])('is read %s', (_how, parts) => {
		expect(parseAuthorization(written(parts))).toEqual({
			algorithm: 'SDK-HMAC-SHA256',
			accessKey: 'AK',
			scope: '',
			signedHeaders: ['host'],
			signature: hex.toLowerCase(),
		});
		expect(parseAuthorization(` ${written(parts)}\t`)?.accessKey).toBe('AK');
	});

	it('has a scope where the key is derived', () => {
		expect(parseAuthorization(written(V11))).toMatchObject({
			algorithm: 'V11-HMAC-SHA256',
			accessKey: 'AK',
			scope: '20260115/r/image',
		});
	});

	it.each([
		['with something before it', written({ algorithm: 'x SDK-HMAC-SHA256' })],
		['with something after it', written({ signature: `${hex}, x` })],
		['with a digit more', written({ signature: `${hex}0` })],
		['with a digit less', written({ signature: hex.slice(1) })],
		['with another letter than hex has', written({ signature: `g${hex.slice(1)}` })],
		['with no blank after the algorithm', written({ blank: '' })],
		['with no key', written({ who: 'Access=' })],
		['with a key that has a slash', written({ who: 'Access=A/K' })],
		['with the derived form for a key that is not', written({ who: V11.who })],
		['with the plain form for a derived key', written({ ...V11, who: 'Access=AK' })],
		['with no scope', written({ ...V11, who: 'Credential=AK' })],
		['with an empty scope', written({ ...V11, who: 'Credential=AK/' })],
		['of another algorithm', written({ algorithm: 'SDK-HMAC-SM3' })],
	])('is none %s', (_how, header) => {
		expect(parseAuthorization(header)).toBeUndefined();
	});
});

describe('the hash of the body in X-Sdk-Content-Sha256', () => {
	const body = Buffer.from('body');
	const hash = payloadHash({ method: 'POST', url: '/', headers: {}, body });
	const matches = (given: string | undefined, bodySha256?: string) =>
		bodyMatchesHash({
			...{ method: 'POST', url: '/', body, bodySha256 },
			headers: { 'x-sdk-content-sha256': given },
		});

	it.each([
		['is missing', undefined, true],
		['is empty', '', true],
		['says that none is signed', 'UNSIGNED-PAYLOAD', true],
		['is that of the body', hash, true],
		['is written in capitals', hash.toUpperCase(), true],
		['has blanks around it', ` ${hash} `, true],
		['is another', hash.replace(/./, (digit) => (digit === '0' ? '1' : '0')), false],
		['is no hash', 'unsigned-payload', false],
	])('fits or not when it %s', (_how, given, fits) => {
		expect(matches(given)).toBe(fits);
	});

	it('is held against the hash that is known already', () => {
		expect(matches(hash, 'ab'.repeat(32))).toBe(false);
		expect(matches('ab'.repeat(32), 'ab'.repeat(32))).toBe(true);
	});
});

describe('what signer and verifier could read in two ways', () => {
	const faultOf = (
		url: string,
		headers: Record<string, string | string[]> = {},
		names?: string[],
	) => ambiguity({ method: 'GET', url, headers }, names ?? Object.keys(headers));

	it.each([
		['a path', '/a%20b?c=%e6%9d%af'],
		['a path that ends otherwise than it begins', '/a'],
		['the root', '/'],
	])('is not %s', (_what, url) => {
		expect(faultOf(url, { host: 'a', 'x-note': 'tabs\tand ~ blanks', 'x-many': ['a', 'b'] })).toBe(
			undefined,
		);
	});

	it.each([
		['http://a.example/', 'the request line has a whole URL instead of a path'],
		['a/', 'the request line has a whole URL instead of a path'],
		['/%ff', 'the URL has percent-encoding that is not UTF-8'],
		['/?a=%', 'the URL has percent-encoding that is not UTF-8'],
	])('is the URL %s', (url, fault) => {
		expect(faultOf(url)).toBe(fault);
	});

	it.each(['日', '日a', 'a日', 'a\u00e9b', '\u007f', '\u0000'])(
		'is a signed header with another character than ASCII has: %j',
		(value) => {
			expect(faultOf('/', { host: 'a', 'x-note': value })).toBe(
				'the signed header x-note has other characters than ASCII',
			);
			expect(faultOf('/', { host: 'a', 'x-note': value }, ['host'])).toBeUndefined();
		},
	);

	it('is named by 64 characters', () => {
		expect(faultOf('/', { ['x'.repeat(100)]: '日' })).toBe(
			`the signed header ${'x'.repeat(64)} has other characters than ASCII`,
		);
	});

	it('is a header that is signed twice, whose value could be as long as all of them', () => {
		expect(faultOf('/', { host: 'a' }, ['host', 'date', 'host'])).toBe(
			'SignedHeaders names a header twice',
		);
	});
});
