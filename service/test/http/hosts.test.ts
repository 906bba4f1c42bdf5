import { hostname } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hostCheck } from '../../src/http/hosts';
import { testConfig } from '../support/accounts';
import { send, tokenBody } from '../support/client';
import { dial, head, statusesIn } from '../support/raw';
import { runService, type RunningService } from '../support/run-service';

describe('a service on loopback', () => {
	const answers = hostCheck('127.0.0.1', undefined);

	it.each([
		'127.0.0.1',
		'127.0.0.1:8089',
		'localhost:8089',
		'LOCALHOST',
		'localhost.',
		'localhost.:8089',
		'localhost:',
		'[::1]:8089',
		'[::1]',
		'[::FFFF:127.0.0.1]',
		'192.168.1.5:8089',
		hostname(),
	])('answers to %s', (host) => expect(answers(host)).toBe(true));

	it.each([
		'evil.example',
		'evil.example:8089',
		'127.0.0.1.evil.example',
		'localhost.evil.example',
		'evil.localhost',
		'127.0.0.1@evil.example',
		'localhost evil.example',
		'localhost:8089:1',
		'localhost:a',
		'localhost..',
		'[localhost]',
		'[::1].evil.example',
		'[::1',
		'::1',
		'evil.[::1]',
		'',
		':8089',
	])('does not answer to %j', (host) => expect(answers(host)).toBe(false));
});

it('names that the operator gives are answered to, in whatever case', () => {
	const answers = hostCheck('Own.example.com', ['Images.example.com']);
	expect(['images.EXAMPLE.com:443', 'localhost', 'own.example.com'].map(answers)).toEqual([
		...[true, true, true],
	]);
	expect(['example.com', `${hostname()}.not-named`].map(answers)).toEqual([false, false]);
});

describe('a page of the web that points its own name at the service', () => {
	let service: RunningService;

	beforeAll(async () => {
		service = await runService();
	});

	afterAll(() => service.stop());

	it.each(['/page/start.json', '/', '/healthz', '/v3/projects'])(
		'gets nothing from %s',
		async (path) => {
			const { socket, heard, closed } = await dial(service);
			socket.write(`GET ${path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`);
			await closed;
			expect(statusesIn(heard())).toEqual([421]);
			expect(heard()).toContain('"error_code":"APIG.0201"');
			expect(heard()).not.toContain('demo-password');
		},
	);

	it('nor does HTTP/1.0 without a host do harm', async () => {
		const { socket, heard, closed } = await dial(service);
		socket.write('GET /healthz HTTP/1.0\r\n\r\n');
		await closed;
		expect(statusesIn(heard())).toEqual([200]);
	});
});

describe('what a page may send anywhere without being asked is no JSON:', () => {
	let service: RunningService;

	beforeAll(async () => {
		service = await runService(testConfig());
	});

	afterAll(() => service.stop());

	it.each([
		'text/plain',
		'text/plain;charset=UTF-8',
		'application/x-www-form-urlencoded',
		'multipart/form-data; boundary=x',
		'application/jsonx',
		'text/json',
	])('%s', async (type) => {
		const headers = { 'Content-Type': type };
		const answer = await send(service, { path: '/v3/auth/tokens', body: tokenBody(), headers });
		expect(answer.status).toBe(400);
		expect(answer.data.error.message).toBe('Send the header Content-Type: application/json.');
	});

	it('nor does a tagging request take it', async () => {
		const token = await send(service, { path: '/v3/auth/tokens', body: tokenBody() });
		const headers = {
			'Content-Type': 'text/plain',
			'X-Auth-Token': String(token.headers['x-subject-token']),
		};
		const answer = await send(service, {
			path: '/v1.0/image/tagging',
			body: { image: 'AAAA' },
			headers,
		});
		expect({ status: answer.status, ...answer.data }).toMatchObject({
			status: 400,
			error_code: 'AIS.0014',
		});
	});

	it('and a head of a token request may have no type at all', async () => {
		const { socket, heard, closed } = await dial(service);
		const body = JSON.stringify(tokenBody());
		socket.write(
			head('POST', '/v3/auth/tokens', { 'Content-Length': body.length, Connection: 'close' }) +
				body,
		);
		await closed;
		expect(statusesIn(heard())).toEqual([201]);
	});
});
