import { classifyFailure } from '../../../huawei-cloud/errors/classify';
import { SERVICE_CODES } from '../../../huawei-cloud/errors/classify';
import type { Cause, Row } from '../../../huawei-cloud/errors/codes/row';
import { STATUS } from '../../../huawei-cloud/errors/codes/status';
import { gateway, iam } from './answers';

const some = (length: number) => ` ${'x'.repeat(length - 2)} `;

describe('the cause of a refusal by the gateway, by its text', () => {
	it.each<[Cause | undefined, string]>([
		['key locked', 'AK access failed to reach the limit,forbidden'],
		['clock', 'signature expired'],
		['clock', 'signature time:20211217T064303Z'],
		['clock', 'signature time : 20211217T064303Z'],
		['clock', 'request has expired'],
		['clock', 'request expired'],
		['clock', 'clock skew too large'],
		['clock', `x-sdk-date${some(40)}expired`],
		['clock', 'x-sdk-date invalid'],
		['unknown access key', 'ak X not exist'],
		['unknown access key', `ak${some(200)}not exist`],
		['unknown access key', 'Get secretKey failed'],
		['unknown access key', 'access key not found'],
		['unknown access key', `access key${some(80)}invalid`],
		['unknown access key', 'access key X does not exist'],
		['security token', 'no security token'],
		['security token', 'wrong x-security-token'],
		['security token', 'missing securitytoken'],
		['security token', 'invalid x-security token'],
		['security token', 'expired security-token'],
		['security token', 'verify aksk signature fail: security token missing'],
		['security token', 'verify aksk signature fail: securitytoken invalid'],
		['security token', `verify aksk signature fail: security-token${some(60)}expired`],
		['security token', 'signature fail: security token is wrong'],
		['security token', 'signature fail: security token does not match'],
		['security token', 'verify aksk signature fail, no security token'],
		['security token', 'signature fail, wrong securitytoken'],
		['security token', 'bad security token'],
		['security token', 'a securitytoken, what is it'],
		['wrong secret key', 'verify aksk signature fail'],
		['wrong secret key', 'verify ak sk signature fail'],
		['wrong secret key', 'signature does not match'],
		['wrong secret key', 'signature mismatch'],
		['wrong secret key', 'signature is incorrect'],
		['wrong secret key', 'signature is invalid'],
		['wrong secret key', 'signature not match'],
		['wrong secret key', 'verify aksk signature fail x-security-token in it'],
		['expired token', 'token expires'],
		['expired token', `token${some(40)}expired`],
		['expired token', 'The token must be updated.'],
		['expired token', 'token out of date'],
		['expired token', 'expire token'],
		['expired token', 'expired token'],
		['bad token', 'decrypt token fail'],
		['bad token', 'parse token'],
		['bad token', `decode${some(20)}token`],
		['bad token', 'verify token'],
		['bad token', 'validate the token'],
		['bad token', 'token invalid'],
		['bad token', `token${some(40)}fail`],
		['bad token', 'token is malformed'],
		['bad token', 'token is illegal'],
		['bad token', 'invalid token'],
		['bad token', 'illegal token'],
		[undefined, 'something else'],
		[undefined, `token${some(45)}fail`],
		[undefined, `ak${some(210)}not exist`],
		[undefined, `access key${some(90)}invalid`],
		[undefined, `x-sdk-date${some(50)}expired`],
	])('%s: %s', (cause, text) => {
		expect(gateway(text).cause).toBe(cause);
		expect(gateway(text.toUpperCase()).cause).toBe(cause);
	});
});

