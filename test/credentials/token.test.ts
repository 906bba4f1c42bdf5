import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { HuaweiCloudApi } from '../../credentials/HuaweiCloudApi.credentials';
import { sendOptions } from '../support/http-helpers';
import { startHuaweiServer, type HuaweiServer } from '../support/huawei-server';

const token = 'MIIFiwYJKoZIhvcNAQcCoIIFfDCC+aB/c==';
const type = new HuaweiCloudApi();
let server: HuaweiServer;

beforeAll(async () => {
	server = await startHuaweiServer();
});
beforeEach(() => {
	server.received.length = 0;
	server.tokens.add(token);
});
afterAll(async () => await server.close());

const credential = (pasted: string) => ({
	authentication: 'token',
	token: pasted,
	region: 'custom',
	endpoint: server.url,
	projectId: 'my-project',
});

async function call(pasted: string, options: object = {}) {
	const request = { url: `${server.url}/v1/a`, ...options } as IHttpRequestOptions;
	const ready = await type.authenticate(credential(pasted), request);
	const { statusCode } = await sendOptions(ready);
	return { statusCode, ready, received: server.received.at(-1)! };
}

describe('a request with a pasted token', () => {
	it.each([
		['as it is', token],
		['with spaces and line breaks around it', `\r\n  ${token}\n`],
		['broken into lines', token.replace(/.{8}/g, '$&\r\n')],
		['in quotes', `"${token}"`],
		['as a line of JSON', `"${token}",`],
		['with the name of its header', `X-Subject-Token: ${token}`],
		['as a quoted header', `'X-Auth-Token: ${token}'`],
		['with invisible characters', `\ufeff${token}\u200b`],
	])('%s is accepted', async (_, pasted) => {
		const { statusCode, received } = await call(pasted);
		expect(received.headers['x-auth-token']).toBe(token);
		expect(statusCode).toBe(200);
	});

	it('fills the project into the path, and keeps query and body', async () => {
		const { received } = await call(token, {
			url: `${server.url}/v2/{project_id}/image/tagging`,
			method: 'POST',
			qs: { a: 'b c' },
			body: { url: 'https://example.com/{project_id}' },
		});
		expect(received.url).toBe('/v2/my-project/image/tagging?a=b%20c');
		expect(String(received.body)).toBe('{"url":"https://example.com/{project_id}"}');
	});

	it('replaces another token among the headers', async () => {
		const { received } = await call(token, { headers: { 'x-auth-token': 'old' } });
		expect(received.headers['x-auth-token']).toBe(token);
	});

	it('is not sent again after a 401, since it would be refused again', async () => {
		server.tokens.clear();
		const { statusCode, ready } = await call(token);
		expect(statusCode).toBe(401);
		const again = type.authenticate(credential(token), ready);
		await expect(again).rejects.toMatchObject({ message: expect.stringContaining('status 401') });
	});

	it('without a token says what to do', async () => {
		await expect(call(' "" ')).rejects.toMatchObject({
			message: 'The Huawei Cloud credential has no Token.',
			description: expect.stringContaining('IAM User'),
		});
	});
});
