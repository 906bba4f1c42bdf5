import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { configSchema } from '../../src/config/schema';
import { AccessKeys, type SignatureRules } from '../../src/iam/access-keys';
import { Attempts } from '../../src/iam/attempts';
import { Directory } from '../../src/iam/directory';
import { acme, testConfig } from '../support/accounts';
import { sdkDate, type Key } from '../support/client';
import { forgedHeaders, type Forgery } from '../support/forge';

const permanent = acme.accessKeys[0] as Key;
const temporary = acme.accessKeys[1] as Key;
const expiring = { ak: 'EXPIRING', sk: 'secret', expiresAt: '2020-01-01T00:00:00Z' };
const later = { ak: 'EXPIRESLATER', sk: 'secret', expiresAt: '2999-01-01T00:00:00Z' };
const address = '192.0.2.1';
const failures = 2;
const rules: SignatureRules = {
	region: 'test-1',
	serviceName: 'image',
	unsignedPayload: undefined,
};

const accounts = [{ ...acme, accessKeys: [...acme.accessKeys, expiring, later] }];
const directory = new Directory(configSchema.parse(testConfig({ accounts })));

let attempts: Attempts;

beforeEach(() => {
	attempts = new Attempts({ failures, seconds: 60 });
});

afterEach(() => {
	jest.restoreAllMocks();
});

interface Request extends Partial<Forgery> {
	/** What comes, where it is not what was signed. */
	sent?: Record<string, string | undefined>;
	sentBody?: string;
	overTls?: boolean;
	rules?: Partial<SignatureRules>;
}

const call = { method: 'POST', path: '/v2/x/image/tagging', body: '{"image":"QUJD"}' };

/** What is proven of a request before its body, and a way to prove the rest. */
async function begin({ sent = {}, sentBody, overTls = false, rules: more, ...forgery }: Request) {
	const keys = new AccessKeys(directory, attempts, { ...rules, ...more });
	const forged = { call, ...forgery };
	const headers: Record<string, string | undefined> = {
		...forgedHeaders('service.example', forged),
		...sent,
	};
	const { method, path: url, body = '' } = forged.call;
	const head = { method, url, headers, address, overTls };
	const claim = await keys.begin(headers.authorization ?? '', head);
	const finish = () => keys.finish(claim, { ...head, body: Buffer.from(sentBody ?? body) });
	return { claim, finish };
}

async function prove(request: Request = {}) {
	const { finish } = await begin(request);
	return finish();
}

/** Why a request is refused, and whether that counts towards the lock of its key. */
async function refusalOf(request: Request, key = permanent) {
	const { refusal, message } = await prove(request).then(
		() => ({ refusal: 'none', message: '' }),
		(error: { refusal: string; message: string }) => error,
	);
	for (let i = 1; i < failures; i++) await attempts.failed(key.ak, address);
	return { refusal, message, counted: await attempts.isLocked(key.ak, address) };
}

const words = (fault: string) =>
	`Incorrect IAM authentication information: verify aksk signature fail, ${fault}`;
const hashOf = (body: string) => createHash('sha256').update(body).digest('hex');

