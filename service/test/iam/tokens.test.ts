import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { idOf } from '../../src/iam/routes/ids';
import {
	acme,
	foreignProjectId,
	globex,
	projectId,
	subProjectId,
	testConfig,
} from '../support/accounts';
import { obtainToken, photo, send, tokenBody, v1Path, v2Path } from '../support/client';
import { runService, type RunningService } from '../support/run-service';

const image = photo();
const path = '/v3/auth/tokens?nocatalog=true';
let service: RunningService;

beforeAll(async () => {
	const more = [...globex.projects, { id: 'b2', name: 'globex-only' }];
	service = await runService(testConfig({ accounts: [acme, { ...globex, projects: more }] }));
});

afterAll(() => service.stop());

describe('POST /v3/auth/tokens', () => {
	it('answers 201 with the token in a header and its claims in the body', async () => {
		const { status, data, headers } = await send(service, { path, body: tokenBody() });
		expect(status).toBe(201);
		expect(headers['x-subject-token']).toMatch(/^process\.[\w-]{100,}$/);
		expect(data.token).toMatchObject({
			methods: ['password'],
			project: { id: projectId, name: 'test-1', domain: { name: 'acme' } },
			user: { name: 'ann', domain: { name: 'acme' } },
			roles: [{ name: expect.any(String) }],
		});
		const life = Date.parse(data.token.expires_at) - Date.parse(data.token.issued_at);
		expect(life).toBe(24 * 3600 * 1000);
	});

	it('scopes by project ID as well as by name', async () => {
		const body = tokenBody('ann', 'ann-password-1', 'acme', { project: { id: subProjectId } });
		const { data } = await send(service, { path, body });
		expect(data.token.project).toMatchObject({ id: subProjectId, name: 'test-1_sub' });
	});

	it.each([
		['a wrong password', tokenBody('ann', 'wrong')],
		['an unknown user', tokenBody('eve')],
		["another account's user", tokenBody('bob', 'bob-password-1', 'acme')],
		['an unknown account', tokenBody('ann', 'ann-password-1', 'nobody')],
		[
			'an unknown project',
			tokenBody('ann', 'ann-password-1', 'acme', { project: { name: 'elsewhere' } }),
		],
		[
			"another account's project, by its name",
			tokenBody('bob', 'bob-password-1', 'globex', { project: { name: 'test-1_sub' } }),
		],
	])("answers in IAM's form with 401 to %s", async (_what, body) => {
		const { status, data, headers } = await send(service, { path, body });
		expect(status).toBe(401);
		expect(data).toEqual({
			error: { code: 401, message: expect.any(String), title: 'Unauthorized' },
			error_code: 'IAM.401',
			error_msg: data.error.message,
			request_id: headers['x-request-id'],
		});
		expect(JSON.stringify(data)).not.toContain('password-1');
	});

	it.each([
		["another account's project, by ID", { project: { id: foreignProjectId } }],
		["another account's project, by name", { project: { name: 'globex-only' } }],
		[
			'a project of the same name in another account',
			{ project: { name: 'test-1', domain: { name: 'globex' } } },
		],
		['another account, by name', { domain: { name: 'globex' } }],
		['another account, by ID', { domain: { id: idOf('globex') } }],
		['another account under its own name', { domain: { id: idOf('globex'), name: 'acme' } }],
		['another account under its own ID', { domain: { id: idOf('acme'), name: 'globex' } }],
		[
			"another account's project beside the user's own account",
			{ domain: { name: 'acme' }, project: { name: 'test-1', domain: { name: 'globex' } } },
		],
	])('answers 401 without a token to a scope of %s', async (_what, scope) => {
		const body = tokenBody('ann', 'ann-password-1', 'acme', scope);
		const { status, data, headers } = await send(service, { path, body });
		expect({ status, code: data.error_code }).toEqual({ status: 401, code: 'IAM.401' });
		expect(data.error_msg).toMatch(/^The (account|project) of auth\.scope /);
		expect(headers).not.toHaveProperty('x-subject-token');
	});

	it.each([
		['project', { project: { name: 'test-1', domain: { name: 'acme' } } }],
		['account', { domain: { id: idOf('acme') } }],
		['account, by both', { domain: { id: idOf('acme'), name: 'acme' } }],
	])("answers 201 to a scope of the user's own %s", async (_what, scope) => {
		const body = tokenBody('ann', 'ann-password-1', 'acme', scope);
		expect((await send(service, { path, body })).status).toBe(201);
	});

	it.each([
		['text that is not JSON', '{'],
		['an empty object', {}],
		['a body without a password', { auth: { identity: { methods: ['password'] } } }],
		['another method', { auth: { identity: { methods: ['totp'], password: {} } } }],
	])("answers in IAM's form with 400 to %s", async (_what, body) => {
		const { status, data } = await send(service, { path, method: 'POST', body });
		expect(status).toBe(400);
		expect(data.error).toMatchObject({ code: 400, title: 'Bad Request' });
	});
});

