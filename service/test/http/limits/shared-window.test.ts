import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '@redis/client';
import { SharedWindow, type StoreOptions } from '../../../src/http/limits/shared-window';
import { testConfig } from '../../support/accounts';
import { obtainToken, photo, send, v1Path } from '../../support/client';
import { runService } from '../../support/run-service';
import { freePort, hasRedis, startRedis, type RedisServer } from './redis-server';

const password = 'secret-of-the-store';
const open: SharedWindow[] = [];
afterEach(() => {
	for (const window of open.splice(0)) window.close();
});

/** A replica's count, and what it told of the store. */
const prefix = 'image-tagging:test-1';

function replica(url: string, options: Partial<StoreOptions> = {}) {
	const told: [isUp: boolean, reason: string][] = [];
	const onChange = (...change: (typeof told)[number]) => void told.push(change);
	const window = new SharedWindow({ url, prefix, onChange, pauseMs: 50, ...options });
	open.push(window);
	const send = () => window.count('acme', 2);
	return { window, told, send };
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 10));

async function until(isSo: () => unknown): Promise<void> {
	while (!(await isSo())) await pause();
}

describe('a store that can not be reached', () => {
	it('leaves each replica to count for itself, and is told of once', async () => {
		const { send, told, window } = replica(`redis://:${password}@127.0.0.1:${await freePort()}`);
		await until(() => told.length);
		expect([await send(), await send()]).toEqual([0, 0]);
		expect(await send()).toBeGreaterThan(0);
		// It was tried again meanwhile.
		for (let i = 0; i < 20; i++) await pause();
		expect(told).toEqual([[false, expect.stringContaining('ECONNREFUSED')]]);
		expect(window.isUp).toBe(false);
	});

	it('holds nobody up where it takes connections and says nothing', async () => {
		const sockets: Socket[] = [];
		const silent = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
		await once(silent, 'listening');
		const { send } = replica(`redis://127.0.0.1:${(silent.address() as AddressInfo).port}`);
		await until(() => sockets.length);
		expect([await send(), await send()]).toEqual([0, 0]);
		expect(await send()).toBeGreaterThan(0);
		for (const socket of sockets) socket.destroy();
		silent.close();
	});

	it('ends no service: requests are limited, a line and a metric tell of it, and no line tells the password', async () => {
		const port = await freePort();
		const service = await runService(
			testConfig({ limits: { requestsPerMinute: 1, store: { redisEnv: 'STORE' } } }),
			{ STORE: `redis://:${password}@127.0.0.1:${port}` },
		);
		await until(() => service.stderr().includes('limits.store'));
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		const ask = () => send(service, { path: v1Path, body: { image: photo() }, headers });
		expect([(await ask()).status, (await ask()).status]).toEqual([200, 429]);
		const { data } = await send(service, { path: '/metrics' });
		expect(data).toContain('image_tagging_limit_store_up 0');
		const { code, stderr } = await service.stop();
		expect(code).toBe(0);
		expect(stderr.match(/limits\.store gives no answer/g)).toHaveLength(1);
		expect(stderr).not.toContain(password);
	});
});