describe('a right signature', () => {
	it('opens what its account has, and makes the key known where it was used', async () => {
		expect((await begin({})).claim).toMatchObject({ known: false, proven: false, address });
		expect(await prove()).toMatchObject({ account: { name: 'acme' }, scope: 'keys' });
		expect((await begin({})).claim).toMatchObject({ known: true, proven: false });
	});

	const at = sdkDate();
	const headers = { 'x-sdk-date': at };
	it.each([
		['with blanks around its time', { headers, sent: { 'x-sdk-date': ` ${at} ` } }],
		['with a derived key', { headers, scope: `${at.slice(0, 8)}/test-1/image` }],
		[
			'with the token of a temporary key',
			{ key: temporary, headers: { 'x-security-token': 'acme-security-token-0001' } },
		],
	])('opens %s', async (_what, request) => {
		expect(await prove(request)).toMatchObject({ scope: 'keys' });
	});

	it('opens until the millisecond at which its key expires', async () => {
		const at = Date.parse(later.expiresAt);
		const headers = { 'x-sdk-date': '29990101T000000Z' };
		const now = jest.spyOn(Date, 'now').mockReturnValue(at - 1);
		expect(await prove({ key: later, headers })).toMatchObject({ scope: 'keys' });
		now.mockReturnValue(at);
		await expect(prove({ key: later, headers })).rejects.toMatchObject({ refusal: 'expired_key' });
	});

	it('is proven before the body comes when a header has its hash', async () => {
		const request = { headers: { 'x-sdk-content-sha256': hashOf(call.body) } };
		expect((await begin(request)).claim.proven).toBe(true);
		expect(await prove(request)).toMatchObject({ scope: 'keys' });
	});

	it('is not proven by a header without a hash', async () => {
		const request = { sent: { 'x-sdk-content-sha256': '' } };
		expect((await begin(request)).claim.proven).toBe(false);
	});

	it('opens nothing any more when others have locked the key while its body came', async () => {
		const { finish } = await begin({});
		for (let i = 0; i < failures; i++) await attempts.failed(permanent.ak, address);
		await expect(finish()).rejects.toMatchObject({ refusal: 'locked', status: 403 });
		await expect(prove()).rejects.toMatchObject({ refusal: 'locked' });
	});
});

describe('what tries a key is refused and counts towards its lock:', () => {
	const nobody = { ak: `NOBODY${'Y'.repeat(100)}`, sk: 'x' };

	it('a key that does not exist, of which 64 characters are shown', async () => {
		expect(await refusalOf({ key: nobody }, nobody)).toEqual({
			refusal: 'unknown_key',
			message: `Incorrect IAM authentication information: ak ${nobody.ak.slice(0, 64)} not exist`,
			counted: true,
		});
	});

	it('a wrong secret, with what should have been signed on one line', async () => {
		const date = sdkDate();
		const headers = { 'x-sdk-date': date };
		expect(await refusalOf({ sk: 'wrong', headers })).toEqual({
			refusal: 'bad_signature',
			message: words(
				`canonicalRequest:POST|/v2/x/image/tagging/||content-type:application/json|host:service.example|x-sdk-date:${date}||content-type;host;x-sdk-date|${hashOf(call.body)}`,
			),
			counted: true,
		});
	});

	it('a wrong secret with the hash of the body, before the body comes', async () => {
		const headers = { 'x-sdk-content-sha256': hashOf(call.body) };
		await expect(begin({ sk: 'wrong', headers })).rejects.toMatchObject({
			refusal: 'bad_signature',
		});
		expect(await refusalOf({ sk: 'wrong', headers })).toMatchObject({ counted: true });
	});

	it('another body', async () => {
		expect(await refusalOf({ sentBody: '{}' })).toMatchObject({
			refusal: 'bad_signature',
			counted: true,
		});
	});

	it('another body than that of the signed hash', async () => {
		const headers = { 'x-sdk-content-sha256': hashOf(call.body) };
		expect(await refusalOf({ headers, sentBody: '{}' })).toEqual({
			refusal: 'bad_signature',
			message: words('X-Sdk-Content-Sha256 is not the hash of the body'),
			counted: true,
		});
	});

	it.each([
		['a wrong security token', { 'x-security-token': 'wrong' }],
		['no security token', {}],
	])('a temporary key with %s', async (_what, headers) => {
		expect(await refusalOf({ key: temporary, headers }, temporary)).toEqual({
			refusal: 'wrong_security_token',
			message: words('X-Security-Token is missing or is not the one of this temporary key'),
			counted: true,
		});
	});

	it('a permanent key with a security token', async () => {
		expect(await refusalOf({ headers: { 'x-security-token': 'any' } })).toEqual({
			refusal: 'wrong_security_token',
			message: words('this is a permanent key, which has no X-Security-Token'),
			counted: true,
		});
	});

	it('and a failure makes no key known', async () => {
		await refusalOf({ headers: { 'x-security-token': 'any' } });
		expect(attempts.isKnown(permanent.ak, address)).toBe(false);
	});
});

