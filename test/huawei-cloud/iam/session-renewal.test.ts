import { beforeEach, describe, expect, it } from '@jest/globals';

import type { HuaweiCloudCredential } from '../../../huawei-cloud/credential';
import { failureOf } from '../../../huawei-cloud/errors/authentication-error';
import type { Session } from '../../../huawei-cloud/iam/session';
import { renewedSession } from '../../../huawei-cloud/iam/session-renewal';
import type { HttpAnswer, HttpRequest } from '../../../huawei-cloud/iam/transport';

const MINUTE = 60_000;
let now: number;
let user = 0;
let credential: HuaweiCloudCredential;
let asked: HttpRequest[];
/** Statuses of IAM's answers to the next requests for a token; 201 when there are no more. */
let statuses: number[];
/** Whether IAM takes the token that it is asked about. */
let takesToken: boolean;

beforeEach(() => {
	now = Date.parse('2026-03-01T08:00:00Z');
	user++;
	credential = {
		authentication: 'iamUser',
		accountName: 'acme',
		userName: `renewal-${user}`,
		password: 'right-password',
		region: 'custom',
		projectName: 'local-1',
		iamEndpoint: 'https://iam.example.com',
	};
	asked = [];
	statuses = [];
	takesToken = true;
});

/** IAM, as far as sessions go. */
async function send(request: HttpRequest): Promise<HttpAnswer> {
	asked.push(request);
	if (request.method === 'GET') return { status: takesToken ? 200 : 401, headers: {}, text: '{}' };
	const status = statuses.shift() ?? 201;
	const refusal = { error: { code: status, message: 'The username or password is wrong.' } };
	return {
		status,
		headers: { 'x-subject-token': status === 201 ? `MII${asked.length}` : '' },
		text: status === 401 ? JSON.stringify(refusal) : '{}',
	};
}

/** What n8n does: the session that comes is saved in the credential. */
async function renew(): Promise<Session | undefined> {
	const { session } = await renewedSession(credential, send, now);
	if (session) credential = { ...credential, session };
	return session ? (JSON.parse(session) as Session) : undefined;
}

const tokensAskedFor = () => asked.filter(({ method }) => method === 'POST').length;

describe('a refused password', () => {
	it('is tried again after a minute, and not before', async () => {
		statuses = [401];
		await expect(renew()).rejects.toThrow('password is wrong');
		now += MINUTE - 1;
		await expect(renew()).rejects.toThrow('password is wrong');
		expect(tokensAskedFor()).toBe(1);
		now += 1;
		expect((await renew())?.token).toMatch(/^MII/);
		expect(tokensAskedFor()).toBe(2);
	});
});

describe('trouble of IAM that may pass', () => {
	it('keeps nobody from asking again at once', async () => {
		statuses = [503];
		const error = await renew().catch((thrown: unknown) => thrown);
		expect(failureOf(error)?.stopsBatch).toBe(false);
		expect((await renew())?.token).toMatch(/^MII/);
		expect(tokensAskedFor()).toBe(2);
	});
});

describe('a session', () => {
	it.each<[string, HuaweiCloudCredential]>([
		['project name', { projectName: 'local-2' }],
		['project ID', { projectId: 'id-2' }],
		['account', { accountName: 'other' }],
		['user', { userName: 'other' }],
		['password', { password: 'other' }],
		['IAM endpoint', { iamEndpoint: 'https://iam.example.org' }],
	])('is of no use with another %s', async (_, change) => {
		const first = await renew();
		credential = { ...credential, ...change };
		const second = await renew();
		expect(second?.token).toBeDefined();
		expect(second?.token).not.toBe(first?.token);
		expect(second?.fingerprint).not.toBe(first?.fingerprint);
	});

	it('of another region belongs to the project of that name', async () => {
		credential = { ...credential, projectName: '', region: 'cn-north-4' };
		const first = await renew();
		credential = { ...credential, region: 'cn-north-1' };
		expect((await renew())?.fingerprint).not.toBe(first?.fingerprint);
		expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(2);
	});
});

describe('the question whether IAM still takes a token', () => {
	it.each([undefined, false, true])(
		'checks the certificate as the credential says: %p',
		async (allowUnauthorizedCerts) => {
			credential = { ...credential, allowUnauthorizedCerts };
			await renew();
			expect(await renew()).toBeUndefined();
			expect(asked.map(({ allowUnauthorizedCerts: allowed }) => allowed)).toEqual(
				Array(2).fill(allowUnauthorizedCerts === true),
			);
			expect(asked[1]?.headers['X-Auth-Token']).toMatch(/^MII/);
		},
	);

	it('leads to a new one when it does not', async () => {
		const first = await renew();
		takesToken = false;
		const second = await renew();
		expect(second?.token).toBeDefined();
		expect(second?.token).not.toBe(first?.token);
	});
});
