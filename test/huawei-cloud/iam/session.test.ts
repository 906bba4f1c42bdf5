import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { failureOf } from '../../../huawei-cloud/errors/authentication-error';
import { RENEW_TOKEN_BEFORE_HEADER } from '../../../huawei-cloud/request/n8n-401';
import { startHuaweiServer, type HuaweiServer, type Secrets } from '../../support/huawei-server';
import { requestWith, type StoredCredential } from '../../support/stored-credential';

const minute = 60_000;
const hour = 60 * minute;
let now: number;
let user: number;
let secrets: Secrets;
let server: HuaweiServer;
let stored: StoredCredential;

beforeEach(async () => {
	now = Date.parse('2026-03-01T08:00:00Z');
	jest.spyOn(Date, 'now').mockImplementation(() => now);
	// Another user each time: a process remembers for a while who was refused.
	user = (user ?? 0) + 1;
	secrets = { passwords: { [`acme/user-${user}`]: 'right-password' }, now: () => now };
	server = await startHuaweiServer(secrets);
	stored = {
		data: {
			authentication: 'iamUser',
			accountName: 'acme',
			userName: `user-${user}`,
			password: 'right-password',
			region: 'custom',
			projectName: 'local-1',
			endpoint: server.url,
			iamEndpoint: server.url,
			session: '',
		},
	};
});
afterEach(async () => {
	jest.restoreAllMocks();
	await server.close();
});

const get = async (headers: object = {}) =>
	await requestWith(stored, { url: `${server.url}/v1/things`, headers });
const tokensObtained = () => server.tokenRequests().length;

