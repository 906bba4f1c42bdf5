import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { classifyFailure, type FailureEvidence } from '../../../huawei-cloud/error-catalogue';
import { cases } from '../../support/thorough';

const coded = (
	status: number,
	error_code: string,
	error_msg = '',
	more: Partial<FailureEvidence> = {},
) =>
	classifyFailure({
		status,
		body: JSON.stringify({ error_code, error_msg, request_id: 'r-1' }),
		...more,
	});
const iam = (code: unknown, message: string, status = 401) =>
	classifyFailure({
		status,
		body: JSON.stringify({ error: { code, message, title: 'Unauthorized' } }),
	});
const gateway = (text: string, more: Partial<FailureEvidence> = {}) =>
	coded(401, 'APIG.0301', `Incorrect IAM authentication information: ${text}`, more);

describe('the answer of the service', () => {
	it('gives code, status, sentence, remedy and request ID', () => {
		expect(coded(400, 'AIS.0502', 'The image format is not supported.')).toEqual({
			code: 'AIS.0502',
			httpStatus: 400,
			reason: 'The service does not support the format of this image.',
			remedy: 'Use a JPG, PNG or BMP image; an Edit Image node converts others.',
			retry: 'never',
			stopsBatch: false,
			renewsToken: false,
			requestId: 'r-1',
			serviceMessage: 'The image format is not supported.',
		});
	});

	it('is read from text, bytes and JSON alike, with the request ID of the header', () => {
		const body = { error_code: 'AIS.0503', error_msg: 'x' };
		const headers = { 'X-Request-Id': 'r-2' };
		const expected = classifyFailure({ status: 400, body, headers });
		expect(expected).toMatchObject({ code: 'AIS.0503', requestId: 'r-2' });
		for (const form of [
			JSON.stringify(body),
			Buffer.from(JSON.stringify(body)),
			`\ufeff${JSON.stringify(body)}`,
		]) {
			expect(classifyFailure({ status: 400, body: form, headers })).toEqual(expected);
		}
	});

	it('counts with status 200 as well', () => {
		expect(coded(200, 'AIS.0504')).toMatchObject({
			code: 'AIS.0504',
			httpStatus: 200,
			retry: 'never',
		});
		expect(coded(200, 'AIS.0506').retry).toBe('transient');
	});

	it.each(['AIS.0003', 'AIS.0505', 'AIS.0506', 'ModelArts.4107'])('%s is tried again', (code) => {
		for (const status of [400, 500]) {
			expect(coded(status, code)).toMatchObject({ retry: 'transient', stopsBatch: false });
		}
	});

	it.each(['AIS.0027', 'AIS.0032', 'AIS.0004', 'ModelArts.4106', 'ModelArts.4204'])(
		'%s is about the account: never tried again, and nothing more is sent',
		(code) => {
			for (const status of [400, 403, 429]) {
				expect(coded(status, code)).toMatchObject({ retry: 'never', stopsBatch: true });
			}
		},
	);

	it.each([
		'ModelArts.0203',
		'ModelArts.4102',
		'ModelArts.4103',
		'AIS.0002',
		'APIG.0301',
		'APIGW.0301',
	])('%s asks for a new token, whatever status it comes with', (code) => {
		for (const status of [400, 401, 403]) {
			expect(coded(status, code)).toMatchObject({ renewsToken: true, stopsBatch: true });
		}
	});

	it('quotes the service where its text says more than the code', () => {
		expect(coded(400, 'AIS.0501', 'limit must be 1-150').reason).toBe(
			'The service refused the value of a parameter. The service said: "limit must be 1-150"',
		);
	});

	it("tells a gateway's cases apart by the status", () => {
		expect(coded(400, 'APIG.0201')).toMatchObject({ retry: 'never' });
		expect(coded(413, 'APIGW.0201')).toMatchObject({ code: 'APIGW.0201', retry: 'never' });
		expect(coded(413, 'APIG.0201').reason).toMatch(/larger than the server accepts/);
		expect(coded(502, 'APIG.0201').retry).toBe('transient');
		expect(coded(504, 'APIG.0201').retry).toBe('transient');
	});

	it('treats 429 as throttling whatever the code', () => {
		expect(coded(429, 'AIS.0501').retry).toBe('throttled');
		expect(coded(429, 'Some.9999').retry).toBe('throttled');
	});

	it('says what the end of the public service means, on the public service only', () => {
		for (const code of ['APIG.0101', 'APIGW.0101', 'ModelArts.4204']) {
			const own = coded(404, code);
			const onPublic = coded(404, code, '', { endpointIsPublic: true });
			expect(onPublic.reason).toMatch(/retired \(planned end 2026-12-30\)/);
			expect(onPublic.remedy).toMatch(/self-hosted Image Tagging service/);
			expect(own.reason + own.remedy).not.toMatch(/retired|self-hosted/);
		}
	});
});

