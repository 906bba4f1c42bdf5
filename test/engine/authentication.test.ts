import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ICredentialType } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { RENEW_TOKEN_BEFORE_HEADER } from '../../huawei-cloud/request/n8n-401';
import { Caller } from '../support/engine/caller-node';
import type { CredentialStore } from '../support/engine/credential-store';
import { startEngine, type Engine } from '../support/engine/engine';
import { startHuaweiServer, type HuaweiServer, type Secrets } from '../support/huawei-server';

const shared = { region: 'custom', projectName: 'local-1', session: '' };
const keys = {
	authentication: 'accessKey',
	accessKeyId: 'AK1',
	secretAccessKey: 'right-secret-key',
};
const ourSecrets = [
	'right-secret-key',
	'wrong-secret-key',
	'right-password',
	'wrong-password',
	'MII',
];
const pem = (name: string) => readFileSync(join(__dirname, '../support/tls', name), 'utf8');

let setup: Secrets;
let server: HuaweiServer;
let store: CredentialStore;
let engines: Engine[];
let userNumber = 0;

beforeEach(async () => {
	userNumber += 1;
	setup = {
		accessKeys: { AK1: { sk: 'right-secret-key' } },
		passwords: { [`acme/user-${userNumber}`]: 'right-password' },
	};
	server = await startHuaweiServer(setup);
	store = new Map();
	engines = [];
});
afterEach(async () => {
	for (const engine of engines) engine.stop();
	await server.close();
});

const user = () => ({
	authentication: 'iamUser',
	accountName: 'acme',
	userName: `user-${userNumber}`,
	password: 'right-password',
});

/** An engine whose credential type remembers nothing of the others', as in another process; the credential store is shared. */
async function process() {
	let type: ICredentialType | undefined;
	await jest.isolateModulesAsync(async () => {
		const { HuaweiCloudApi } = await import('../../credentials/HuaweiCloudApi.credentials');
		type = new HuaweiCloudApi();
	});
	const engine = await startEngine({
		credentials: store,
		nodes: { 'test.caller': new Caller() },
		credentialTypes: { huaweiCloudApi: type as ICredentialType },
	});
	engines.push(engine);
	return engine;
}

function save(fields: object) {
	const urls = { endpoint: server.url, iamEndpoint: server.url };
	store.set('1', { type: 'huaweiCloudApi', data: { ...shared, ...urls, ...fields } });
}

async function call(engine: Engine, options: object, throws = false) {
	const result = await engine.run({
		nodes: [
			{
				id: '1',
				name: 'Call',
				type: 'test.caller',
				typeVersion: 1,
				position: [0, 0],
				parameters: { options: options as never, throws },
				credentials: { huaweiCloudApi: { id: '1', name: 'Huawei' } },
			},
		],
		connections: {},
	});
	const saved = JSON.stringify({ data: result.run.data, ui: result.uiMessages });
	for (const secret of ourSecrets) expect(saved).not.toContain(secret);
	return { json: result.json('Call')[0] ?? {}, error: result.error };
}

/** The helper of most nodes, and that of the HTTP Request node. */
const forms = ['url', 'uri'];

