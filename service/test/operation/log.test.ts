import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testConfig } from '../support/accounts';
import { obtainToken, send, v1Path } from '../support/client';
import { startPictureHost } from '../support/picture-host';
import { runService, type RunningService } from '../support/run-service';

describe('log and metrics', () => {
	let service: RunningService;

	beforeAll(async () => {
		service = await runService(
			testConfig({ urlFetch: { allowNetworks: ['127.0.0.0/8'], ports: 'any' } }),
		);
	});

	afterAll(() => service.stop());

	const entries = () =>
		service
			.stderr()
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as Record<string, unknown>);

	async function entryOf(requestId: string): Promise<Record<string, unknown>> {
		for (;;) {
			const found = entries().find(({ request_id: id }) => id === requestId);
			if (found) return found;
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
	}

	const metrics = async () => String((await send(service, { path: '/metrics' })).data);

	/** The request ID in the answer to raw text. */
	async function requestIdOf(text: string): Promise<string> {
		const socket = connect(Number(new URL(service.url).port), '127.0.0.1', () =>
			socket.write(text),
		);
		const [heard] = (await once(socket, 'data')) as [Buffer];
		socket.destroy();
		return /X-Request-Id: (\w+)/i.exec(heard.toString())?.[1] ?? '';
	}

	it('know what never became a request', async () => {
		const id = await requestIdOf('hello\r\n\r\n');
		expect(await entryOf(id)).toMatchObject({
			status: 400,
			code: 'APIG.0201',
			client: '127.0.0.1',
		});
		expect(await metrics()).toContain(
			'{route="unknown",method="unknown",status="400",code="APIG.0201"} 1',
		);
	});

	it('know a path that is no path', async () => {
		const id = await requestIdOf('GET /%zz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
		expect(await entryOf(id)).toMatchObject({ status: 404, code: 'APIG.0101', route: 'unknown' });
		expect(await metrics()).toContain(
			'{route="unknown",method="unknown",status="404",code="APIG.0101"} 1',
		);
	});

	it('do not hold a client that left against the service', async () => {
		const host = await startPictureHost(() => undefined);
		const body = JSON.stringify({ url: host.url });
		const headers = {
			'Content-Type': 'application/json',
			'X-Auth-Token': await obtainToken(service),
		};
		const gone = new AbortController();
		const lost = fetch(service.url + v1Path, {
			method: 'POST',
			headers,
			body,
			signal: gone.signal,
		}).catch(() => undefined);
		while (host.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
		gone.abort();
		await lost;
		while (!(await metrics()).includes('route="/v1.0/image/tagging",method="POST",status="499"'));
		expect(entries()).toContainEqual(
			expect.objectContaining({ level: 30, status: 499, account: 'acme' }),
		);
		expect(entries().filter(({ level }) => Number(level) >= 50)).toEqual([]);
		await host.close();
	});
});

it.each([
	['info', false],
	['debug', true],
])(
	'with the level %s, health checks and scrapes have lines in the log: %s',
	async (logLevel, told) => {
		const service = await runService(testConfig({ logLevel }));
		const routes = ['/healthz', '/livez', '/readyz', '/metrics'];
		for (const path of [...routes, '/v3/projects']) {
			await send(service, { path });
		}
		const { stderr } = await service.stop();
		expect(stderr).toContain('"route":"/v3/projects"');
		for (const route of routes) {
			expect(stderr.includes(`"route":"${route}"`)).toBe(told);
		}
	},
);

it('a log that can no longer be written does not end the service', async () => {
	const child = spawn(process.execPath, [join(__dirname, '..', '..', 'dist', 'main.js')], {
		stdio: ['ignore', 'pipe', openSync('/dev/full', 'w')],
		env: { ...process.env, IMAGE_SERVICE_PORT: '0', IMAGE_SERVICE_CONFIG: '' },
	});
	const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
	const { listening } = JSON.parse(line) as { listening: string };
	for (let i = 0; i < 3; i++) expect((await fetch(`${listening}/healthz`)).status).toBe(200);
	child.kill();
	expect(await once(child, 'close')).toEqual([0, null]);
});
