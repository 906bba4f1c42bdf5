import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ICredentialTestFunctions, ICredentialsDecrypted } from 'n8n-workflow';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { huaweiCloudApiTest } from '../../nodes/ImageTagging/n8n/credential-test';
import { sendOptions } from '../support/http-helpers';
import { startHuaweiServer, type HuaweiServer, type Secrets } from '../support/huawei-server';

const secrets = [
	'right-secret-key',
	'right-password',
	'wrong-secret-key',
	'wrong-password',
	'MIIwrong-token',
];
const shared = { region: 'custom', projectName: 'local-1' };
const keys = { accessKeyId: 'AK1', secretAccessKey: 'right-secret-key' };
const user = {
	authentication: 'iamUser',
	accountName: 'acme',
	userName: 'jo',
	password: 'right-password',
};
let setup: Secrets;
let server: HuaweiServer;

beforeEach(async () => {
	setup = {
		accessKeys: { AK1: { sk: 'right-secret-key' } },
		passwords: { 'acme/jo': 'right-password' },
		projects: [
			{ id: 'id-1', name: 'local-1' },
			{ id: 'id-2', name: 'local-2' },
			{ id: 'id-3', name: 'twice' },
			{ id: 'id-4', name: 'twice' },
		],
	};
	server = await startHuaweiServer(setup);
	server.tokens.add('MIIpasted');
});
afterEach(async () => await server.close());

async function press(fields: object) {
	const data = { ...shared, iamEndpoint: server.url, endpoint: server.url, ...fields };
	const context = { helpers: { request: sendOptions } } as unknown as ICredentialTestFunctions;
	const result = await huaweiCloudApiTest.call(context, {
		id: '1',
		name: 'test',
		type: 'huaweiCloudApi',
		data,
	} as ICredentialsDecrypted);
	for (const secret of secrets) expect(result.message).not.toContain(secret);
	return result;
}

