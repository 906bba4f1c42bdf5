import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
	acme,
	foreignProjectId,
	globex,
	projectId,
	subProjectId,
	testConfig,
} from '../support/accounts';
import { obtainToken, photo, sdkDate, send, tokenBody, v1Path, type Key } from '../support/client';
import { forge, type Forgery } from '../support/forge';
import { until } from '../support/raw';
import { runService, type RunningService } from '../support/run-service';

const [permanent, temporary] = acme.accessKeys as [Key, Key];
const expired = {
	ak: 'EXPIREDKEY',
	sk: 'secret-of-the-expired-key',
	expiresAt: '2020-01-01T00:00:00Z',
};
const tokens = '/v3/auth/tokens?nocatalog=true';
const login = (...body: Parameters<typeof tokenBody>) => tokenBody(...body);

let service: RunningService;
let token: string;
let unscoped: string;

beforeAll(async () => {
	const accounts = [{ ...acme, accessKeys: [...acme.accessKeys, expired] }, globex];
	service = await runService(testConfig({ accounts, limits: { authFailuresBeforeLock: 3 } }));
	token = await obtainToken(service);
	unscoped = await obtainToken(service, login('ann', 'ann-password-1', 'acme', null));
});

afterAll(() => service.stop());

/** The line of the log for the request with this ID. */
async function lineOf(id: string, { stderr } = service): Promise<Record<string, unknown>> {
	const find = () =>
		stderr()
			.split('\n')
			.find((line) => line.includes(`"request_id":"${id}"`));
	await until(() => find() !== undefined);
	return JSON.parse(find() ?? '');
}

async function failures(kind: string, { url } = service): Promise<number> {
	const text = await (await fetch(`${url}/metrics`)).text();
	const line = new RegExp(`^image_tagging_auth_failures_total\\{kind="${kind}"\\} (\\d+)$`, 'm');
	return Number(line.exec(text)?.[1]);
}

let asked = 0;

/** Expects one line and one count for what `ask` sends with the given ID. */
async function expectRefusal(
	kind: string,
	fields: object,
	ask: (id: string) => Promise<{ status: number }>,
	status = 401,
): Promise<void> {
	const id = `refused-${++asked}`;
	const before = await failures(kind);
	expect((await ask(id)).status).toBe(status);
	expect(await lineOf(id)).toMatchObject({
		audit: 'refused',
		refusal: kind,
		client: expect.stringMatching(/^127\.0\.0\./),
		...fields,
	});
	expect(await failures(kind)).toBe(before + 1);
}

describe('a token that is issued', () => {
	it('has a line with account, user, method and project', async () => {
		const headers = { 'X-Request-Id': 'issued-1' };
		const { status } = await send(service, { path: tokens, body: login(), headers });
		expect(status).toBe(201);
		expect(await lineOf('issued-1')).toMatchObject({
			audit: 'token issued',
			account: 'acme',
			user: 'ann',
			auth_method: 'password',
			project: projectId,
			client: '127.0.0.1',
			status: 201,
		});
	});
});

