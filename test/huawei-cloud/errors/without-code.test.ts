import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { classifyFailure } from '../../../huawei-cloud/errors/classify';
import type { FailureEvidence } from '../../../huawei-cloud/errors/failure';
import { cases } from '../../support/thorough';
import { coded, gateway } from './answers';

describe('an answer that is none', () => {
	const page = '<!DOCTYPE html>\n<html><title>Login</title></html>';
	it.each([
		[200, '', 'EMPTY_ANSWER', 'transient'],
		[200, ' \n', 'EMPTY_ANSWER', 'transient'],
		[200, undefined, 'EMPTY_ANSWER', 'transient'],
		[204, '', 'EMPTY_ANSWER', 'transient'],
		[200, '{"result":{"tags":[{"tag":', 'TRUNCATED_ANSWER', 'transient'],
		[200, page, 'HTML_ANSWER', 'never'],
		[404, page, 'HTML_ANSWER', 'never'],
		[403, page, 'HTML_ANSWER', 'never'],
		[200, 'OK', 'NOT_JSON', 'never'],
		[200, '{"status":"up"}', 'UNKNOWN_ANSWER', 'never'],
		[200, '[1]', 'UNKNOWN_ANSWER', 'never'],
		[
			400,
			'<html>400 The plain HTTP request was sent to HTTPS port</html>',
			'HTTPS_EXPECTED',
			'never',
		],
		[302, '', 'HTTP.302', 'never'],
		[413, page, 'HTTP.413', 'never'],
		[429, page, 'HTTP.429', 'throttled'],
		[502, page, 'HTTP.502', 'transient'],
		[503, '', 'HTTP.503', 'transient'],
		[418, '', 'HTTP.418', 'never'],
		[599, '', 'HTTP.599', 'transient'],
	])('status %p with %p is %s', (status, body, code, retry) => {
		expect(classifyFailure({ status, body })).toMatchObject({ code, retry, stopsBatch: false });
	});

	it('is an authentication failure by its status alone', () => {
		expect(classifyFailure({ status: 401, body: '' })).toMatchObject({
			code: 'HTTP.401',
			stopsBatch: true,
			renewsToken: true,
		});
		expect(classifyFailure({ status: 403, body: '' })).toMatchObject({
			code: 'HTTP.403',
			stopsBatch: true,
		});
		expect(classifyFailure({ status: 401, body: page })).toMatchObject({ stopsBatch: true });
	});

	it('is told by its beginning when it is huge', () => {
		expect(classifyFailure({ status: 200, body: `{"a":"${'x'.repeat(5_000_000)}"}` }).code).toBe(
			'TRUNCATED_ANSWER',
		);
		expect(classifyFailure({ status: 200, body: Buffer.alloc(5_000_000, 0x20) }).retry).toBe(
			'never',
		);
	});
});

describe('a failure without an answer', () => {
	it.each([
		['ECONNREFUSED', 'transient', /refused the connection/],
		['ENOTFOUND', 'transient', /unknown to DNS/],
		['EAI_AGAIN', 'transient', /DNS did not answer/],
		['ECONNRESET', 'transient', /closed the connection/],
		['EPIPE', 'transient', /closed the connection/],
		['ETIMEDOUT', 'transient', /did not answer in time/],
		['ECONNABORTED', 'transient', /did not answer in time/],
		['Z_DATA_ERROR', 'transient', /damaged on its way/],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'never', /authority that this machine does not know/],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'never', /authority that this machine does not know/],
		['CERT_HAS_EXPIRED', 'never', /certificate has expired/],
		['ERR_TLS_CERT_ALTNAME_INVALID', 'never', /for another host name/],
		['ERR_SSL_WRONG_VERSION_NUMBER', 'never', /does not speak TLS/],
		['EPROTO', 'never', /does not speak TLS/],
		['HPE_INVALID_HEADER_TOKEN', 'never', /does not speak HTTP/],
		['ERR_CANCELED', 'never', /cancelled/],
		['EWHATEVER', 'transient', /failed on its way/],
	])('%s', (networkCode, retry, sentence) => {
		const failure = classifyFailure({ networkCode });
		expect(failure).toMatchObject({ retry, stopsBatch: false, renewsToken: false });
		expect(failure.reason).toMatch(sentence);
		expect(failure.httpStatus).toBeUndefined();
	});

	it.each([
		['socket hang up', 'ECONNRESET'],
		['connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED'],
		['getaddrinfo ENOTFOUND image.example', 'ENOTFOUND'],
		['timeout of 30000ms exceeded', 'TIMEOUT'],
		['self-signed certificate in certificate chain', 'SELF_SIGNED_CERT_IN_CHAIN'],
		['certificate has expired', 'CERT_HAS_EXPIRED'],
		[
			"Hostname/IP does not match certificate's altnames: Host: localhost.",
			'ERR_TLS_CERT_ALTNAME_INVALID',
		],
		['maxContentLength size of 100 exceeded', 'ANSWER_TOO_LARGE'],
		['incorrect header check', 'Z_DATA_ERROR'],
		['canceled', 'ABORTED'],
		['The service refused the connection - perhaps it is offline', 'ECONNREFUSED'],
		['who knows', 'NETWORK_FAILURE'],
		[undefined, 'NETWORK_FAILURE'],
	])('is told by its text: %p', (message, code) => {
		expect(classifyFailure({ message }).code).toBe(code);
	});

	it('counts also when the answer broke off after its status', () => {
		expect(classifyFailure({ status: 200, networkCode: 'ECONNRESET' })).toMatchObject({
			code: 'ECONNRESET',
			retry: 'transient',
		});
		expect(classifyFailure({ status: 502, networkCode: 'ERR_BAD_RESPONSE' }).code).toBe('HTTP.502');
	});
});