describe('the session of an IAM user', () => {
	it('is obtained with the first request and then shared by all that read the credential', async () => {
		await get();
		await get();
		const [first, second] = server.apiRequests();
		expect(tokensObtained()).toBe(1);
		expect(first?.headers['x-auth-token']).toMatch(/^MII/);
		expect(second?.headers['x-auth-token']).toBe(first?.headers['x-auth-token']);
	});

	it('is asked for as IAM documents it', async () => {
		await get();
		const [request] = server.tokenRequests();
		expect(request?.url).toBe('/v3/auth/tokens?nocatalog=true');
		expect(JSON.parse(String(request?.body))).toEqual({
			auth: {
				identity: {
					methods: ['password'],
					password: {
						user: {
							name: `user-${user}`,
							password: 'right-password',
							domain: { name: 'acme' },
						},
					},
				},
				scope: { project: { name: 'local-1' } },
			},
		});
	});

	it('tells the project to fill into the path', async () => {
		await requestWith(stored, { url: `${server.url}/v2/{project_id}/image/tagging` });
		expect(server.apiRequests()[0]?.path).toBe('/v2/project-of-region/image/tagging');
	});

	it('is obtained once for requests that start at the same time', async () => {
		await Promise.all(Array.from({ length: 10 }, async () => await get()));
		expect(tokensObtained()).toBe(1);
		expect(server.apiRequests()).toHaveLength(10);
	});

	it('obtained just now is given to executions that read the credential before it was saved', async () => {
		const before = structuredClone(stored.data);
		await get();
		now += 30_000;
		stored.data = structuredClone(before);
		await get();
		expect(tokensObtained()).toBe(1);
		now += minute;
		stored.data = structuredClone(before);
		await get();
		expect(tokensObtained()).toBe(2);
	});

	it('obtained just now is given to nobody once the service refused it', async () => {
		const before = structuredClone(stored.data);
		await get();
		server.tokens.clear();
		stored.data = structuredClone(before);
		now += 1_000;
		expect((await get({ [RENEW_TOKEN_BEFORE_HEADER]: String(now) })).statusCode).toBe(200);
		expect(tokensObtained()).toBe(2);
	});

	it('is renewed in its last 30 minutes, before anything is refused', async () => {
		await get();
		now += 23 * hour + 29 * minute;
		await get();
		expect(tokensObtained()).toBe(1);
		now += 2 * minute;
		await get();
		expect(tokensObtained()).toBe(2);
		expect(server.apiRequests()).toHaveLength(3);
	});

	it('is obtained at most twice in a day of executions every minute', async () => {
		for (let passed = 0; passed < 24 * 60; passed++) {
			await get();
			now += minute;
		}
		expect(server.apiRequests()).toHaveLength(24 * 60);
		expect(tokensObtained()).toBeLessThanOrEqual(2);
	});

	it('is renewed halfway when the cloud gives short-lived tokens', async () => {
		secrets.tokenLifetime = 10 * minute;
		await get();
		now += 4 * minute;
		await get();
		expect(tokensObtained()).toBe(1);
		now += 2 * minute;
		await get();
		expect(tokensObtained()).toBe(2);
	});

	it('lasts as long as the server says, whatever the local clock says', async () => {
		secrets.now = () => now - 48 * hour;
		await get();
		await get();
		expect(tokensObtained()).toBe(1);
	});

	it('is renewed when the node says that the service refused it, without another request', async () => {
		await get();
		now += minute;
		await get({ [RENEW_TOKEN_BEFORE_HEADER]: String(now - 1) });
		expect(tokensObtained()).toBe(2);
		expect(server.apiRequests()).toHaveLength(2);
		for (const { headers } of server.apiRequests()) {
			expect(Object.keys(headers)).not.toContain(RENEW_TOKEN_BEFORE_HEADER);
		}
	});

	it('is not renewed for a refusal that is older than it', async () => {
		const sent = now;
		now += minute;
		await get();
		await get({ [RENEW_TOKEN_BEFORE_HEADER]: String(sent) });
		expect(tokensObtained()).toBe(1);
	});

	it('is renewed after a 401, and the request sent once more', async () => {
		await get();
		server.tokens.clear();
		const { statusCode } = await get();
		expect([statusCode, tokensObtained()]).toEqual([200, 2]);
		expect(server.apiRequests()).toHaveLength(3);
	});

	it('is replaced when the password in the credential is another one', async () => {
		await get();
		secrets.passwords = { [`acme/user-${user}`]: 'new-password' };
		stored.data.password = 'new-password';
		await get();
		expect(tokensObtained()).toBe(2);
	});

	it('stays in use while IAM is out of reach, as long as it is valid', async () => {
		await get();
		now += 23 * hour + 40 * minute;
		server.play(({ path }) => (path === '/v3/auth/tokens' ? { status: 503 } : undefined));
		expect((await get()).statusCode).toBe(200);
		expect(tokensObtained()).toBe(2);
		now += minute;
		expect((await get()).statusCode).toBe(200);
		expect(tokensObtained()).toBe(2);
		server.play(undefined);
		now += 5 * minute;
		await get();
		expect(tokensObtained()).toBe(3);
	});

	it('is not replaced, nor the request repeated, when a request of the HTTP Request node fails for another reason', async () => {
		const post = async () =>
			await requestWith(stored, { uri: `${server.url}/v1/things`, method: 'POST', body: {} });
		await post();
		server.play(({ path }) => (path === '/v1/things' ? { status: 500 } : undefined));
		await expect(post()).rejects.toThrow('status 500');
		expect(tokensObtained()).toBe(1);
		expect(server.apiRequests()).toHaveLength(2);
	});

	it('is replaced when a request of the HTTP Request node fails because of the token', async () => {
		const read = async () => await requestWith(stored, { uri: `${server.url}/v1/things` });
		await read();
		server.tokens.clear();
		expect((await read()).statusCode).toBe(200);
		expect(tokensObtained()).toBe(2);
	});

	it.each(['url', 'uri'])(
		'with a wrong password is asked for once, by n8n’s form with %s, and not again for a minute',
		async (form) => {
			stored.data.password = 'wrong-password';
			const read = async () => await requestWith(stored, { [form]: `${server.url}/v1/things` });
			const error = await read().catch((thrown: unknown) => thrown);
			expect(failureOf(error)?.stopsBatch).toBe(true);
			expect((error as { response?: { status?: number } }).response?.status).toBeUndefined();
			expect(failureOf(error)?.reason).toContain('password is wrong');
			expect(failureOf(error)?.remedy).toContain('Password');
			expect(JSON.stringify(error)).not.toContain('wrong-password');
			expect(tokensObtained()).toBe(1);
			await expect(read()).rejects.toThrow();
			expect(tokensObtained()).toBe(1);
			stored.data.password = 'right-password';
			expect((await read()).statusCode).toBe(200);
		},
	);

	it('for a project that IAM does not know says so', async () => {
		stored.data.projectName = 'elsewhere';
		const error = await get().catch((thrown: unknown) => thrown);
		expect(failureOf(error)?.reason).toContain('project');
		expect(tokensObtained()).toBe(1);
	});

	it('cannot be obtained without an answer of IAM: a failure that may pass', async () => {
		stored.data.iamEndpoint = 'http://127.0.0.1:9';
		const error = await get().catch((thrown: unknown) => thrown);
		expect(failureOf(error)?.code).toBe('ECONNREFUSED');
		expect(failureOf(error)?.stopsBatch).toBe(false);
	});

	it.each([
		['accountName', 'Account Name'],
		['userName', 'User Name'],
		['password', 'Password'],
	])('without %s says what is missing', async (name, label) => {
		stored.data[name] = '';
		await expect(get()).rejects.toThrow(`The Huawei Cloud credential has no ${label}.`);
		expect(server.received).toHaveLength(0);
	});
});
