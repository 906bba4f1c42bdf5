import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { childProcesses } from '../engine/support/engines';
import { testConfig } from '../support/accounts';
import { failureBody } from '../support/answer-schema';
import { obtainToken, photo, send, v1Path } from '../support/client';
import { startPictureHost } from '../support/picture-host';
import { runService, type RunningService } from '../support/run-service';

describe('start', () => {
	let service: RunningService;

	beforeAll(async () => {
		service = await runService(testConfig());
	});

	afterAll(() => service.stop());

	it('says on the first line of standard output where it listens, and nothing more there', () => {
		expect(service.stdout()).toBe(`{"listening":"${service.url}"}\n`);
		expect(service.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
	});

	it('is ready by then', async () => {
		const { status, data } = await send(service, { path: '/healthz' });
		expect({ status, ...data }).toMatchObject({ status: 'ready', workers: 1, ready: 1 });
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		expect((await send(service, { path: v1Path, body: { image: photo() }, headers })).status).toBe(
			200,
		);
	});

	it('logs JSON lines with the request IDs that answers carry', async () => {
		const { data } = await send(service, { path: '/nowhere' });
		while (!service.stderr().includes(`${data.request_id}"`)) {
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		const lines = service.stderr().trim().split('\n');
		const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
		expect(entries).toContainEqual(
			expect.objectContaining({ request_id: data.request_id, status: 404, code: 'APIG.0101' }),
		);
	});

	it('counts requests, workers and stages for Prometheus', async () => {
		const { data, headers } = await send(service, { path: '/metrics' });
		expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
		for (const sample of [
			/image_tagging_requests_total\{route="\/v1.0\/image\/tagging",method="POST",status="200",code=""\} 1/,
			/image_tagging_requests_total\{route="unknown",method="unknown",status="404",code="APIG.0101"\} \d/,
			/image_tagging_request_duration_seconds_count\{route="\/v1.0\/image\/tagging"\} 1/,
			/image_tagging_stage_duration_seconds_count\{stage="decode"\} 1/,
			/image_tagging_stage_duration_seconds_count\{stage="model"\} 1/,
			/image_tagging_workers\{state="configured"\} 1/,
			/image_tagging_workers\{state="ready"\} 1/,
			/image_tagging_workers\{state="busy"\} 0/,
			/image_tagging_queue_images 0/,
			/image_tagging_worker_restarts_total 0/,
			/image_tagging_images_tagged_total 1/,
			/process_resident_memory_bytes \d+/,
		]) {
			expect(data).toMatch(sample);
		}
	});

	it('serves its page with strict security headers', async () => {
		const { status, headers } = await send(service, { path: '/' });
		expect(status).toBe(200);
		expect(headers['content-security-policy']).toMatch(
			/default-src 'none'.*frame-ancestors 'none'/,
		);
		expect(headers['x-frame-options']).toBe('DENY');
		expect(headers['referrer-policy']).toBe('no-referrer');
		expect(headers['x-content-type-options']).toBe('nosniff');
	});
});

it('goes on after SIGHUP, which a closing terminal sends', async () => {
	const service = await runService(testConfig());
	process.kill(service.pid, 'SIGHUP');
	while (!service.stderr().includes('SIGHUP')) {
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	expect((await send(service, { path: '/healthz' })).status).toBe(200);
	expect((await service.stop()).code).toBe(0);
});

describe('stop', () => {
	it.each(['SIGTERM', 'SIGINT'] as const)(
		'%s finishes what was accepted and exits with 0',
		async (signal) => {
			const answers: (() => void)[] = [];
			const host = await startPictureHost((_request, response) => {
				answers.push(() => response.end(Buffer.from(photo(), 'base64')));
			});
			const service = await runService(
				testConfig({ urlFetch: { allowNetworks: ['127.0.0.0/8'], ports: 'any' } }),
			);
			const headers = { 'X-Auth-Token': await obtainToken(service) };
			const accepted = send(service, { path: v1Path, body: { url: host.url }, headers });
			while (answers.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
			const ended = service.stop(signal);
			while (!service.stderr().includes('"msg":"stopping"')) {
				await new Promise((resolve) => setTimeout(resolve, 10));
			}
			await expect(send(service, { path: '/healthz' })).rejects.toThrow(/ECONNREFUSED/);
			for (const answer of answers) answer();
			expect((await accepted).status).toBe(200);
			expect(await ended).toMatchObject({ code: 0, signal: null });
			await host.close();
		},
	);

	/** A service that has been told to stop while a picture's host keeps it waiting. */
	async function stopWhileWaiting(http = {}) {
		const host = await startPictureHost(() => undefined);
		const service = await runService(
			testConfig({
				urlFetch: { allowNetworks: ['127.0.0.0/8'], ports: 'any', timeoutMs: 60_000 },
				http,
			}),
		);
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		const lost = send(service, { path: v1Path, body: { url: host.url }, headers });
		lost.catch(() => undefined);
		while (host.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
		const children = childProcesses(service.pid);
		const ended = service.stop();
		while (!service.stderr().includes('"msg":"stopping"')) {
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		return { service, ended, children, close: host.close };
	}

	const isRunning = (pid: number) => existsSync(`/proc/${pid}`);

	it('a second signal ends it at once with 1, and leaves no worker', async () => {
		const { service, ended, children, close } = await stopWhileWaiting();
		service.stop('SIGINT');
		expect((await ended).code).toBe(1);
		while (children.some(isRunning)) await new Promise((resolve) => setTimeout(resolve, 10));
		await close();
	});

	it('waits no longer than it was told to, and says so', async () => {
		const { ended, close } = await stopWhileWaiting({ shutdownTimeoutMs: 300 });
		const { code, stderr } = await ended;
		expect(code).toBe(1);
		expect(stderr).toContain('"msg":"stopped before all accepted work was finished"');
		await close();
	});
});

describe('hostile connections', () => {
	let service: RunningService;

	beforeAll(async () => {
		const http = { headersTimeoutMs: 600, requestTimeoutMs: 900, maxConnections: 3 };
		service = await runService(testConfig({ http }));
	});

	afterAll(() => service.stop());

	/** Writes raw text and reads until the service ends the connection. */
	function talk(text: string): Promise<string> {
		return new Promise((resolve) => {
			let heard = '';
			const socket = connect(Number(new URL(service.url).port), '127.0.0.1', () =>
				socket.write(text),
			);
			socket.on('data', (data) => (heard += data.toString()));
			socket.on('error', () => undefined).on('close', () => resolve(heard));
		});
	}

	it.each([
		['headers that never end', 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n', 408],
		[
			'a body that never ends',
			'POST /v3/auth/tokens HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n{',
			408,
		],
		['something that is not HTTP', 'hello\r\n\r\n', 400],
		[
			'headers over 32 KB',
			`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'y'.repeat(40_000)}\r\n\r\n`,
			431,
		],
	])('are cut: %s', async (_what, text, status) => {
		const heard = await talk(text);
		expect(heard).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
		expect(heard).toMatch(/\r\nDate: /);
		const body = failureBody.parse(JSON.parse(heard.slice(heard.indexOf('\r\n\r\n') + 4)));
		expect(body.error_code).toBe('APIG.0201');
		expect(heard.toLowerCase()).toContain(`x-request-id: ${body.request_id}`);
		expect((await send(service, { path: '/healthz' })).status).toBe(200);
	});
});