describe.each(forms)('requests through n8n’s core, in the form with %s', (form) => {
	const to = (path: string, options: object = {}) => ({ [form]: server.url + path, ...options });

	it.each([
		['GET', {}, ''],
		['POST', { body: { tag: '猫' }, json: true }, '{"tag":"猫"}'],
		[
			'POST',
			{ body: ' {"a": 1.0}', headers: { 'Content-Type': 'application/json' } },
			' {"a": 1.0}',
		],
	])('are signed as they go out: %s %j', async (method, options, body) => {
		save(keys);
		const qs = { 'a b': 'c&d', list: [2, 1] };
		const { json } = await call(await process(), to('/v1/ä b', { method, qs, ...options }));
		expect(json.answer).toBeDefined();
		expect(server.received).toHaveLength(1);
		expect(server.received[0]?.signature).toBe('right');
		expect(String(server.received[0]?.body)).toBe(body);
	});

	it('are sent once with a wrong key', async () => {
		save({ ...keys, secretAccessKey: 'wrong-secret-key' });
		const { json } = await call(await process(), to('/v1/a', { method: 'POST', body: {} }));
		expect(json.answer).toBeUndefined();
		expect(server.received).toHaveLength(1);
	});

	it('are sent once with a bad pasted token', async () => {
		save({ authentication: 'token', token: 'bad-token' });
		await call(await process(), to('/v1/a'));
		expect(server.received).toHaveLength(1);
	});

	it('share one token between processes that share the credential', async () => {
		save(user());
		for (const engine of [await process(), await process()]) {
			const { json } = await call(engine, to('/v2/{project_id}/image/tagging'));
			expect(json.answer).toBeDefined();
		}
		expect(server.tokenRequests()).toHaveLength(1);
		expect(server.apiRequests().map(({ path }) => path)).toEqual(
			Array(2).fill('/v2/project-of-region/image/tagging'),
		);
	});

	it('get a new token when the service refuses the old one', async () => {
		save(user());
		const engine = await process();
		await call(engine, to('/v1/a'));
		server.tokens.clear();
		expect((await call(engine, to('/v1/a'))).json.answer).toBeDefined();
		expect(server.tokenRequests()).toHaveLength(2);
	});

	it('get a new token when the node says that the old one was refused', async () => {
		save(user());
		const engine = await process();
		await call(engine, to('/v1/a'));
		const headers = { [RENEW_TOKEN_BEFORE_HEADER]: String(Date.now()) };
		expect((await call(engine, to('/v1/a', { headers }))).json.answer).toBeDefined();
		expect(server.tokenRequests()).toHaveLength(2);
		expect(server.apiRequests()).toHaveLength(2);
	});

	it('are not repeated after a failure that is not about the token', async () => {
		save(user());
		const engine = await process();
		await call(engine, to('/v1/a'));
		server.play(({ path }) => (path === '/v1/a' ? { status: 500 } : undefined));
		await call(engine, to('/v1/a', { method: 'POST', body: {} }));
		expect(server.tokenRequests()).toHaveLength(1);
		expect(server.apiRequests()).toHaveLength(2);
	});

	it('ask IAM once with a wrong password, and say what is wrong', async () => {
		save({ ...user(), password: 'wrong-password' });
		const { json } = await call(await process(), to('/v1/a'));
		expect(json).toMatchObject({
			message: 'IAM refused the user: account name, user name or password is wrong.',
			remedy: expect.stringContaining('Open the credential'),
			failure: { httpStatus: 401 },
			stops: true,
		});
		expect(server.received).toHaveLength(1);
	});

	it('go nowhere but to the credential’s own endpoints', async () => {
		const stranger = await startHuaweiServer();
		for (const fields of [keys, user(), { authentication: 'token', token: 'pasted' }]) {
			save(fields);
			const { json } = await call(await process(), { [form]: `${stranger.url}/v1/a` });
			expect(json).toMatchObject({
				message: expect.stringContaining(`The request to ${stranger.url} was not sent`),
				failure: { code: 'UNTRUSTED_HOST' },
			});
		}
		expect(stranger.received).toHaveLength(0);
		await stranger.close();
	});

	it('follow no redirect', async () => {
		const stranger = await startHuaweiServer();
		const headers = { Location: `${stranger.url}/v1/a` };
		server.play(({ path }) => (path === '/v1/a' ? { status: 302, headers } : undefined));
		save(user());
		await call(await process(), to('/v1/a', { followAllRedirects: true, followRedirect: true }));
		expect(server.apiRequests()).toHaveLength(1);
		expect(stranger.received).toHaveLength(0);
		await stranger.close();
	});

	it('trust a server with a certificate of its own only if the credential says so', async () => {
		const tls = { key: pem('key.pem'), cert: pem('certificate.pem') };
		const own = await startHuaweiServer({ ...setup, tls });
		const urls = { endpoint: own.url, iamEndpoint: own.url };
		for (const allowUnauthorizedCerts of [false, true]) {
			save({ ...user(), ...urls, allowUnauthorizedCerts });
			const { json } = await call(await process(), { [form]: `${own.url}/v1/a` });
			expect(json.answer !== undefined).toBe(allowUnauthorizedCerts);
		}
		expect(own.apiRequests()).toHaveLength(1);
		await own.close();
	});
});

describe('a failure that ends an execution', () => {
	it('is shown with its own sentences', async () => {
		save({ ...keys, accessKeyId: '' });
		const { error } = await call(await process(), { url: `${server.url}/v1/a` }, true);
		expect(error).toMatchObject({
			message: 'The Huawei Cloud credential has no Access Key ID.',
			description: expect.stringContaining('Open the credential'),
		});
	});

	it('after a refused signature says that it was not repeated, and where to look', async () => {
		save({ ...keys, secretAccessKey: 'wrong-secret-key' });
		const { error } = await call(await process(), { url: `${server.url}/v1/a` }, true);
		expect(error).toMatchObject({
			message: expect.stringContaining('not repeated'),
			description: expect.stringContaining('use its test'),
		});
	});
});
