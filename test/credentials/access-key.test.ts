import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { Readable } from 'node:stream';

import { HuaweiCloudApi } from '../../credentials/HuaweiCloudApi.credentials';
import { CLOCK_OFFSET_HEADER } from '../../huawei-cloud/request/n8n-401';
import { sendOptions } from '../support/http-helpers';
import { startHuaweiServer, type HuaweiServer } from '../support/huawei-server';

const ak = 'ACCESSKEY0000000001';
const sk = 'secret-access-key-0000000000000001';
const type = new HuaweiCloudApi();
let server: HuaweiServer;
let clock: number | undefined;

beforeAll(async () => {
	server = await startHuaweiServer({
		accessKeys: { [ak]: { sk }, TEMPORARY: { sk, securityToken: 'security-token' } },
		now: () => clock ?? Date.now(),
	});
});
beforeEach(() => {
	server.received.length = 0;
	clock = undefined;
});
afterAll(async () => await server.close());

const credential = (fields: object = {}) => ({
	authentication: 'accessKey',
	accessKeyId: ak,
	secretAccessKey: sk,
	region: 'custom',
	endpoint: server.url,
	...fields,
});

async function call(options: object, fields: object = {}) {
	const ready = await type.authenticate(credential(fields), options as IHttpRequestOptions);
	const { statusCode, body } = await sendOptions(ready);
	return { statusCode, body, ready, received: server.received.at(-1)! };
}

const image = Buffer.from('{ "image":"/9j/4AAQ", "limit": 1.0 }\n');

