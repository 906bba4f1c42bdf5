import { describe, expect, it } from '@jest/globals';

import type { HuaweiCloudCredential } from '../../../huawei-cloud/credential';
import { failureOf } from '../../../huawei-cloud/errors/authentication-error';
import { cleanToken } from '../../../huawei-cloud/iam/pasted-token';
import { obtainToken } from '../../../huawei-cloud/iam/token';
import type { HttpAnswer, HttpRequest } from '../../../huawei-cloud/iam/transport';

const HOUR = 60 * 60 * 1000;
const now = Date.parse('2026-03-01T08:00:00Z');
const credential: HuaweiCloudCredential = {
	accountName: 'acme',
	userName: 'ann',
	password: 'right-password',
	region: 'custom',
	projectName: 'local-1',
	iamEndpoint: 'https://iam.example.com',
};

/** Obtains a token from an IAM that gives this answer. */
async function obtain(
	answer: Partial<HttpAnswer>,
	changes: HuaweiCloudCredential = {},
	scope?: 'account',
) {
	const sent: HttpRequest[] = [];
	const send = async (request: HttpRequest): Promise<HttpAnswer> => {
		sent.push(request);
		return { status: 201, headers: { 'x-subject-token': 'MII' }, text: '{}', ...answer };
	};
	const issued = await obtainToken({ ...credential, ...changes }, send, now, scope).catch(
		(error: unknown) => error,
	);
	const [request] = sent;
	const auth = request && (JSON.parse(String(request.body)) as { auth: { scope: object } }).auth;
	return { issued, request, scope: auth?.scope };
}

describe('the request for a token', () => {
	it('is JSON, and asks for JSON', async () => {
		const { request } = await obtain({});
		expect(request?.headers).toEqual({
			'Content-Type': 'application/json;charset=utf8',
			Accept: 'application/json',
		});
	});

	it('is for the project by its name, by its ID where that is known, or for the account', async () => {
		expect((await obtain({})).scope).toEqual({ project: { name: 'local-1' } });
		expect((await obtain({}, { projectId: 'p-1' })).scope).toEqual({ project: { id: 'p-1' } });
		expect((await obtain({}, {}, 'account')).scope).toEqual({ domain: { name: 'acme' } });
	});

	it('is not sent without names and a password, and all of them that are missing are named', async () => {
		const { issued, request } = await obtain({}, { accountName: '', password: '' });
		expect(request).toBeUndefined();
		expect(issued).toMatchObject({
			message: 'The Huawei Cloud credential has no Account Name, no Password.',
			remedy: expect.stringContaining('Open the credential'),
		});
	});
});

describe('how long a token is valid', () => {
	const issuedAt = '2026-03-01T10:00:00Z';
	const day = 24 * HOUR;

	it('is a day where the answer says nothing of the token', async () => {
		const { issued } = await obtain({ text: '{}' });
		expect(issued).toEqual({ token: 'MII', expiresAt: now + day, projectId: undefined });
	});

	it.each<[string, object, Record<string, string>, number]>([
		['by both times', { issued_at: issuedAt, expires_at: '2026-03-01T12:00:00Z' }, {}, 2 * HOUR],
		[
			"by the answer's date where it doesn't say when it was issued",
			{ expires_at: '2026-03-01T13:00:00Z' },
			{ date: 'Sun, 01 Mar 2026 10:00:00 GMT' },
			3 * HOUR,
		],
		[
			'by the times in the body where the date is another one',
			{ issued_at: issuedAt, expires_at: '2026-03-01T12:00:00Z' },
			{ date: 'Sun, 01 Mar 2026 11:59:00 GMT' },
			2 * HOUR,
		],
		['a day where it says nothing', {}, {}, day],
		['a day where it says no time', { issued_at: issuedAt, expires_at: 'soon' }, {}, day],
		['a day where it ends as it begins', { issued_at: issuedAt, expires_at: issuedAt }, {}, day],
		[
			'a day where it ends before it begins',
			{ issued_at: issuedAt, expires_at: '2026-03-01T09:00:00Z' },
			{},
			day,
		],
	])('%s', async (_what, token, headers, lifetime) => {
		const { issued } = await obtain({
			headers: { 'x-subject-token': 'MII', ...headers },
			text: JSON.stringify({ token }),
		});
		expect(issued).toEqual({ token: 'MII', expiresAt: now + lifetime, projectId: undefined });
	});
});

describe('an answer without a token', () => {
	it.each([
		['a status of refusal, although a token is there', { status: 401 }],
		['a status of another place, although a token is there', { status: 300 }],
		['no token, although the status is one of success', { headers: {} }],
	])('is one with %s', async (_what, answer) => {
		const { issued } = await obtain({ ...answer, text: '{"error":{"message":"no"}}' });
		expect(issued).toBeInstanceOf(Error);
		expect(failureOf(issued)).toBeDefined();
	});
});

describe('an answer that is not from IAM', () => {
	const NOT_IAM = 'NOT_IAM';
	const codeOf = async (status: number, text: string) =>
		failureOf((await obtain({ status, headers: {}, text })).issued)?.code;

	it.each([
		[200, '<html>Welcome</html>'],
		[403, '<script>[]</script>'],
		[403, 'forbidden [1]'],
		[404, '{"message":"no route"}'],
	])('is one with status %i and %s', async (status, text) => {
		expect(await codeOf(status, text)).toBe(NOT_IAM);
	});

	it.each([
		[400, '{"error":{"code":400,"message":"bad"}}'],
		[403, ' \n{"error":{"code":403,"message":"no"}}'],
		[403, '[]'],
		[404, '{"error":{"code":404,"message":"Could not find project: x."}}'],
		[500, '<html>'],
		[503, ''],
	])(
		'is none with status %i and %s, which IAM or what stands before it gives',
		async (status, text) => {
			expect(await codeOf(status, text)).not.toBe(NOT_IAM);
		},
	);

	it('ends the execution, and says which field to look at', async () => {
		const { issued } = await obtain({ status: 404, headers: {}, text: '<html>' });
		expect(failureOf(issued)).toMatchObject({
			stopsBatch: true,
			httpStatus: 404,
			reason: 'https://iam.example.com answered with status 404, but not as IAM does.',
			remedy: 'Open the credential and check IAM Endpoint and Region.',
		});
	});
});

describe('a pasted token', () => {
	it("keeps what is no header's name at its start", () => {
		expect(cleanToken('MIIx-auth-token:abc')).toBe('MIIx-auth-token:abc');
	});
});