(hasRedis ? describe : describe.skip)('replicas with one store', () => {
	let port: number;
	let redis: RedisServer;
	let store: ReturnType<typeof createClient>;
	beforeAll(async () => {
		port = await freePort();
		redis = await startRedis(port, password);
		store = createClient({
			url: redis.url,
			socket: { reconnectStrategy: () => 50 },
		}) as typeof store;
		store.on('error', () => undefined);
		await store.connect();
	});
	afterAll(async () => {
		store.destroy();
		await redis.stop();
	});
	afterEach(() => store.flushAll());

	const key = `${prefix}:requests:acme`;
	const otherKey = `${prefix}:requests:other`;
	const connected = ({ window }: ReturnType<typeof replica>) =>
		until(async () => (await window.count('other', 1_000_000), store.exists(otherKey)));

	it('count together', async () => {
		const [one, other] = [replica(redis.url), replica(redis.url)];
		await connected(one);
		await store.del(otherKey);
		await connected(other);
		expect([await one.send(), await other.send()]).toEqual([0, 0]);
		for (const each of [one, other]) {
			const wait = await each.send();
			expect(wait).toBeGreaterThan(0);
			expect(wait).toBeLessThanOrEqual(60_000);
		}
		expect(await store.lLen(key)).toBe(2);
		expect(await other.window.count('globex', 2)).toBe(0);
		expect([one.told, other.told]).toEqual([[], []]);
	});

	it('of one region, and none of another, or where a setting names them apart', async () => {
		const services = await Promise.all(
			[{ region: 'one' }, { region: 'two' }, { region: 'two' }, { region: 'two', apart: true }].map(
				({ region, apart }) => {
					const limits = {
						requestsPerMinute: 1,
						store: { redis: redis.url, ...(apart && { prefix: 'of its own' }) },
					};
					return runService(testConfig({ region, limits }));
				},
			),
		);
		try {
			// This test's own connection, and one of each service.
			const connections = async () =>
				String(await store.sendCommand(['CLIENT', 'LIST']))
					.trim()
					.split('\n').length;
			await until(async () => (await connections()) > services.length);
			const statuses: number[] = [];
			for (const service of services) {
				const headers = { 'X-Auth-Token': await obtainToken(service) };
				const answer = await send(service, { path: v1Path, body: { image: photo() }, headers });
				statuses.push(answer.status);
			}
			expect(statuses).toEqual([200, 200, 429, 200]);
			expect((await store.keys('*')).sort()).toEqual([
				'image-tagging:one:requests:acme',
				'image-tagging:two:requests:acme',
				'of its own:requests:acme',
			]);
		} finally {
			await Promise.all(services.map((service) => service.stop()));
		}
	});

	it('have room as the earlier requests were sent, and leave nothing in the store for longer than a minute', async () => {
		const { send, ...rest } = replica(redis.url);
		await connected({ send, ...rest });
		const ago = (ms: number) => String(Date.now() - ms);
		await store.rPush(key, [ago(61_000), ago(30_000)]);
		expect(await send()).toBe(0);
		const wait = await send();
		expect(wait).toBeGreaterThan(0);
		expect(wait).toBeLessThanOrEqual(30_000);
		expect(await store.lLen(key)).toBe(2);
		const life = await store.pTTL(key);
		expect(life).toBeGreaterThan(0);
		expect(life).toBeLessThanOrEqual(60_000);
	});

	it('count for themselves while it hangs or is gone, with what they let in before, and together again afterwards', async () => {
		const it = replica(redis.url, { answerMs: 100 });
		await connected(it);
		expect(await it.send()).toBe(0);
		redis.kill('SIGSTOP');
		expect(await it.send()).toBe(0);
		expect(await it.send()).toBeGreaterThan(0);
		expect(it.told).toEqual([[false, 'no answer within 100 ms']]);
		redis.kill('SIGCONT');
		await until(async () => (await it.window.count('other', 1_000_000), it.window.isUp));
		await redis.stop();
		await until(() => !it.window.isUp);
		expect(await it.send()).toBeGreaterThan(0);
		redis = await startRedis(port, password);
		await until(() => it.window.isUp);
		expect(it.told.map(([isUp]) => isUp)).toEqual([false, true, false, true]);
		expect(await it.send()).toBe(0);
		await until(() => store.isReady);
		expect(await store.lLen(key)).toBe(1);
	});

	it('leave it alone for a while when it gave no answer', async () => {
		const it = replica(redis.url, { answerMs: 50, pauseMs: 3_600_000 });
		await connected(it);
		redis.kill('SIGSTOP');
		expect(await it.send()).toBe(0);
		redis.kill('SIGCONT');
		// What was asked before it hung is done by then, though nobody waits for it.
		await until(async () => (await store.lLen(key)) === 1);
		expect(await it.send()).toBe(0);
		expect(await store.lLen(key)).toBe(1);
		expect(it.window.isUp).toBe(false);
	});

	it('are told of a password that is wrong, without it', async () => {
		const { told, send } = replica(`redis://:not-${password}@127.0.0.1:${port}`);
		await until(() => told.length);
		expect(told).toEqual([[false, expect.stringContaining('WRONGPASS')]]);
		expect(JSON.stringify(told)).not.toContain(password);
		expect(await send()).toBe(0);
	});
});