describe('how long to wait', () => {
	const now = Date.UTC(2026, 0, 15, 8, 30);
	const after = (value: unknown, more = {}): number | undefined =>
		classifyFailure({ status: 429, body: '', headers: { 'Retry-After': value, ...more }, now })
			.retryAfterMs;

	it.each([
		['5', 5_000],
		[5, 5_000],
		['0', 0],
		['1.5', 1_500],
		[' 120 ', 120_000],
		['Thu, 15 Jan 2026 08:30:10 GMT', 10_000],
		['Thu, 15 Jan 2026 08:00:00 GMT', 0],
		['-5', undefined],
		['soon', undefined],
		['', undefined],
		['Infinity', undefined],
		['1e9', undefined],
		['9'.repeat(400), undefined],
		[{}, undefined],
	])('Retry-After %p is %p ms', (value, expected) => expect(after(value)).toBe(expected));

	it.each([
		[429, '3', 'Requests were sent faster than the service allows.'],
		[429, '30', 'Requests were sent faster than the service allows. It asks to wait 30 seconds.'],
		[503, '3600', 'The service is not available at the moment. It asks to wait 60 minutes.'],
		[404, '3600', 'The server has nothing at this address.'],
	])('is told where it is long: %p, %p', (status, wait, reason) => {
		const headers = { 'Retry-After': wait };
		expect(classifyFailure({ status, headers }).reason).toBe(reason);
	});

	it('decides whether a 413 passes (API reference, 6.1)', () => {
		expect(classifyFailure({ status: 413, headers: { 'Retry-After': '5' } })).toMatchObject({
			retry: 'transient',
			retryAfterMs: 5_000,
		});
		expect(classifyFailure({ status: 413 }).retry).toBe('never');
		expect(classifyFailure({ status: 404, headers: { 'Retry-After': '5' } }).retry).toBe('never');
	});

	it("compares a date with the server's own, since the local clock may be wrong", () => {
		const date = 'Thu, 15 Jan 2026 10:00:00 GMT';
		expect(after('Thu, 15 Jan 2026 10:00:03 GMT', { Date: date })).toBe(3_000);
	});

	it.each([
		[
			'The throttling threshold has been reached: policy user over ratelimit,limit:20,time:1 minute',
			{ requests: 20, perMs: 60_000 },
		],
		['limit:5, time:10 second', { requests: 5, perMs: 10_000 }],
		['over the limit', undefined],
	])('reads the limit in %p', (text, limit) => {
		expect(coded(429, 'APIG.0308', text).throttleLimit).toEqual(limit);
	});
});

describe('secrets', () => {
	const token = `MII${'Zx9+/'.repeat(40)}`;

	it("don't survive in a gateway's echo, an IAM text, a code or a request ID", () => {
		const echo = `verify aksk signature fail, canonicalRequest:GET|/||host:h|x-security-token:hush1234||host|0`;
		const failures = [
			gateway(echo),
			gateway('hush1234 is bad', { secrets: ['hush1234'] }),
			coded(400, 'hush1234', token, { secrets: ['hush1234'] }),
			coded(400, 'AIS.0501', `X-Auth-Token: hush1234 and https://u:hush1234@h/?hush1234`),
			classifyFailure({
				status: 400,
				body: { error_code: 'AIS.0501', request_id: 'hush1234' },
				secrets: ['hush1234'],
			}),
			classifyFailure({ message: 'hush1234 ECONNRESET', secrets: ['hush1234'] }),
		];
		for (const failure of failures) {
			expect(JSON.stringify(failure)).not.toContain('hush1234');
			expect(JSON.stringify(failure)).not.toContain(token.slice(0, 30));
		}
	});

	it("are not half shown where the service's text is cut", () => {
		const secret = 'A1b2C3d4E5f6G7h8I9j0';
		for (let at = 270; at <= 300; at++) {
			const failure = coded(400, 'AIS.0501', `${'x '.repeat(500).slice(0, at)}${secret}`, {
				secrets: [secret],
			});
			expect(failure.serviceMessage).not.toContain(secret.slice(0, 4));
			expect(failure.serviceMessage!.length).toBeLessThanOrEqual(300);
		}
	});
});

it('never throws, and always says what to do, whatever the evidence', () => {
	const body = fc.oneof(fc.string(), fc.jsonValue(), fc.json(), fc.uint8Array(), fc.anything());
	const evidence = fc.record(
		{
			status: fc.oneof(fc.integer({ min: -1, max: 700 }), fc.constantFrom(NaN, 0)),
			headers: fc.dictionary(
				fc.constantFrom('date', 'Retry-After', 'x-request-id'),
				fc.oneof(fc.string(), fc.integer()),
			),
			body,
			networkCode: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'ECONNRESET')),
			message: fc.string(),
			endpointIsPublic: fc.boolean(),
			secrets: fc.array(fc.string()),
		},
		{ requiredKeys: [] },
	);
	fc.assert(
		fc.property(evidence, (given) => {
			const failure = classifyFailure(given as FailureEvidence);
			expect(failure.reason).toMatch(/^[A-Z]/);
			expect(failure.remedy).toMatch(/\.$/);
			expect(['never', 'transient', 'throttled']).toContain(failure.retry);
			if (failure.retryAfterMs !== undefined)
				expect(failure.retryAfterMs).toBeGreaterThanOrEqual(0);
		}),
		{ numRuns: cases(3_000) },
	);
});
