import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testConfig } from '../../support/accounts';
import { obtainToken, send, v1Path } from '../../support/client';
import { runService, type RunningService } from '../../support/run-service';

const portOf = (service: RunningService) => Number(new URL(service.url).port);

/** A connection that never closes its side by itself. */
async function openSocket(service: RunningService): Promise<Socket> {
	const socket = connect({ port: portOf(service), host: '127.0.0.1', allowHalfOpen: true });
	socket.on('error', () => undefined);
	await once(socket, 'connect');
	return socket;
}

/** All that it is sent, once it is ended or cut. */
const text = (socket: Socket): Promise<string> =>
	new Promise((resolve) => {
		let heard = '';
		socket.on('data', (data) => (heard += data.toString('latin1')));
		for (const event of ['end', 'close']) socket.once(event, () => resolve(heard));
	});

describe('clients that keep their connections', () => {
	let service: RunningService;

	beforeAll(async () => {
		const http = { headersTimeoutMs: 300, answerTimeoutMs: 800, maxConnections: 4 };
		service = await runService(testConfig({ http }));
	});

	afterAll(() => service.stop());

	async function untilHealthy(): Promise<void> {
		for (let status = 0; status !== 200; )
			({ status } = await send(service, { path: '/healthz' }).catch(() => ({ status: 0 })));
	}

	it('after they were cut for being slow make room for others', async () => {
		const slow = await Promise.all(Array.from({ length: 4 }, () => openSocket(service)));
		const heard = slow.map((socket) => text(socket));
		for (const socket of slow) socket.write('GET / HT');
		await untilHealthy();
		const statuses = (await Promise.all(heard)).map((answer) => answer.slice(0, 12));
		// Two may come from one address at once; the others are told so.
		expect(statuses.sort()).toEqual([
			...Array(2).fill('HTTP/1.1 408'),
			...Array(2).fill('HTTP/1.1 429'),
		]);
		for (const socket of slow) socket.destroy();
	});

	it('and take no answers make room for others', async () => {
		const deaf = await Promise.all(Array.from({ length: 4 }, () => openSocket(service)));
		const request = 'GET /page/main.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
		for (const socket of deaf) socket.pause().write(request.repeat(5_000));
		await untilHealthy();
		expect((await send(service, { path: '/healthz' })).status).toBe(200);
		for (const socket of deaf) socket.destroy();
	});
});

describe('a body that nobody has proven to be allowed to send', () => {
	let service: RunningService;
	const megabytes = 11;
	const uploads = 20;

	beforeAll(async () => {
		service = await runService(testConfig());
	});

	afterAll(() => service.stop());

	const memory = () =>
		Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${service.pid}/status`, 'utf8'))?.[1]) / 1024;

	/** Sends all of a large body but its end. */
	async function upload(line: string): Promise<Socket> {
		const socket = await openSocket(service);
		const bytes = megabytes * 1024 * 1024;
		socket.write(`${line} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${bytes + 1}\r\n\r\n`);
		await new Promise((resolve) => socket.write(Buffer.alloc(bytes, 97), resolve));
		return socket;
	}

	it.each([
		['POST /v3/auth/tokens', 413],
		['GET /healthz', 200],
		['POST /nowhere', 404],
	])('is not kept: %s', async (line, status) => {
		const before = memory();
		const sockets = await Promise.all(Array.from({ length: uploads }, () => upload(line)));
		const [heard] = (await once(sockets[0]!, 'data')) as [Buffer];
		expect(heard.toString()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
		expect(memory() - before).toBeLessThan((uploads * megabytes) / 2);
		for (const socket of sockets) socket.destroy();
	});

	it('is told from one that is too large for its path', async () => {
		const body = { image: 'a'.repeat(100_000) };
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		expect((await send(service, { path: '/v1.0/images', body, headers })).status).toBe(404);
		expect((await send(service, { path: v1Path, body, headers })).status).toBe(400);
	});
});

describe('stop', () => {
	const http = { shutdownTimeoutMs: 20_000 };

	it.each([
		['that was opened in advance', ''],
		['on which headers are missing', 'GET / HTTP/1.1\r\n'],
	])('does not wait for a connection %s', async (_what, text) => {
		const service = await runService(testConfig({ http }));
		const socket = await openSocket(service);
		socket.write(text);
		await send(service, { path: '/healthz' });
		expect((await service.stop()).code).toBe(0);
	});
});

it('the time for headers may be any number of milliseconds', async () => {
	const service = await runService(testConfig({ http: { headersTimeoutMs: 10_000 } }));
	expect((await service.stop()).code).toBe(0);
});

describe('over TLS', () => {
	let service: RunningService;
	const file = (name: string) => join(__dirname, '../../../../test/support/tls', name);
	const tls = { certificateFile: file('certificate.pem'), keyFile: file('key.pem') };

	beforeAll(async () => {
		const http = { headersTimeoutMs: 300, shutdownTimeoutMs: 20_000 };
		service = await runService(testConfig({ tls, http }));
	});

	it('a client that begins no handshake is cut', async () => {
		await once((await openSocket(service)).resume(), 'end');
	});

	it('what is no handshake gets no answer, and is not logged as one', async () => {
		const socket = (await openSocket(service)).resume();
		socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
		await Promise.race([once(socket, 'end'), once(socket, 'close')]);
		expect(service.stderr()).not.toContain('"answered"');
	});

	it('stop does not wait for a connection that was opened in advance', async () => {
		const socket = connectTls({ port: portOf(service), rejectUnauthorized: false });
		await once(
			socket.on('error', () => undefined),
			'secureConnect',
		);
		expect((await service.stop()).code).toBe(0);
	});
	it('stop does not wait for a handshake', async () => {
		const patient = await runService(testConfig({ tls, http: { shutdownTimeoutMs: 5_000 } }));
		await openSocket(patient);
		expect((await patient.stop()).code).toBe(0);
	});
});
