import crypto, { createHash, hkdfSync } from 'node:crypto';

import { describe, expect, it, jest } from '@jest/globals';

import { mergeHeaders, readHeader } from '../../../huawei-cloud/headers';
import {
	authorizationHeader,
	canonicalRequest,
	hashBody,
	sign,
	signature,
	signedHeaderNames,
	signingDate,
	stringToSign,
} from '../../../huawei-cloud/signing/signature';
import { vectors } from './fixtures/signature-vectors.json';

interface Vector {
	name: string;
	input: {
		ak: string;
		sk: string;
		method: string;
		url: string;
		query: Record<string, unknown>;
		headers: Record<string, string | undefined>;
		body: string | null;
		derived?: { service: string; region: string };
	};
	canonicalRequest: string;
	stringToSign: string;
	payloadHash: string;
	signedHeaders: string;
	signature: string;
	resultHeaders: Record<string, string | undefined>;
}

const all = vectors as unknown as Vector[];
const isDerived = (vector: Vector): boolean => vector.input.derived !== undefined;
const toVectorDate = (text = ''): Date =>
	new Date(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

function urlOf({ url, query }: Vector['input']): string {
	const pairs = Object.entries(query).map(
		([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
	);
	return pairs.length > 0 ? `${url}?${pairs.join('&')}` : url;
}

function stepsOf(vector: Vector) {
	const { input, resultHeaders } = vector;
	const names = vector.signedHeaders.split(';');
	const bodyHash = readHeader(resultHeaders, 'x-sdk-content-sha256') ?? hashBody(input.body ?? '');
	const request = { method: input.method, url: urlOf(input), headers: resultHeaders };
	return { names, bodyHash, canonical: canonicalRequest(request, names, bodyHash) };
}

describe('the steps of the signature, on the official vectors', () => {
	it('has all twenty of them', () => expect(all).toHaveLength(20));

	it.each(all)('$name: body hash, signed headers and canonical request', (vector) => {
		const { names, bodyHash, canonical } = stepsOf(vector);
		expect(bodyHash).toBe(vector.payloadHash);
		expect(signedHeaderNames(names)).toBe(vector.signedHeaders);
		expect(canonical).toBe(vector.canonicalRequest);
	});

	it.each(all.filter((vector) => !isDerived(vector)))(
		'$name: string to sign, signature and Authorization',
		(vector) => {
			const { names, canonical } = stepsOf(vector);
			const text = stringToSign(readHeader(vector.resultHeaders, 'x-sdk-date') ?? '', canonical);
			const hex = signature(vector.input.sk, text);
			expect(text).toBe(vector.stringToSign);
			expect(hex).toBe(vector.signature);
			expect(authorizationHeader(vector.input.ak, names, hex)).toBe(
				vector.resultHeaders.Authorization,
			);
		},
	);

	it('agrees with the derived-key variant wherever the two are the same', () => {
		const vector = all.find(isDerived)!;
		const { ak, sk } = vector.input;
		const [algorithm, date, scope, hash] = vector.stringToSign.split('\n');
		const { canonical } = stepsOf(vector);
		expect(createHash('sha256').update(canonical).digest('hex')).toBe(hash);
		const derived = Buffer.from(hkdfSync('sha256', sk, ak, scope!, 32)).toString('hex');
		expect(signature(derived, [algorithm, date, scope, hash].join('\n'))).toBe(vector.signature);
	});

	it.each(all.filter((vector) => vector.signedHeaders === 'host;x-sdk-date' && !isDerived(vector)))(
		'$name: signed in one go',
		(vector) => {
			const { ak, sk, method, body } = vector.input;
			const request = { method, url: urlOf(vector.input), headers: {}, body: body ?? undefined };
			const date = toVectorDate(vector.input.headers['X-Sdk-Date']);
			expect(sign(request, { id: ak, secret: sk }, date)).toEqual({
				'X-Sdk-Date': vector.input.headers['X-Sdk-Date'],
				Authorization: vector.resultHeaders.Authorization,
			});
		},
	);
});

describe('sign', () => {
	const key = { id: 'AKEXAMPLE0123456789A', secret: 'SkExample0123456789abcdefghijklmnopqrstuv' };
	const date = new Date('2026-01-15T08:30:00.500Z');
	const request = {
		method: 'POST',
		url: 'https://image.ap-southeast-1.myhuaweicloud.com/v1.0/image/tagging',
		headers: { 'Content-Type': 'application/json', 'X-Project-Id': 'p1' },
		body: Buffer.from('{"url":"https://example.com/a.jpg"}'),
	};
	const signedNames = (headers: Record<string, string>): string | undefined =>
		/SignedHeaders=([^,]*)/.exec(headers.Authorization ?? '')?.[1];

	it('writes the date as the gateway wants it', () =>
		expect(signingDate(date)).toBe('20260115T083000Z'));

	it('signs host, date and project, and leaves Content-Type alone', () => {
		expect(signedNames(sign(request, key, date))).toBe('host;x-project-id;x-sdk-date');
	});

	it('signs the account that a request names', () => {
		const headers = { 'X-Domain-Id': 'account' };
		expect(signedNames(sign({ ...request, headers }, key, date))).toBe(
			'host;x-domain-id;x-sdk-date',
		);
	});

	it('adds no security token, not even an empty one, for permanent keys', () => {
		expect(Object.keys(sign(request, key, date))).toEqual(['X-Sdk-Date', 'Authorization']);
	});

	it('sends and signs the security token of temporary keys', () => {
		const added = sign(request, { ...key, securityToken: 'temporary' }, date);
		expect(added['X-Security-Token']).toBe('temporary');
		expect(signedNames(added)).toBe('host;x-project-id;x-sdk-date;x-security-token');
	});

	it('gives the same answer for a request that is signed already, however its headers are spelled', () => {
		const once = sign(request, key, date);
		const signedBefore = mergeHeaders(request.headers, {
			authorization: 'SDK-HMAC-SHA256 Access=old',
			'x-sdk-date': '20200101T000000Z',
			'x-security-token': 'old',
		});
		const temporary = { ...key, securityToken: 'new' };
		expect(sign({ ...request, headers: mergeHeaders(request.headers, once) }, key, date)).toEqual(
			once,
		);
		expect(sign({ ...request, headers: signedBefore }, temporary, date)).toEqual(
			sign(request, temporary, date),
		);
	});

	it('hashes the body once, and never copies it', () => {
		const createHashSpy = jest.spyOn(crypto, 'createHash');
		const updates = jest.spyOn(crypto.Hash.prototype, 'update');
		sign(request, key, date);
		const hashed = updates.mock.calls.filter(([data]) => Object.is(data, request.body));
		expect(hashed).toHaveLength(1);
		expect(createHashSpy).toHaveBeenCalledTimes(2);
		jest.restoreAllMocks();
	});

	it('signs text and its UTF-8 bytes alike', () => {
		const text = '{"tag":"猫 😀"}';
		expect(sign({ ...request, body: text }, key, date)).toEqual(
			sign({ ...request, body: Buffer.from(text) }, key, date),
		);
	});

	it('signs the host as Node sends it: without a default port, or as its own header says', () => {
		const at = (url: string, headers = {}): Record<string, string> =>
			sign({ method: 'GET', url, headers }, key, date);
		expect(at('https://gw.internal:443/')).toEqual(at('https://gw.internal/'));
		expect(at('https://gw.internal:8443/')).not.toEqual(at('https://gw.internal/'));
		expect(at('https://10.0.0.5/', { host: 'gw.internal' })).toEqual(at('https://gw.internal/'));
	});

	it('means the same by a path or query however it is written', () => {
		const at = (rest: string): string | undefined =>
			sign({ method: 'GET', url: `https://h.example${rest}` }, key, date).Authorization;
		expect(at('/a%2db/%e7%8c%ab/')).toBe(at('/a-b/猫/'));
		expect(at('/v1/x')).toBe(at('/v1/x/'));
		expect(at('/?b=2&a=%7E&a=1')).toBe(at('/?a=1&a=~&b=2'));
		expect(at('/?a=c+d')).toBe(at('/?a=c%20d'));
		expect(at('/?a')).toBe(at('/?a='));
		expect(at('/a%2Fb')).not.toBe(at('/a/b'));
		expect(at('/100%')).toBe(at('/100%25'));
	});

	it('refuses a URL without a host', () =>
		expect(() => sign({ method: 'GET', url: '/v1.0/image/tagging' }, key, date)).toThrow(
			'Invalid URL',
		));
});
