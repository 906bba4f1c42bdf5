import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { testConfig } from '../../support/accounts';
import { dial, head, statusesIn, until, type RawClient } from '../../support/raw';
import { runService, type RunningService } from '../../support/run-service';

let service: RunningService;
let clients: RawClient[] = [];

afterEach(async () => {
	for (const { socket } of clients) socket.destroy();
	clients = [];
	await service.stop();
});

async function dialMany(count: number, from: (i: number) => string = () => '127.0.0.1') {
	const many = await Promise.all(Array.from({ length: count }, (_, i) => dial(service, from(i))));
	clients.push(...many);
	return many;
}

const health = async (from: string) => {
	const [client] = (await dialMany(1, () => from)) as [RawClient];
	client.socket.write(head('GET', '/healthz', { Connection: 'close' }));
	await client.closed;
	return statusesIn(client.heard());
};

/** Connections that have a request under way: nobody may end them for others. */
async function occupy(count: number, from?: (i: number) => string) {
	const many = await dialMany(count, from);
	const body = { 'Content-Type': 'application/json', 'Content-Length': 9 };
	for (const { socket } of many) socket.write(head('POST', '/v3/auth/tokens', body) + '{');
	return many;
}

describe('idle connections', () => {
	beforeEach(async () => {
		service = await runService(testConfig());
	});

	it('by the hundred keep nobody out, from their own address or another', async () => {
		await dialMany(600);
		// None is ended for another in its first second, when its request may be on its way.
		await new Promise((resolve) => setTimeout(resolve, 1_100));
		expect(await health('127.0.0.1')).toEqual([200]);
		expect(await health('127.0.0.2')).toEqual([200]);
	});
});

describe('connections at work', () => {
	beforeEach(async () => {
		service = await runService(
			testConfig({ http: { maxConnections: 6 }, limits: { connectionsPerAddress: 4 } }),
		);
	});

	it('from one address end at its share: one more is told so, and to come again', async () => {
		await occupy(4);
		await until(async () => (await health('127.0.0.1'))[0] === 429);
		const [late] = (await dialMany(1)) as [RawClient];
		await late.closed;
		expect(late.heard()).toMatch(/^HTTP\/1\.1 429 [^]*\r\nRetry-After: 1\r\n/);
		expect(late.heard()).toContain('"error_code":"APIG.0308"');
		expect(await health('127.0.0.2')).toEqual([200]);
	});

	it('from many addresses leave room for one that has none', async () => {
		await occupy(6, (i) => `127.0.3.${i + 1}`);
		expect(await health('127.0.0.2')).toEqual([200]);
	});
});

describe('connections whose clients send nothing more', () => {
	beforeEach(async () => {
		service = await runService(
			testConfig({ http: { maxConnections: 6 }, limits: { connectionsPerAddress: 3 } }),
		);
	});

	const statusOf = (from: string) => health(from).then(([status]) => status);

	it('make room, after a while, for an address that has fewer', async () => {
		const stalled = await occupy(6, (i) => `127.0.6.${1 + (i % 2)}`);
		const [first] = (await occupy(1, () => '127.0.0.2')) as [RawClient];
		expect(await statusOf('127.0.0.2')).toBe(429);
		await until(async () => (await statusOf('127.0.0.2')) === 200);
		const isOpen = ({ socket }: RawClient) => !socket.destroyed;
		expect(stalled.filter(isOpen).length).toBeGreaterThanOrEqual(4);
		expect(isOpen(first)).toBe(true);
	});

	it('stay where nobody has fewer', async () => {
		const stalled = await occupy(6, (i) => `127.0.6.${1 + (i % 6)}`);
		await new Promise((resolve) => setTimeout(resolve, 6_000));
		expect(await statusOf('127.0.6.1')).toBe(429);
		expect(stalled.filter(({ socket }) => socket.destroyed)).toEqual([]);
	});
});

describe('a listener of its own', () => {
	it('has health and metrics, which are not where clients call', async () => {
		service = await runService(
			testConfig({
				admin: { port: 0 },
				http: { maxConnections: 2 },
				limits: { connectionsPerAddress: 2 },
			}),
		);
		const { admin } = JSON.parse(service.stdout()) as { admin: string };
		await occupy(2);
		const statusOf = async (url: string) => (await fetch(url)).status;
		const paths = ['/healthz', '/livez', '/readyz', '/metrics'];
		for (const path of paths) expect(await statusOf(admin + path)).toBe(200);
		expect(await statusOf(`${admin}/v3/projects`)).toBe(404);
		for (const { socket } of clients) socket.destroy();
		for (const path of paths) {
			await until(async () => (await statusOf(service.url + path).catch(() => 0)) === 404);
		}
	});
});
