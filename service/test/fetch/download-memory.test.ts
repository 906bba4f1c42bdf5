import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { globex, testConfig } from '../support/accounts';
import { obtainToken, photo, send, tokenBody, v1Path } from '../support/client';
import { startPictureHost, type PictureHost } from '../support/picture-host';
import { until } from '../support/raw';
import { runService, type RunningService } from '../support/run-service';

const megabyte = 1024 * 1024;

/** Files of which two megabytes of seven come, and the rest when the test says so. */
let stalled: ServerResponse[] = [];
let host: PictureHost;
let service: RunningService;

beforeAll(async () => {
	host = await startPictureHost((request, response) => {
		if (request.url === '/photo') {
			response.end(Buffer.from(photo(), 'base64'));
			return;
		}
		response.setHeader('Content-Length', 7 * megabyte);
		response.write(Buffer.alloc(2 * megabyte));
		stalled.push(response);
	});
	service = await runService(
		testConfig({
			limits: { bodyBytes: 48 * megabyte },
			urlFetch: { allowNetworks: ['127.0.0.0/8'], ports: 'any', timeoutMs: 60_000 },
		}),
	);
});

afterAll(async () => {
	await service.stop();
	await host.close();
});

const ask = (path: string, token: string, signal?: AbortSignal) =>
	fetch(service.url + v1Path, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', 'X-Auth-Token': token },
		body: JSON.stringify({ url: host.url + path }),
		...(signal && { signal }),
	});

describe('downloads', () => {
	it('of an account take no more than its part of the memory, and leave the rest to others', async () => {
		stalled = [];
		const acme = await obtainToken(service);
		const bob = await obtainToken(service, tokenBody('bob', 'bob-password-1', globex.name));
		const refused: Response[] = [];
		const under = Array.from({ length: 9 }, async () => {
			const answer = await ask('/seven-megabytes', acme);
			if (answer.status === 503) refused.push(answer);
			return answer.status;
		});
		// Half of 48 MB holds three of seven.
		await until(() => refused.length >= 6);
		for (const answer of refused) {
			expect(answer.headers.get('retry-after')).toBe('1');
			expect(await answer.json()).toMatchObject({ error_code: 'APIG.0201' });
		}
		expect((await ask('/photo', bob)).status).toBe(200);
		for (const response of stalled) response.end(Buffer.alloc(5 * megabyte));
		const statuses = (await Promise.all(under)).sort();
		expect(statuses).toEqual([400, 400, 400, 503, 503, 503, 503, 503, 503]);
		expect((await ask('/photo', acme)).status).toBe(200);
	});

	it('give their memory back when their client leaves', async () => {
		const token = await obtainToken(service);
		for (let round = 0; round < 3; round++) {
			stalled = [];
			const gone = new AbortController();
			const under = Array.from({ length: 3 }, () => ask('/seven-megabytes', token, gone.signal));
			await until(() => stalled.length === 3);
			gone.abort();
			await Promise.allSettled(under);
			await until(() => stalled.every((response) => response.destroyed));
		}
		const { data } = await send(service, { path: '/metrics' });
		expect(data).toMatch(
			/requests_total\{route="\/v1\.0\/image\/tagging",[^}]*status="499"[^}]*\} 9/,
		);
	});

	it('that are refused count as no download', async () => {
		const { data } = await send(service, { path: '/metrics' });
		const [, downloads] =
			/stage_duration_seconds_count\{stage="download"\} (\d+)/.exec(String(data)) ?? [];
		// Three whole files and two photos; neither those that were refused nor those whose client left.
		expect(Number(downloads)).toBe(5);
	});
});
