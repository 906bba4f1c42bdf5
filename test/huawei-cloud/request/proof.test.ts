import type { IHttpRequestOptions } from 'n8n-workflow';

import type { HuaweiCloudCredential } from '../../../huawei-cloud/credential';
import { failureOf } from '../../../huawei-cloud/errors/authentication-error';
import { sessionOf } from '../../../huawei-cloud/iam/session';
import { authenticate } from '../../../huawei-cloud/request/authenticate';
import {
	RENEW_TOKEN_BEFORE_HEADER,
	readHints,
	withHints,
	withoutHints,
} from '../../../huawei-cloud/request/n8n-401';
import { proofOf } from '../../../huawei-cloud/request/proof';

const NOW = Date.parse('2026-05-01T10:00:00Z');
const HOUR = 3_600_000;
const URL_OF_API = 'https://image.example.com/v1/a';
const user: HuaweiCloudCredential = {
	authentication: 'iamUser',
	accountName: 'acme',
	userName: 'jo',
	password: 'the-password',
	region: 'custom',
	endpoint: 'https://image.example.com',
	iamEndpoint: 'https://iam.example.com',
};

/** A user whose session was obtained at `obtainedAt`, and lasts two hours, with its renewal half an hour before. */
const withSession = (obtainedAt = NOW, projectId?: string): HuaweiCloudCredential => {
	const issued = {
		token: 'MII',
		expiresAt: obtainedAt + 2 * HOUR,
		...(projectId ? { projectId } : {}),
	};
	return { ...user, session: JSON.stringify(sessionOf(user, issued as never, obtainedAt)) };
};

/** What becomes of a request: the token that it is sent with, or what is wrong. */
function tokenAt(
	credential: HuaweiCloudCredential,
	now: number,
	renewTokenBefore = 0,
	request = {},
) {
	const cleared: string[] = [];
	const hints = { clockOffset: 0, renewTokenBefore };
	const clearSession = () => void cleared.push('session');
	try {
		const proof = proofOf(credential, request, { now, hints, clearSession });
		const { headers } = proof.apply({ headers: { 'x-auth-token': 'old' } }, URL_OF_API);
		return { token: headers, projectId: proof.projectId, cleared };
	} catch (error) {
		const { status } = (error as { response?: { status?: number } }).response ?? {};
		return { asks: status === 401, failure: failureOf(error), cleared };
	}
}

const sent = { 'X-Auth-Token': 'MII' };
const asks = { asks: true, cleared: [] };

describe("a user's session", () => {
	it('proves a request until it is due for renewal', () => {
		const due = NOW + 1.5 * HOUR;
		expect(tokenAt(withSession(), due - 1)).toMatchObject({ token: sent, cleared: [] });
		expect(tokenAt(withSession(), due)).toMatchObject(asks);
	});

	it('is asked for where there is none', () => {
		expect(tokenAt(user, NOW)).toMatchObject(asks);
	});

	it('is cleared and asked for where it is older than a refusal', () => {
		expect(tokenAt(withSession(), NOW + 1, NOW + 1)).toMatchObject({
			asks: true,
			cleared: ['session'],
		});
		expect(tokenAt(withSession(), NOW + 1, NOW)).toMatchObject({ token: sent, cleared: [] });
	});

	it('is asked for once a request, and used while it is valid where n8n could not save another', () => {
		const request = {};
		const due = NOW + 1.5 * HOUR;
		expect(tokenAt(withSession(), due, 0, request)).toMatchObject(asks);
		expect(tokenAt(withSession(), due, 0, request)).toMatchObject({ token: sent });
		expect(tokenAt(withSession(), NOW + 2 * HOUR - 1, 0, request)).toMatchObject({ token: sent });
		for (const [credential, now] of [
			[withSession(), NOW + 2 * HOUR],
			[user, NOW],
		] as const) {
			expect(tokenAt(credential, now, 0, request)).toMatchObject({
				asks: false,
				failure: {
					stopsBatch: true,
					code: 'NO_SESSION',
					reason:
						'n8n could not save the token of the Huawei Cloud credential, so the request has none.',
					remedy:
						'Open the credential and save it again; if that does not help, check the clock of the machine that runs n8n.',
				},
			});
		}
	});

	it.each([
		['its own', undefined, 'p-session'],
		["the credential's", 'p-credential', 'p-credential'],
	])('names the project: %s', (_, projectId, expected) => {
		const credential = withSession(NOW, 'p-session');
		if (projectId === undefined) return expect(tokenAt(credential, NOW).projectId).toBe(expected);
		const own = { ...user, projectId };
		const issued = { token: 'MII', expiresAt: NOW + HOUR, projectId: 'p-session' };
		const session = JSON.stringify(sessionOf(own, issued as never, NOW));
		expect(tokenAt({ ...own, session }, NOW).projectId).toBe(expected);
	});
});

describe('what the node tells the credential', () => {
	it('is in headers that go nowhere', () => {
		const headers = withHints({ Accept: '*/*' }, { clockOffset: -5, renewTokenBefore: 7 });
		expect(readHints(headers)).toEqual({ clockOffset: -5, renewTokenBefore: 7 });
		expect(withoutHints(headers)).toEqual({ Accept: '*/*' });
		for (const name of Object.keys(headers).filter((one) => one !== 'Accept')) {
			expect(name).toMatch(/^x-n8n-huaweicloud-[a-z]/);
		}
	});

	it('is nothing where nothing was refused, or where it is no number', () => {
		const headers = withHints(undefined, { clockOffset: 5 });
		expect(headers).not.toHaveProperty([RENEW_TOKEN_BEFORE_HEADER]);
		expect(readHints(headers)).toEqual({ clockOffset: 5, renewTokenBefore: 0 });
		expect(readHints({ [RENEW_TOKEN_BEFORE_HEADER]: 'soon' }).renewTokenBefore).toBe(0);
	});
});

describe('authenticate', () => {
	const signing = {
		...user,
		authentication: 'accessKey',
		accessKeyId: 'AK',
		secretAccessKey: 'SK',
	};
	const ready = async (credential: object, options: object) =>
		await authenticate(credential as never, options as IHttpRequestOptions);

	it('takes a refused session out of the object that n8n hands on', async () => {
		const credential = { ...withSession(Date.now() - 5_000) };
		const headers = withHints({}, { clockOffset: 0, renewTokenBefore: Date.now() });
		await expect(ready(credential, { url: URL_OF_API, headers })).rejects.toMatchObject({
			message: 'The saved token has to be renewed',
			response: { status: 401 },
		});
		expect(credential.session).toBe('');
	});

	it('refuses to repeat what was refused, whatever n8n does with a 401', async () => {
		const first = await ready(signing, { url: URL_OF_API });
		const error = await ready(signing, first).catch((thrown: unknown) => thrown);
		expect(failureOf(error)).toMatchObject({ code: 'HTTP.401', httpStatus: 401, stopsBatch: true });
	});

	it('says what is missing for a path with a project', async () => {
		const url = 'https://image.example.com/v2/{project_id}/a';
		const error = await ready(signing, { url }).catch((thrown: unknown) => thrown);
		expect(failureOf(error)).toMatchObject({
			code: 'PROJECT_UNKNOWN',
			stopsBatch: true,
			remedy: expect.stringContaining('fill in Project ID'),
		});
	});
});
