import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testConfig } from '../support/accounts';
import { obtainToken, photo, send, v1Path, v2Path } from '../support/client';
import { startPictureHost, type PictureHost } from '../support/picture-host';
import { runService, type RunningService } from '../support/run-service';

const bytes = Buffer.from(photo(), 'base64');
let service: RunningService;
let host: PictureHost;
let token: string;

beforeAll(async () => {
	host = await startPictureHost((request, response) => {
		const [, path = '', argument = ''] = (request.url ?? '').replace(/\?.*/, '').split('/');
		if (path === 'photo') response.end(bytes);
		else if (path === 'status') response.writeHead(Number(argument)).end('no');
		else if (path === 'to')
			response.writeHead(302, { Location: decodeURIComponent(argument) }).end();
		else if (path === 'loop') response.writeHead(302, { Location: '/loop' }).end();
		else if (path === 'empty') response.end();
		else if (path === 'large') response.end(Buffer.alloc(2_000_001));
		else if (path === 'endless') response.write('x');
		else if (path === 'cut') request.socket.destroy();
		else if (path === 'cut-within') {
			response.writeHead(200, { 'Content-Length': 10 }).write('x', () => request.socket.destroy());
		} else response.end('this is no picture at all');
	});
	service = await runService(
		testConfig({
			urlFetch: {
				allowNetworks: ['127.0.0.0/8'],
				ports: 'any',
				timeoutMs: 1000,
				maxBytes: 2_000_000,
			},
		}),
	);
	token = await obtainToken(service);
});

afterAll(async () => {
	await service.stop();
	await host.close();
});

const ask = (url: string, path = v1Path) =>
	send(service, { path, body: { url }, headers: { 'X-Auth-Token': token } });

describe('a picture by URL', () => {
	it.each([v1Path, v2Path])('gives the same answer as its bytes: %s', async (path) => {
		const headers = { 'X-Auth-Token': token };
		const direct = await send(service, { path, body: { image: photo() }, headers });
		const fetched = await ask(`${host.url}/photo`, path);
		expect(fetched.status).toBe(200);
		expect(fetched.data).toEqual(direct.data);
	});

	it('is found behind redirects, absolute and relative', async () => {
		const target = encodeURIComponent(`/to/${encodeURIComponent(`${host.url}/photo`)}`);
		expect((await ask(`${host.url}/to/${target}`)).status).toBe(200);
	});

	it('that is no picture is told apart by its bytes', async () => {
		expect((await ask(`${host.url}/text`)).data.error_code).toBe('AIS.0502');
	});

	it('fails with AIS.0504 on a file that is too large, as on one in the request', async () => {
		const { status, data } = await ask(`${host.url}/large`);
		expect({ status, ...data }).toMatchObject({ status: 400, error_code: 'AIS.0504' });
		expect(data.error_msg).toMatch(/larger than 2000000 bytes/);
	});

	it.each([
		['a status that is not 200', 'status/404', /status 404/],
		['a redirect without an address', 'status/302', /status 302/],
		['endless redirects', 'loop', /redirects more than 5 times/],
		['a redirect to another scheme', `to/${encodeURIComponent('file:///etc/passwd')}`, /redirects/],
		['an empty file', 'empty', /empty/],
		['a file that never ends', 'endless', /longer than 1000 ms/],
		['a broken connection', 'cut', /The host could not be reached/],
		['a connection broken within the file', 'cut-within', /The host could not be reached/],
	])('fails with ModelArts.4603 on %s', async (_what, path, words) => {
		const { status, data } = await ask(`${host.url}/${path}`);
		expect({ status, ...data }).toMatchObject({ status: 400, error_code: 'ModelArts.4603' });
		expect(data.error_msg).toMatch(words);
	});

	it('fails with AIS.0504 on a file that is too large, as an image in the body would', async () => {
		const { status, data } = await ask(`${host.url}/large`);
		expect({ status, ...data }).toMatchObject({ status: 400, error_code: 'AIS.0504' });
		expect(data.error_msg).toMatch(/larger than 2000000 bytes/);
	});

	it('fails with ModelArts.4603 on a closed port and an unknown name', async () => {
		for (const url of ['http://127.0.0.1:1/', 'http://no-such-host.invalid/']) {
			expect((await ask(url)).data.error_code).toBe('ModelArts.4603');
		}
	});

	it('does not tell its host by which IDs the caller knows the request', async () => {
		const headers = {
			'X-Auth-Token': token,
			'X-Request-Id': 'ours',
			traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`,
		};
		const body = { url: `${host.url}/photo` };
		expect((await send(service, { path: v1Path, body, headers })).status).toBe(200);
		expect(host.headersOfLast().sort()).toEqual([
			'accept',
			'accept-encoding',
			'connection',
			'host',
			'user-agent',
		]);
	});

	it('keeps the secrets of its address out of answers and logs', async () => {
		const { data } = await ask(`${host.url}/status/403?Signature=secret-signature`);
		expect(data.error_code).toBe('ModelArts.4603');
		expect(JSON.stringify(data) + service.stderr()).not.toContain('secret-signature');
	});
});