describe('what no key could have signed is refused, and does not count:', () => {
	const signed = ['content-type', 'host'];

	it.each<[string, Request, string, string]>([
		[
			'a header of another form',
			{ sent: { authorization: 'SDK-HMAC-SHA256 x' } },
			'bad_header',
			words(
				'the Authorization header is not "SDK-HMAC-SHA256 Access=<AK>, SignedHeaders=<names>, Signature=<hex>"',
			),
		],
		[
			'a time that is not signed',
			{ signedHeaders: signed },
			'bad_header',
			words('X-Sdk-Date is not among the signed headers'),
		],
		[
			'a header signed twice',
			{ signedHeaders: ['host', 'host', 'x-sdk-date'] },
			'bad_header',
			words('SignedHeaders names a header twice'),
		],
		[
			'a time of another form',
			{ headers: { 'x-sdk-date': 'today' } },
			'bad_header',
			words('X-Sdk-Date is not a time in the form YYYYMMDDTHHMMSSZ'),
		],
		[
			'a time that is signed and missing',
			{ sent: { 'x-sdk-date': undefined } },
			'bad_header',
			words('X-Sdk-Date is not a time in the form YYYYMMDDTHHMMSSZ'),
		],
		[
			'a time that is signed and empty',
			{ headers: { 'x-sdk-date': '' } },
			'bad_header',
			words('X-Sdk-Date is not a time in the form YYYYMMDDTHHMMSSZ'),
		],
		[
			'a key derived for something else',
			{ scope: `${sdkDate().slice(0, 8)}/test-1/obs` },
			'wrong_scope',
			words(
				`the key is derived for ${sdkDate().slice(0, 8)}/test-1/obs, not for ${sdkDate().slice(0, 8)}/test-1/image`,
			),
		],
	])('%s', async (_what, request, refusal, message) => {
		expect(await refusalOf(request)).toEqual({ refusal, message, counted: false });
	});

	it('an old time, beside that of the service', async () => {
		const date = sdkDate(-20);
		const { message, ...rest } = await refusalOf({ headers: { 'x-sdk-date': date } });
		expect(rest).toEqual({ refusal: 'clock_skew', counted: false });
		expect(message).toMatch(
			new RegExp(
				`^Incorrect IAM authentication information: signature expired, signature time:${date},server time:\\d{8}T\\d{6}Z$`,
			),
		);
	});

	it('a right signature of a key that has expired', async () => {
		expect(await refusalOf({ key: expiring }, expiring)).toEqual({
			refusal: 'expired_key',
			message:
				'Incorrect IAM authentication information: ak EXPIRING has expired, at 2020-01-01T00:00:00Z',
			counted: false,
		});
	});
});

describe('a body that is not signed', () => {
	const headers = { 'x-sdk-content-sha256': 'UNSIGNED-PAYLOAD' };

	it.each([
		['over TLS', { overTls: true }, true],
		['without TLS', { overTls: false }, false],
		['without TLS, where settings allow it', { rules: { unsignedPayload: true } }, true],
		[
			'over TLS, where settings do not',
			{ overTls: true, rules: { unsignedPayload: false } },
			false,
		],
	])('is taken or not: %s', async (_what, request, taken) => {
		expect(await refusalOf({ headers, ...request })).toEqual(
			taken
				? { refusal: 'none', message: '', counted: false }
				: {
						refusal: 'unsigned_body',
						message: words('UNSIGNED-PAYLOAD is accepted over TLS only; sign the body'),
						counted: false,
					},
		);
	});
});

describe('what is shown of a request whose signature is wrong', () => {
	it('has no secret of its headers', async () => {
		const headers = {
			cookie: 'secret-1',
			'x-auth-token': 'secret-2',
			'x-security-token': 'secret-3',
			'x-cookie': 'shown',
			'x-last': 'shown',
		};
		const { message } = await refusalOf({ sk: 'wrong', headers });
		expect(message).toMatch(
			/\|cookie:\*\*\*\|host:.*\|x-auth-token:\*\*\*\|x-cookie:shown\|x-last:shown\|.*\|x-security-token:\*\*\*\|/,
		);
		expect(message).not.toContain('secret');
	});

	it('has 2,000 characters at most', async () => {
		const { message } = await refusalOf({ sk: 'wrong', headers: { 'x-long': 'x'.repeat(5000) } });
		expect(message.length).toBe(words('canonicalRequest:').length + 2000);
	});
});