describe('a code that is in no table', () => {
	it.each([
		[400, 'never', false],
		[401, 'never', true],
		[403, 'never', true],
		[429, 'throttled', false],
		[500, 'transient', false],
		[200, 'never', false],
	] as const)('is treated as its status %p', (status, retry, stopsBatch) => {
		const failure = coded(status, 'AIS.9999', 'Something new happened.');
		expect(failure).toMatchObject({ code: 'AIS.9999', retry, stopsBatch });
		expect(failure.reason).toBe(
			'The service answered with the code AIS.9999, which this package does not know. The service said: "Something new happened."',
		);
	});

	it('is no property of Object', () => {
		for (const code of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
			expect(coded(400, code).reason).not.toMatch(/native code|undefined/);
		}
		const body = JSON.parse('{"__proto__":{"error_code":"AIS.0032"}}') as unknown;
		expect(classifyFailure({ status: 400, body }).code).toBe('HTTP.400');
	});
});

describe('the texts inside APIG.0301', () => {
	it.each([
		['ak LTAI5tDvssj9BBMtAGT3HoTT not exist', /does not know this Access Key ID/, false],
		[
			'Get secretKey failed,ak:zyczy123123,err:ak not exist',
			/does not know this Access Key ID/,
			false,
		],
		['verify aksk signature fail', /Secret Access Key is wrong, or a proxy/, false],
		[
			'verify aksk signature fail, canonicalRequest:GET|/v3/projects/||host:h|x-sdk-date:20210824T025548Z||host;x-sdk-date|4413',
			/Secret Access Key is wrong, or a proxy/,
			false,
		],
		[
			'AK access failed to reach the limit,forbidden.',
			/locked this access key for five minutes/,
			false,
		],
		[
			'calc aksk signature fail:signature expired, signature time:20211217T064303Z,server time:20211217T065804Z',
			/clock of the machine/,
			false,
		],
		[
			'verify aksk signature fail, X-Security-Token is missing or is not the one of this temporary key',
			/Security Token of the temporary/,
			false,
		],
		[
			'verify aksk signature fail, this is a permanent key, which has no X-Security-Token',
			/Security Token of the temporary/,
			false,
		],
		['security token expired', /Security Token of the temporary/, false],
		[
			'verify aksk signature fail, canonicalRequest:GET|/a/||x-security-token:***|host:h||host;x-security-token|0',
			/Secret Access Key is wrong/,
			false,
		],
		[
			'verify aksk signature fail, X-Sdk-Date is not a time in the form YYYYMMDDTHHMMSSZ',
			/Secret Access Key is wrong/,
			false,
		],
		['decrypt token fail', /cannot read the token/, true],
		['token expires', /token has expired/, true],
		['token expired, expire time:2021-12-17', /token has expired/, true],
		['verify token fail', /cannot read the token/, true],
		['something new', /refused the authentication\. The service said/, true],
	])('%s', (text, sentence, renewsToken) => {
		const failure = gateway(text);
		expect(failure).toMatchObject({
			code: 'APIG.0301',
			retry: 'never',
			stopsBatch: true,
			renewsToken,
		});
		expect(failure.reason).toMatch(sentence);
	});

	it('give the clock of the server', () => {
		const text = 'signature expired, signature time:20211217T064303Z,server time:20211217T065804Z';
		expect(gateway(text).clockSkew).toEqual({ serverTimeMs: Date.UTC(2021, 11, 17, 6, 58, 4) });
	});

	it('give it by the Date header, where that is more than a minute off', () => {
		const headers = { date: 'Thu, 15 Jan 2026 08:30:00 GMT' };
		const serverTimeMs = Date.UTC(2026, 0, 15, 8, 30);
		const at = (text: string, offset: number) =>
			gateway(text, { headers, now: serverTimeMs + offset }).clockSkew;
		expect(at('signature expired', 20 * 60_000)).toEqual({ serverTimeMs });
		expect(at('verify aksk signature fail', -61_000)).toEqual({ serverTimeMs });
		expect(at('verify aksk signature fail', 59_000)).toBeUndefined();
		expect(at('ak X not exist', 20 * 60_000)).toBeUndefined();
		expect(at('decrypt token fail', 20 * 60_000)).toBeUndefined();
		expect(at('AK access failed to reach the limit,forbidden', 20 * 60_000)).toBeUndefined();
		expect(
			gateway('signature expired', { headers: { date: 'nonsense' } }).clockSkew,
		).toBeUndefined();
	});
});

describe("IAM's answers", () => {
	it.each([
		[401, 'The username or password is wrong.', /account name, user name or password is wrong/],
		['401', 'The username or password is wrong.', /account name, user name or password is wrong/],
		[401, 'The user is locked.', /locked or disabled/],
		[401, 'The password has expired.', /password has expired/],
		[401, 'The totp in the request body is invalid.', /multi-factor/],
		[404, 'Could not find project: cn-north-9.', /does not know the project/],
		[
			403,
			'You are not allowed to perform the requested action: iam:projects:listProjects',
			/may not do this/,
		],
		[401, 'The token must be updated.', /token has expired/],
		[
			401,
			'The request you have made requires authentication.',
			/did not accept the authentication/,
		],
	])('%p %s', (code, message, sentence) => {
		const failure = iam(code, message, Number(code));
		expect(failure.reason).toMatch(sentence);
		expect(failure).toMatchObject({ code: `HTTP.${code}`, stopsBatch: true, retry: 'never' });
	});

	it('say when a token has to be renewed, and when not', () => {
		expect(iam(401, 'The token must be updated.').renewsToken).toBe(true);
		expect(iam(401, 'The token must be updated.', 400).renewsToken).toBe(true);
		expect(iam(401, 'The username or password is wrong.').renewsToken).toBe(false);
	});
});

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