describe('who is not let in', () => {
	const get =
		(headers: Record<string, string>, path = '/v3/projects') =>
		(id: string) =>
			send(service, { path, headers: { ...headers, 'X-Request-Id': id } });
	const signed =
		(forgery: Omit<Forgery, 'call'>, path = '/v3/projects') =>
		(id: string) =>
			forge(service, {
				call: { method: 'GET', path },
				...forgery,
				headers: { ...forgery.headers, 'x-request-id': id },
			});
	const key = (ak = permanent.ak) => ({ access_key: ak });

	it.each([
		['no_credentials', {}, get({})],
		['bad_token', {}, get({ 'X-Auth-Token': 'no-token-of-ours' })],
		['bad_header', key(), signed({ signedHeaders: ['host'] })],
		['unknown_key', key('NOBO…'), signed({ key: { ak: 'NOBODYSKEY', sk: 'x' } })],
		['expired_key', key(expired.ak), signed({ key: expired })],
		['clock_skew', key(), signed({ headers: { 'x-sdk-date': sdkDate(-16) } })],
		['wrong_scope', key(), signed({ scope: '19990101/test-1/image' })],
		['unsigned_body', key(), signed({ headers: { 'x-sdk-content-sha256': 'UNSIGNED-PAYLOAD' } })],
		['bad_signature', key(), signed({ sk: 'wrong-secret', from: '127.0.0.7' })],
		['wrong_security_token', key(temporary.ak), signed({ key: temporary, from: '127.0.0.8' })],
	] as const)('has a line and is counted as %s', (kind, fields, ask) =>
		expectRefusal(kind, fields, ask),
	);

	it.each([
		['wrong_project', `/v2/${foreignProjectId}/image/tagging`, () => token],
		['wrong_project', `/v2/${subProjectId}/image/tagging`, () => token],
		['no_project', v1Path, () => unscoped],
	] as const)('has a line and is counted as %s: %s', (kind, path, tokenOf) =>
		expectRefusal(
			kind,
			{ account: 'acme', status: 403, route: expect.stringContaining('tagging') },
			(id) =>
				send(service, {
					path,
					body: { image: photo() },
					headers: { 'X-Auth-Token': tokenOf(), 'X-Request-Id': id },
				}),
			403,
		),
	);

	it.each([
		['wrong_password', { account: 'globex', user: 'bob' }, login('bob', 'wrong', 'globex')],
		[
			'wrong_account',
			{ user: 'ann' },
			login('ann', 'ann-password-1', 'acme', { domain: { name: 'globex' } }),
		],
		[
			'wrong_project',
			{ user: 'ann', status: 401 },
			login('ann', 'ann-password-1', 'acme', { project: { id: foreignProjectId } }),
		],
	] as const)(
		'has a line and is counted as %s, where it asks for a token: %j',
		(kind, fields, body) =>
			expectRefusal(kind, { ...fields, code: 'IAM.401' }, (id) =>
				send(service, { path: tokens, body, headers: { 'X-Request-Id': id } }),
			),
	);

	it('has a line and is counted as expired_token', async () => {
		const short = await runService(testConfig({ tokenSeconds: 1 }));
		const headers = { 'X-Auth-Token': await obtainToken(short), 'X-Request-Id': 'late' };
		await new Promise((resolve) => setTimeout(resolve, 1100));
		expect((await send(short, { path: '/v3/projects', headers })).status).toBe(401);
		expect(await lineOf('late', short)).toMatchObject({ refusal: 'expired_token' });
		expect(await failures('expired_token', short)).toBe(1);
		await short.stop();
	});

	it('is counted as locked once it is, key and user alike', async () => {
		const wrongKey = { sk: 'wrong-secret', from: '127.0.0.9' };
		for (let i = 0; i < 3; i++) await signed(wrongKey)(`guess-${i}`);
		await expectRefusal('locked', key(), signed(wrongKey), 403);
		const body = login('bob', 'wrong', 'globex');
		for (let i = 0; i < 3; i++) await send(service, { path: tokens, body });
		await expectRefusal(
			'locked',
			{ account: 'globex', user: 'bob' },
			(id) => send(service, { path: tokens, body, headers: { 'X-Request-Id': id } }),
			403,
		);
	});
});

describe('the log', () => {
	it('never names what may be a secret in the wrong field, and no secret', async () => {
		const swapped = { ak: permanent.sk, sk: permanent.ak };
		await forge(service, { call: { method: 'GET', path: '/v3/projects' }, key: swapped });
		const headers = { 'X-Request-Id': 'swapped' };
		await send(service, { path: tokens, body: login('ann-password-1', 'ann'), headers });
		expect(await lineOf('swapped')).not.toHaveProperty('user');
		const secrets = [
			...[...acme.users, ...globex.users].map(({ password }) => password),
			...acme.accessKeys.map(({ sk }) => sk),
			token,
			'acme-security-token-0001',
			'wrong-secret',
		];
		expect(secrets.filter((secret) => service.stderr().includes(secret))).toEqual([]);
	});

	it('says nothing of refusals where there was none', async () => {
		const headers = { 'X-Auth-Token': token, 'X-Request-Id': 'welcome' };
		await send(service, { path: '/v3/projects', headers });
		const line = await lineOf('welcome');
		expect(line).toMatchObject({ status: 200, account: 'acme' });
		expect(line).not.toHaveProperty('audit');
		expect(line).not.toHaveProperty('refusal');
	});
});
