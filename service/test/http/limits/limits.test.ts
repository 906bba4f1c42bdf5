import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acme, foreignProjectId, globex, testConfig } from '../../support/accounts';
import { failureBody } from '../../support/answer-schema';
import {
	obtainToken,
	officialHeaders,
	photo,
	send,
	tokenBody,
	v1Path,
	type Key,
} from '../../support/client';
import { startPictureHost, type PictureHost } from '../../support/picture-host';
import { dial, head } from '../../support/raw';
import { runService, type RunningService } from '../../support/run-service';

const body = { image: photo() };

describe('requests in a minute', () => {
	let service: RunningService;

	beforeAll(async () => {
		const accounts = [acme, { ...globex, limits: { requestsPerMinute: 4 } }];
		service = await runService(testConfig({ accounts, limits: { requestsPerMinute: 3 } }));
	});

	afterAll(() => service.stop());

	it('are counted for each account, up to its own limit where it has one', async () => {
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		for (let i = 0; i < 3; i++) {
			expect((await send(service, { path: v1Path, body, headers })).status).toBe(200);
		}
		const over = await send(service, { path: v1Path, body, headers });
		expect(over.status).toBe(429);
		expect(failureBody.parse(over.data)).toMatchObject({
			error_code: 'APIG.0308',
			error_msg:
				'The throttling threshold has been reached: policy user over ratelimit,limit:3,time:1 minute',
		});
		expect(Number(over.headers['retry-after'])).toBeGreaterThan(0);
		expect(Number(over.headers['retry-after'])).toBeLessThanOrEqual(60);

		const other = tokenBody('bob', 'bob-password-1', globex.name);
		const theirs = { 'X-Auth-Token': await obtainToken(service, other) };
		for (const status of [200, 200, 200, 200, 429]) {
			const theirPath = `/v2/${foreignProjectId}/image/tagging`;
			expect((await send(service, { path: theirPath, body, headers: theirs })).status).toBe(status);
		}
	});

	it('are none that ask for anything else', async () => {
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		for (const path of ['/healthz', '/metrics', '/openapi.json', '/v3/projects']) {
			for (let i = 0; i < 5; i++) {
				expect((await send(service, { path, headers })).status).toBe(200);
			}
		}
	});
});

describe('requests in flight', () => {
	let service: RunningService;
	let host: PictureHost;
	const waiting: (() => void)[] = [];

	beforeAll(async () => {
		host = await startPictureHost((_request, response) => {
			waiting.push(() => response.end(Buffer.from(photo(), 'base64')));
		});
		const limits = { concurrentRequests: 2 };
		service = await runService(
			testConfig({
				limits,
				urlFetch: { allowNetworks: ['127.0.0.0/8'], ports: 'any', timeoutMs: 20_000 },
			}),
		);
	});

	afterAll(async () => {
		await service.stop();
		await host.close();
	});

	it('are limited for each account, and give their place back', async () => {
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		const slow = () => send(service, { path: v1Path, body: { url: host.url }, headers });
		const first = [slow(), slow()];
		while (waiting.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
		const over = await send(service, { path: v1Path, body, headers });
		expect(over.status).toBe(429);
		expect(over.headers['retry-after']).toBe('1');
		expect(over.data.error_msg).toMatch(/^The throttling threshold has been reached: .*limit:2$/);
		for (const answer of waiting) answer();
		expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
		expect((await send(service, { path: v1Path, body, headers })).status).toBe(200);
	});

	it('are not taken by whoever names a key and sends no body', async () => {
		const call = { path: v1Path, body };
		const owner = officialHeaders(service, call);
		expect((await send(service, { ...call, headers: owner })).status).toBe(200);
		const forged = officialHeaders(service, call, { ...acme.accessKeys[0], sk: 'wrong' } as Key);
		const fields = { ...forged, 'Content-Length': JSON.stringify(body).length };
		const strangers = await Promise.all([dial(service), dial(service)]);
		for (const { socket } of strangers) socket.write(head('POST', v1Path, fields));
		// Another answer on the same thread: by then, the heads are read.
		await send(service, { path: '/healthz' });
		const headers = officialHeaders(service, call);
		expect((await send(service, { ...call, headers })).status).toBe(200);
		for (const { socket } of strangers) socket.destroy();
	});

	it('end when their client goes away', async () => {
		const headers = {
			'X-Auth-Token': await obtainToken(service),
			'Content-Type': 'application/json',
		};
		waiting.length = 0;
		const gone = new AbortController();
		const calls = [1, 2].map(() =>
			fetch(service.url + v1Path, {
				method: 'POST',
				headers,
				body: JSON.stringify({ url: host.url }),
				signal: gone.signal,
			}).catch(() => 'gone'),
		);
		while (waiting.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
		gone.abort();
		expect(await Promise.all(calls)).toEqual(['gone', 'gone']);
		let status = 429;
		while (status === 429) ({ status } = await send(service, { path: v1Path, body, headers }));
		expect(status).toBe(200);
	});
});