describe('a token', () => {
	it('opens both versions and the look-up of projects', async () => {
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		for (const url of [v1Path, v2Path]) {
			expect((await send(service, { path: url, body: { image }, headers })).status).toBe(200);
		}
		const all = await send(service, { path: '/v3/auth/projects', headers });
		expect(all.data.projects.map(({ id }: { id: string }) => id)).toEqual([
			projectId,
			subProjectId,
		]);
		const one = await send(service, { path: '/v3/projects?name=test-1', headers });
		expect(one.data.projects).toMatchObject([{ id: projectId, name: 'test-1', enabled: true }]);
		const none = await send(service, { path: '/v3/projects?name=x', headers });
		expect(none.data.projects).toEqual([]);
	});

	it('is not the same twice, and neither ends the other', async () => {
		const tokens = [await obtainToken(service), await obtainToken(service)];
		expect(tokens[0]).not.toBe(tokens[1]);
		for (const token of tokens) {
			const headers = { 'X-Auth-Token': token ?? '' };
			expect((await send(service, { path: '/v3/projects', headers })).status).toBe(200);
		}
	});

	it('fails when one character is changed or the end is cut off', async () => {
		const token = await obtainToken(service);
		const changed = token.slice(0, 50) + (token[50] === 'A' ? 'B' : 'A') + token.slice(51);
		for (const bad of [changed, token.slice(0, -4), token.slice(0, 20), 'x']) {
			const headers = { 'X-Auth-Token': bad };
			const { status, data } = await send(service, { path: '/v3/projects', headers });
			expect({ status, ...data }).toMatchObject({ status: 401, error_code: 'APIG.0301' });
			expect(data.error_msg).toContain('decrypt token fail');
		}
	});
});

it('a token expires when its time is over', async () => {
	const short = await runService(testConfig({ tokenSeconds: 1 }));
	try {
		const headers = { 'X-Auth-Token': await obtainToken(short) };
		await new Promise((resolve) => setTimeout(resolve, 1100));
		const { status, data } = await send(short, { path: '/v3/projects', headers });
		expect(status).toBe(401);
		expect(data).toMatchObject({ error_code: 'APIG.0301' });
		expect(data.error_msg).toContain('token expires');
	} finally {
		await short.stop();
	}
});

describe('replicas', () => {
	const tokenKeys = [{ id: 'one', key: 'a key that all replicas share, 32+ characters' }];
	const next = { id: 'two', key: 'the key that comes after it, 32+ characters' };

	it('with one key accept the tokens of each other, others do not', async () => {
		const config = testConfig({ tokenKeys });
		const replicas = await Promise.all([runService(config), runService(config)]);
		try {
			const headers = { 'X-Auth-Token': await obtainToken(replicas[0]) };
			expect((await send(replicas[1], { path: '/v3/projects', headers })).status).toBe(200);
			expect((await send(service, { path: '/v3/projects', headers })).status).toBe(401);
		} finally {
			await Promise.all(replicas.map((replica) => replica.stop()));
		}
	});

	it('change their key without signing anybody out: the first seals, all open', async () => {
		const [before, meanwhile, after] = await Promise.all([
			runService(testConfig({ tokenKeys })),
			runService(testConfig({ tokenKeys: [next, ...tokenKeys] })),
			runService(testConfig({ tokenKeys: [next] })),
		]);
		const status = async (replica: RunningService, token: string) =>
			(await send(replica, { path: '/v3/projects', headers: { 'X-Auth-Token': token } })).status;
		try {
			const old = await obtainToken(before);
			const young = await obtainToken(meanwhile);
			expect(await status(meanwhile, old)).toBe(200);
			expect(await status(after, young)).toBe(200);
			expect(await status(after, old)).toBe(401);
			expect(await status(after, young.replace(/^two/, 'one'))).toBe(401);
		} finally {
			await Promise.all([before, meanwhile, after].map((replica) => replica.stop()));
		}
	});

	it('refuse a token from before its password was changed', async () => {
		const config = testConfig({ tokenKeys });
		const before = await runService(config);
		const headers = { 'X-Auth-Token': await obtainToken(before) };
		await before.stop();
		const changed = JSON.parse(JSON.stringify(config).replace('ann-password-1', 'ann-password-2'));
		const after = await runService(changed);
		try {
			expect((await send(after, { path: '/v3/projects', headers })).status).toBe(401);
		} finally {
			await after.stop();
		}
	});
});