describe('the Test button', () => {
	it.each([
		['right keys', keys],
		['a right password', user],
		['a right token', { authentication: 'token', token: 'MIIpasted' }],
		['a right project ID', { ...keys, projectName: '', projectId: 'id-2' }],
		['a custom region without any project', { ...keys, projectName: '' }],
	])('is green with %s', async (_, fields) => {
		expect(await press(fields)).toMatchObject({ status: 'OK' });
	});

	it.each([
		[
			'a wrong secret key',
			{ ...keys, secretAccessKey: 'wrong-secret-key' },
			/Secret Access Key is wrong/,
		],
		[
			'an unknown access key',
			{ ...keys, accessKeyId: 'NOBODY' },
			/does not know this Access Key ID/,
		],
		['no secret key', { ...keys, secretAccessKey: '' }, /has no Secret Access Key/],
		[
			'a wrong password',
			{ ...user, password: 'wrong-password' },
			/account name, user name or password is wrong/,
		],
		['a bad token', { authentication: 'token', token: 'MIIwrong-token' }, /can't read the token/],
		[
			'an unknown project name',
			{ ...keys, projectName: 'nowhere' },
			/no project named "nowhere".*"local-1", "local-2"/,
		],
		[
			'an unknown project ID',
			{ ...keys, projectId: 'id-9' },
			/Project ID "id-9" is none.*"local-1" \(id-1\)/,
		],
		[
			'an ambiguous project name',
			{ ...keys, projectName: 'twice' },
			/2 projects named "twice" \(IDs id-3, id-4\)/,
		],
		[
			'an unknown project of a user',
			{ ...user, projectName: 'nowhere' },
			/no project named "nowhere".*"local-1"/,
		],
		[
			'an unknown project ID of a user',
			{ ...user, projectId: 'id-9' },
			/Project ID "id-9" is none/,
		],
		['an unreachable IAM', { ...keys, iamEndpoint: 'http://127.0.0.1:9' }, /nothing listens/],
		[
			'an unreachable IAM for a user',
			{ ...user, iamEndpoint: 'http://127.0.0.1:9' },
			/nothing listens/,
		],
		['an unreachable endpoint', { ...keys, endpoint: 'http://127.0.0.1:9' }, /nothing listens/],
		[
			'a custom region without endpoint',
			{ ...keys, endpoint: '' },
			/no Image Recognition Endpoint/,
		],
		[
			'an authentication that does not exist',
			{ ...keys, authentication: 'password' },
			/authentication "password", which does not exist.*accessKey, iamUser, token/,
		],
		[
			'an endpoint that is no address',
			{ ...keys, iamEndpoint: 'ftp://x' },
			/neither https nor http/,
		],
	])('is red with %s, and says so', async (_, fields, sentence) => {
		expect(await press(fields)).toEqual({
			status: 'Error',
			message: expect.stringMatching(sentence),
		});
	});

	it('is red with an API path in an endpoint, on the host that is IAM too', async () => {
		const body = { error_code: 'APIG.0101', error_msg: 'The API does not exist.' };
		server.play(({ path }) => (path.startsWith('/v2/v2/') ? { status: 404, body } : undefined));
		expect(await press({ ...keys, endpoint: `${server.url}/v2` })).toEqual({
			status: 'Error',
			message: expect.stringMatching(/not as Image Recognition does.*no API path such as \/v2/),
		});
	});

	it('asks once for each wrong key or password', async () => {
		await press({ ...keys, secretAccessKey: 'wrong-secret-key' });
		await press({ ...user, password: 'wrong-password' });
		expect(server.received).toHaveLength(2);
	});

	it('is red with an expired token, and says how long tokens last', async () => {
		server.play(() => ({ status: 401, body: { error: { code: 401, message: 'Unauthorized' } } }));
		const { status, message } = await press({ authentication: 'token', token: 'MIIpasted' });
		expect([status, message]).toEqual(['Error', expect.stringContaining('24 hours')]);
	});

	it('is red with a wrong clock, and says how wrong it is', async () => {
		setup.now = () => Date.now() + 40 * 60_000;
		const { status, message } = await press(keys);
		expect(status).toBe('Error');
		expect(message).toContain('clock of the machine that runs n8n is 40 minutes behind');
	});

	it('is red while the key is locked, and says how long that takes', async () => {
		const body = {
			error_code: 'APIG.0301',
			error_msg: 'AK access failed to reach the limit,forbidden',
		};
		server.play(() => ({ status: 403, body }));
		expect(await press(keys)).toEqual({
			status: 'Error',
			message: expect.stringContaining('five minutes'),
		});
		expect(server.received).toHaveLength(1);
	});

	it('asks what the user may use when it may not list all projects', async () => {
		const body = { error_code: 'APIGW.0302', error_msg: 'not allowed' };
		server.play(({ path }) => (path === '/v3/projects' ? { status: 403, body } : undefined));
		expect(await press(keys)).toMatchObject({ status: 'OK' });
		server.play(() => ({ status: 403, body }));
		expect(await press({ ...keys, projectId: 'id-1' })).toMatchObject({ status: 'OK' });
		expect(await press(keys)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('may not list projects'),
		});
	});

	describe('with another web server at an address', () => {
		let web: Server;
		let webUrl: string;
		let status: number;

		beforeEach(async () => {
			web = createServer((_request, response) => {
				response.writeHead(status, { 'Content-Type': 'text/html' });
				response.end('<!doctype html><html><body>Welcome</body></html>');
			});
			await new Promise<void>((listening) => web.listen(0, '127.0.0.1', listening));
			webUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
		});
		afterEach(async () => {
			await new Promise((closed) => web.close(closed));
		});

		it.each([
			[200, keys],
			[404, keys],
			[302, keys],
			[200, { authentication: 'token', token: 'MIIpasted' }],
			[200, user],
			[404, user],
		])('is red when it answers %i instead of IAM with %j', async (answer, fields) => {
			status = answer;
			const result = await press({ ...fields, iamEndpoint: webUrl });
			expect(result).toMatchObject({ status: 'Error' });
			expect(result.message).toContain(`${webUrl} answered with status ${answer}, but not as IAM`);
		});

		it('is red when it answers instead of Image Recognition', async () => {
			status = 404;
			const result = await press({ ...keys, endpoint: webUrl });
			expect(result).toMatchObject({ status: 'Error' });
			expect(result.message).toContain('not as Image Recognition does');
		});
	});

	it('shows nothing of a security token that the gateway echoes', async () => {
		setup.accessKeys = { AK1: { sk: 'other', securityToken: 'x' } };
		const echoed = { ...keys, securityToken: 'echoed-security-token' };
		const { message } = await press(echoed);
		expect(message).not.toContain('echoed-security-token');
	});
});