describe('the cause of a refusal by IAM, by its text', () => {
	it.each<[Cause | undefined, string]>([
		['wrong password', 'The username or password is wrong.'],
		['wrong password', 'user name or password incorrect'],
		['wrong password', `account${some(30)}password${some(20)}invalid`],
		['wrong password', 'username password error'],
		['wrong password', 'incorrect password'],
		['wrong password', 'wrong password'],
		['wrong password', 'Invalid password'],
		['locked user', 'The user is locked.'],
		['locked user', `account${some(30)}disabled`],
		['locked user', 'The account was suspended'],
		['locked user', 'user forbidden to log in'],
		['password change needed', 'The password has expired.'],
		['password change needed', `password${some(30)}expired`],
		['password change needed', 'The password must be changed'],
		['password change needed', 'password needs to be changed, need a change'],
		['password change needed', `password need${some(12)}change`],
		['password change needed', `change${some(20)}password`],
		['password change needed', 'Please change your password'],
		['multi-factor authentication', 'mfa needed'],
		['multi-factor authentication', 'The totp in the request body is invalid.'],
		['multi-factor authentication', 'multifactor'],
		['multi-factor authentication', 'multi-factor'],
		['multi-factor authentication', 'virtual device'],
		['unknown project', 'Could not find project: x'],
		['unknown project', `could not find${some(20)}project`],
		['unknown project', 'no such project'],
		['unknown project', 'did not find the project'],
		['unknown project', 'project x does not exist'],
		['unknown project', `project${some(60)}not found`],
		['unknown project', 'project can not be found'],
		['unknown project', 'project is disabled'],
		['unknown domain', 'could not find domain'],
		['unknown domain', `no such${some(20)}user`],
		['unknown domain', 'domain does not exist'],
		['unknown domain', `user${some(60)}not found`],
		['unknown domain', 'user could not be found'],
		['policy', 'You are not allowed to perform the requested action'],
		['policy', 'not authorized to perform this'],
		['policy', 'not permitted to perform this'],
		['policy', "policy doesn't allow it"],
		['policy', 'the policy does not allow it'],
		[undefined, 'The request you have made requires authentication.'],
		[undefined, 'summfa'],
	])('%s: %s', (cause, text) => {
		for (const status of [400, 401, 403, 404]) expect(iam(status, text, status).cause).toBe(cause);
		expect(iam(401, text.toUpperCase()).cause).toBe(cause);
	});

	it('is none where the status is about something else', () => {
		expect(iam(500, 'The user is locked.', 500).cause).toBeUndefined();
		expect(iam(429, 'The user is locked.', 429).cause).toBeUndefined();
	});

	it("is none of the service's own codes", () => {
		const body = { error_code: 'AIS.0503', error_msg: 'The user is locked.' };
		expect(classifyFailure({ status: 400, body }).cause).toBeUndefined();
	});
});

describe('which codes are quoted with the words of the service, since those say more', () => {
	const quoted = (rows: Readonly<Record<string, Row>>) =>
		Object.keys(rows).filter((code) => rows[code]?.quotesService);

	it('of the service and its gateway', () => {
		expect(quoted(SERVICE_CODES)).toEqual([
			...['AIS.0010', 'AIS.0011', 'AIS.0012', 'AIS.0014', 'AIS.0022', 'AIS.0501'],
			...['APIG.0201', 'APIG.0301', 'APIG.0302'],
		]);
	});

	it('of statuses', () => {
		expect(quoted(STATUS)).toEqual(
			[400, 401, 402, 403, 406, 409, 411, 412, 416, 417, 422].map((status) => `HTTP.${status}`),
		);
	});

	it('of causes: where the text names the project or the action', () => {
		const isQuoted = (text: string) => iam(403, text, 403).isQuoted ?? false;
		expect(isQuoted('Could not find project: cn-north-9.')).toBe(true);
		expect(isQuoted('not allowed to perform iam:projects:listProjects')).toBe(true);
		expect(isQuoted('The user is locked since 17 o’clock by somebody else.')).toBe(false);
	});
});

it('a refusal of the gateway without a known cause may be due to the clock', () => {
	const headers = { date: 'Thu, 15 Jan 2026 08:30:10 GMT' };
	expect(gateway('something new', { headers, now: 0 }).clockSkew).toBeDefined();
});

describe('a bare status', () => {
	it.each([
		...[100, 101, 200, 201, 202, 203, 204, 205, 206, 300, 301, 302, 303, 304, 305, 306, 307, 308],
		...[406, 409, 410, 411, 412, 416, 417, 425],
	])('%i is named in the sentence, with its name', (status) => {
		expect(STATUS[`HTTP.${status}`]?.meaning).toMatch(new RegExp(`\\b${status} [A-Z]`));
	});

	it.each([
		[199, 'The server answered with status 199, which is no answer to the request.', 'never'],
		[299, 'The server answered with status 299, but without a result.', 'never'],
		[399, 'The server answered with a redirect (status 399)', 'never'],
		[499, 'The server refused the request (status 499).', 'never'],
		[599, 'The server failed with status 599.', 'transient'],
	])('%i that is in no list is told by its class', (status, reason, retry) => {
		const failure = classifyFailure({ status, body: { error_code: `HTTP.${status}` } });
		expect(failure.reason).toContain(reason);
		expect(failure).toMatchObject({ retry, code: `HTTP.${status}` });
	});

	it.each([
		[401, true, true],
		[403, false, false],
	])(
		'%i asks for a new token: %s, and may be due to the clock: %s',
		(status, renews, maybeClock) => {
			const headers = { date: 'Thu, 15 Jan 2026 08:30:10 GMT' };
			const failure = classifyFailure({ status, headers, now: 0 });
			expect([failure.renewsToken, failure.clockSkew !== undefined]).toEqual([renews, maybeClock]);
		},
	);
});
