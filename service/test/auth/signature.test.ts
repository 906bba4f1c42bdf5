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
