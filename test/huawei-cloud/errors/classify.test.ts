import { describe, expect, it } from '@jest/globals';

import { classifyFailure } from '../../../huawei-cloud/errors/classify';
import { coded, gateway, iam } from './answers';

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
		['decrypt token fail', /can't read the token/, true],
		['token expires', /token has expired/, true],
		['token expired, expire time:2021-12-17', /token has expired/, true],
		['verify token fail', /can't read the token/, true],
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
