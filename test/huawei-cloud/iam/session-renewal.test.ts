import { beforeEach, describe, expect, it } from '@jest/globals';

import type { HuaweiCloudCredential } from '../../../huawei-cloud/credential';
import { failureOf } from '../../../huawei-cloud/errors/authentication-error';
import type { Session } from '../../../huawei-cloud/iam/session';
import { forgetObtained, renewedSession } from '../../../huawei-cloud/iam/session-renewal';
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
/** How long its tokens are valid. */
let lifetime: number;

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
	lifetime = 24 * 60 * MINUTE;
});

const times = () => ({
	issued_at: new Date(now).toISOString(),
	expires_at: new Date(now + lifetime).toISOString(),
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
		text: JSON.stringify(status === 401 ? refusal : { token: times() }),
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

describe('a session obtained just now, for an execution that does not have it yet', () => {
	/** Obtains one, then another as an execution that read the credential before. */
	async function again(later: number): Promise<boolean> {
		const before = credential;
		const first = await renew();
		now += later;
		credential = before;
		const second = await renew();
		return first?.token === second?.token;
	}

	it.each([
		['the same moment', 0, true],
		['the last moment of a minute', MINUTE - 1, true],
		['a minute later', MINUTE, false],
		['a time before, by a clock that was set back', -1, false],
	])('at %s', async (_when, later, same) => expect(await again(later)).toBe(same));

	it.each([
		['before it is due for renewal', 10_000 - 1, true],
		['when it is due for renewal', 10_000, false],
		['after that', 15_000, false],
	])('that lives for seconds only, %s', async (_when, later, same) => {
		lifetime = 20_000;
		expect(await again(later)).toBe(same);
	});

	it('is not lost when another user gets one', async () => {
		const before = credential;
		const first = await renew();
		credential = { ...before, userName: `${before.userName}-other` };
		await renew();
		credential = before;
		expect((await renew())?.token).toBe(first?.token);
	});

	it('is not lost when the service refused an older one, or one of nobody here', async () => {
		const before = credential;
		const first = (await renew()) as Session;
		forgetObtained({ ...first, token: 'older' });
		forgetObtained({ ...first, fingerprint: 'nobody' });
		credential = before;
		expect((await renew())?.token).toBe(first.token);
	});
});

describe('a session that is due for renewal', () => {
	let first: Session;
	beforeEach(async () => {
		first = (await renew()) as Session;
		asked = [];
		now = first.renewAt;
	});

	it('is replaced at that very moment, without a question', async () => {
		expect((await renew())?.obtainedAt).toBe(now);
		expect(asked.map(({ method }) => method)).toEqual(['POST']);
	});

	it('stays in use from that very moment while IAM has trouble', async () => {
		statuses = [503];
		expect(await renew()).toEqual({ ...first, renewAt: now + 5 * MINUTE });
	});

	it('is not kept when IAM refuses the password', async () => {
		statuses = [401];
		await expect(renew()).rejects.toThrow('password is wrong');
	});

	it('is not kept when it has expired, while IAM has trouble', async () => {
		now = first.expiresAt;
		statuses = [503];
		await expect(renew()).rejects.toThrow();
		now += 1;
		statuses = [503];
		await expect(renew()).rejects.toThrow();
	});

	it('is not kept before that when IAM does not take it, and then has trouble', async () => {
		now -= 1;
		takesToken = false;
		statuses = [503];
		await expect(renew()).rejects.toThrow();
	});

	it('is asked about with JSON as the form of the answer', async () => {
		now -= 1;
		await renew();
		expect(asked[0]?.headers.Accept).toBe('application/json');
	});
});
