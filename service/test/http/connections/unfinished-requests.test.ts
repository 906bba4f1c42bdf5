import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testConfig } from '../../support/accounts';
import { failureBody } from '../../support/answer-schema';
import { obtainToken, photo, send, v1Path } from '../../support/client';
import { runService, type RunningService } from '../../support/run-service';

interface Conversation {
	socket: Socket;
	heard(): string;
	/** All that was heard, once the service has ended the connection. */
	ended: Promise<string>;
}

/** A connection of a client that says these words and then nothing, and that never closes its side by itself. */
async function say(service: RunningService, words: string): Promise<Conversation> {
	const port = Number(new URL(service.url).port);
	const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
	let heard = '';
	socket.on('data', (data) => (heard += data.toString())).on('error', () => undefined);
	const ended = new Promise<string>((resolve) => {
		for (const event of ['end', 'close']) socket.once(event, () => resolve(heard));
	});
	await once(socket, 'connect');
	await new Promise((resolve) => socket.write(words, resolve));
	return { socket, heard: () => heard, ended };
}

const post = (path: string, ...headers: string[]) =>
	[`POST ${path} HTTP/1.1`, 'Host: 127.0.0.1', ...headers, '', ''].join('\r\n');

const statuses = (heard: string) =>
	[...heard.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

const bodyOf = (heard: string) =>
	failureBody.parse(JSON.parse(heard.slice(heard.indexOf('\r\n\r\n') + 4)));

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
	while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('a stop', () => {
	const http = { shutdownTimeoutMs: 2_000 };
	let service: RunningService;
	let token: string;

	/** Until the service has read what was said before. */
	const settled = async () => {
		await send(service, { path: '/healthz' });
	};

	const start = async () => {
		service = await runService(testConfig({ http }));
		token = await obtainToken(service);
	};

	it.each([
		['a picture', () => post(v1Path, `X-Auth-Token: ${token}`, 'Content-Length: 9') + '{"im'],
		['a token request', () => post('/v3/auth/tokens', 'Content-Length: 9') + '{'],
		[
			'a body in chunks',
			() => post(v1Path, `X-Auth-Token: ${token}`, 'Transfer-Encoding: chunked') + '9\r\n{"im',
		],
	])('does not wait for the rest of %s: its client is told so', async (_what, words) => {
		await start();
		const { ended } = await say(service, words());
		await settled();
		expect((await service.stop()).code).toBe(0);
		const heard = await ended;
		expect(statuses(heard)).toEqual([503]);
		expect(heard).toMatch(/^connection: close\r$/im);
		expect(heard).toMatch(/^retry-after: 1\r$/im);
		const { request_id: id, ...failure } = bodyOf(heard);
		expect(failure).toEqual({
			error_code: 'APIG.0201',
			error_msg: 'The service is stopping. Send the request again.',
		});
		const lines = service.stderr().split('\n');
		expect(lines.filter((line) => line.includes(id))).toHaveLength(1);
		expect(lines.filter((line) => line.includes('"level":50'))).toEqual([]);
	});

	it('finishes a request whose rest comes in time', async () => {
		await start();
		const body = JSON.stringify({ image: photo() });
		const headers = [`X-Auth-Token: ${token}`, `Content-Length: ${body.length}`];
		const { socket, ended } = await say(service, post(v1Path, ...headers) + body.slice(0, 5_000));
		await settled();
		const stopped = service.stop();
		await until(() => service.stderr().includes('"msg":"stopping"'));
		await new Promise((resolve) => setTimeout(resolve, 400));
		socket.write(body.slice(5_000));
		expect(statuses(await ended)).toEqual([200]);
		expect((await stopped).code).toBe(0);
	});

	it.each([
		['sends on after it was answered', () => post('/nowhere', 'Content-Length: 9') + '{'],
		[
			'takes no answers',
			() => 'GET /page/main.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'.repeat(5_000),
		],
	])('does not wait for a client that %s', async (_what, words) => {
		await start();
		const { socket } = await say(service, words());
		socket.pause();
		await settled();
		expect((await service.stop()).code).toBe(0);
		socket.destroy();
	});
});

describe('a request that breaks off', () => {
	let service: RunningService;

	beforeAll(async () => {
		const http = { headersTimeoutMs: 300, requestTimeoutMs: 300 };
		service = await runService(testConfig({ http }));
	});

	afterAll(() => service.stop());

	it.each([
		['is too slow', 'Content-Length: 9', '{', 408],
		['is no longer HTTP', 'Transfer-Encoding: chunked', 'no chunk\r\n', 400],
	])('because it %s is answered, logged and counted once', async (_what, header, body, status) => {
		const path = '/v3/auth/tokens';
		const heard = await (await say(service, post(path, header) + body)).ended;
		expect(statuses(heard)).toEqual([status]);
		expect(heard).toMatch(/^connection: close\r$/im);
		const { request_id: id } = bodyOf(heard);
		await until(() => service.stderr().includes(id));
		const { data } = await send(service, { path: '/metrics' });
		const counted = String(data)
			.split('\n')
			.filter((line) => line.startsWith('image_tagging_requests_total'));
		expect(counted).toContain(
			`image_tagging_requests_total{route="${path}",method="POST",status="${status}",code="APIG.0201"} 1`,
		);
		expect(counted.join()).not.toMatch(/status="499"|route="unknown"/);
	});

	it('behind one that is worked on leaves that its answer', async () => {
		const body = JSON.stringify({ image: photo() });
		const headers = [
			`X-Auth-Token: ${await obtainToken(service)}`,
			`Content-Length: ${body.length}`,
		];
		const { ended } = await say(service, `${post(v1Path, ...headers)}${body}no HTTP\r\n\r\n`);
		expect(statuses(await ended)).toEqual([200]);
	});
});