describe('a request with an access key', () => {
	it.each<[string, object, string, string]>([
		['a GET', { url: '/v1/a' }, 'GET', ''],
		['a query of its own', { url: '/v1/a?b=2&a=1&a=0&c=' }, 'GET', ''],
		[
			'a query apart',
			{ url: '/v1/a', qs: { q: 'ä b+c*', list: ['2', '1'], deep: { x: true } } },
			'GET',
			'',
		],
		['a path to encode', { url: '/v1/ä b/%E4%B8%AD/(x)!' }, 'GET', ''],
		[
			'a JSON object',
			{ url: '/v1/a', method: 'POST', body: { tag: '猫', list: [1] } },
			'POST',
			'{"tag":"猫","list":[1]}',
		],
		['a JSON text', { url: '/v1/a', method: 'POST', body: ' {"a": 1.0} ' }, 'POST', ' {"a": 1.0} '],
		[
			'bytes',
			{
				url: '/v1/a',
				method: 'POST',
				body: image,
				headers: { 'Content-Type': 'application/json' },
			},
			'POST',
			String(image),
		],
		[
			'a form',
			{
				url: '/v1/a',
				method: 'POST',
				body: { a: 'b c' },
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
			},
			'POST',
			'a=b%20c',
		],
		['nothing', { url: '/v1/a', method: 'DELETE' }, 'DELETE', ''],
	])('with %s is accepted, in n8n’s current and older form', async (_, options, method, body) => {
		const { url, ...rest } = options as { url: string };
		for (const form of [{ url: server.url + url }, { uri: server.url + url }]) {
			const { statusCode, received } = await call({ ...rest, ...form });
			expect([statusCode, received.method]).toEqual([200, method]);
			expect(received.signature).toBe('right');
			expect(received.body.toString()).toBe(body);
		}
	});

	it('reads lists in a query as the options say', async () => {
		const get = async (options: object) =>
			(await call({ uri: `${server.url}/v1/a`, qs: { a: [1, 2] }, ...options })).received.url;
		expect(await get({})).toBe('/v1/a?a%5B%5D=1&a%5B%5D=2');
		expect(await get({ qsStringifyOptions: { arrayFormat: 'repeat' } })).toBe('/v1/a?a=1&a=2');
		expect(await get({ useQuerystring: true })).toBe('/v1/a?a=1&a=2');
		expect(await get({ arrayFormat: 'comma' })).toBe('/v1/a?a=1%2C2');
	});

	it('joins a base URL', async () => {
		const { received } = await call({ baseURL: `${server.url}/v1/`, url: '/a', qs: { x: 1 } });
		expect([received.url, received.signature]).toEqual(['/v1/a?x=1', 'right']);
	});

	it('signs the project it is for, and fills it into the path', async () => {
		const { received } = await call(
			{ url: `${server.url}/v2/{project_id}/image/tagging`, method: 'POST', body: image },
			{ projectId: ' my-project ' },
		);
		expect(received.path).toBe('/v2/my-project/image/tagging');
		expect(received.headers['x-project-id']).toBe('my-project');
		expect(received.headers.authorization).toContain('x-project-id');
		expect(received.signature).toBe('right');
	});

	it('signs a project that the node has looked up', async () => {
		const { received } = await call({
			url: `${server.url}/v2/p/image/tagging`,
			headers: { 'x-project-id': 'p' },
		});
		expect(received.headers.authorization).toContain('x-project-id');
		expect(received.signature).toBe('right');
	});

	it('sends and signs the security token of temporary keys', async () => {
		const temporary = { accessKeyId: 'TEMPORARY', securityToken: 'security-token' };
		const { statusCode, received } = await call({ url: `${server.url}/v1/a` }, temporary);
		expect([statusCode, received.headers['x-security-token']]).toEqual([200, 'security-token']);
		expect(received.headers.authorization).toContain('x-security-token');
	});

	it('is signed by the server’s clock when the node knows it, and keeps that to itself', async () => {
		clock = Date.now() + 3 * 3_600_000;
		const behind = await call({ url: `${server.url}/v1/a` });
		expect(behind.statusCode).toBe(401);
		const corrected = await call({
			url: `${server.url}/v1/a`,
			headers: { [CLOCK_OFFSET_HEADER]: String(3 * 3_600_000) },
		});
		expect(corrected.statusCode).toBe(200);
		expect(Object.keys(corrected.received.headers)).not.toContain(CLOCK_OFFSET_HEADER);
	});

	it('with a stream or a multipart form says so in the signature, as the official SDKs do', async () => {
		const { received } = await call({
			uri: `${server.url}/v1/a`,
			method: 'POST',
			body: Readable.from(['abc']),
		});
		expect(received.headers['x-sdk-content-sha256']).toBe('UNSIGNED-PAYLOAD');
		expect([received.signature, received.body.toString()]).toEqual(['right', 'abc']);
	});

	it('leaves the node’s own options as they were, so that n8n shows nothing secret of them', async () => {
		const options = { url: `${server.url}/v1/a`, headers: { Accept: '*/*' }, qs: { a: 1 } };
		const before = structuredClone(options);
		await call(options);
		expect(options).toEqual(before);
	});

	it('is never signed twice: the repetition that n8n makes of a 401 ends here', async () => {
		const { ready } = await call({ url: `${server.url}/v1/a` });
		await expect(type.authenticate(credential(), ready)).rejects.toMatchObject({
			message: expect.stringContaining('status 401'),
			description: expect.stringContaining('test'),
		});
	});

	it('needs no preAuthentication', async () => {
		const helpers = { httpRequest: () => expect(true).toBe(false) };
		expect(await type.preAuthentication.call({ helpers } as never, credential())).toEqual({});
	});

	it.each([
		['accessKeyId', 'Access Key ID'],
		['secretAccessKey', 'Secret Access Key'],
	])('without %s says so', async (name, label) => {
		await expect(call({ url: `${server.url}/v1/a` }, { [name]: ' ' })).rejects.toMatchObject({
			message: `The Huawei Cloud credential has no ${label}.`,
			description: expect.stringContaining('Open the credential'),
		});
		expect(server.received).toHaveLength(0);
	});

	it('takes numbers that expressions give as the text they are', async () => {
		const { ready } = await call(
			{ url: `${server.url}/v2/{project_id}/image/tagging` },
			{ accessKeyId: 1234567890, projectId: 42 },
		);
		expect(ready.url).toBe(`${server.url}/v2/42/image/tagging`);
		expect(ready.headers).toMatchObject({
			'X-Project-Id': '42',
			Authorization: expect.stringContaining('Access=1234567890,'),
		});
	});

	it('with {project_id} in its path and no project says what is missing', async () => {
		await expect(
			call({ url: `${server.url}/v2/{project_id}/image/tagging` }),
		).rejects.toMatchObject({
			message: expect.stringContaining('no Project ID'),
		});
	});
});
