import { Agent, get } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { childProcesses } from '../engine/support/engines';
import { acme, globex, testConfig } from '../support/accounts';
import { obtainToken, photo, send, tokenBody, v1Path } from '../support/client';
import { forge } from '../support/forge';
import { startPictureHost } from '../support/picture-host';
import { logged, refused, reload, reloaded } from '../support/reloads';
import { runService, type RunningService } from '../support/run-service';

const call = { method: 'GET', path: '/v3/projects' };
const oldKey = { ak: 'ACMEPERMANENTKEY0001', sk: 'acme-permanent-secret-0001' };
const newKey = { ak: 'ACMENEWKEY0000000001', sk: 'acme-new-secret-0000000001' };

/** In place of acme's own keys and users. */
const acmeWith = (changes: object) => ({ accounts: [{ ...acme, ...changes }, globex] });

const metric = async (service: RunningService, sample: string) =>
	String((await send(service, { path: '/metrics' })).data).includes(sample);

describe('a reload', () => {
	const urlFetch = { allowNetworks: ['127.0.0.0/8'], ports: 'any' };
	const first = testConfig({ urlFetch });
	let service: RunningService;

	beforeAll(async () => {
		service = await runService(first);
	});
	afterEach(() => reload(service, first));
	afterAll(() => service.stop());

	const statusOf = async (key: typeof oldKey, from?: string) =>
		(await forge(service, { call, key, from })).status;

	it('lets new keys in and old ones no more, and what came before ends as it began', async () => {
		const answers: (() => void)[] = [];
		const host = await startPictureHost((_request, response) => {
			answers.push(() => response.end(Buffer.from(photo(), 'base64')));
		});
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		const accepted = send(service, { path: v1Path, body: { url: host.url }, headers });
		while (answers.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
		expect([await statusOf(oldKey), await statusOf(newKey)]).toEqual([200, 401]);
		await reload(service, testConfig(acmeWith({ accessKeys: [newKey], users: [] })));
		expect([await statusOf(oldKey), await statusOf(newKey)]).toEqual([401, 200]);
		for (const answer of answers) answer();
		expect((await accepted).status).toBe(200);
		expect((await send(service, { path: v1Path, body: { url: host.url }, headers })).status).toBe(
			401,
		);
		await host.close();
	});

	it('refuses what the start would refuse, with its sentence, and the settings before go on', async () => {
		const { accounts: _accounts, ...incomplete } = first;
		const line = await reload(service, incomplete, refused);
		expect(line).toContain(`${service.file}: accounts is missing.`);
		expect(line).toContain('"level":50');
		expect(await statusOf(oldKey)).toBe(200);
		expect(await metric(service, 'image_tagging_reloads_total{result="refused"} 1')).toBe(true);
	});

	it('refuses models that can not be used, and goes on with those that it has', async () => {
		const workers = childProcesses(service.pid);
		const line = await reload(service, { ...first, model: '/nowhere' }, refused);
		expect(line).toContain('/nowhere');
		expect(childProcesses(service.pid)).toEqual(workers);
	});

	it('leaves the workers alone when neither they nor the models change', async () => {
		const workers = childProcesses(service.pid);
		await reload(service, { ...first, limits: { queuedImages: 7 }, logLevel: 'debug' });
		expect(childProcesses(service.pid)).toEqual(workers);
		expect((await send(service, { path: '/healthz' })).data).toMatchObject({ ready: 1 });
		await logged(service, ['"level":20', '"route":"/healthz"']);
	});

	it('keeps tokens of users that are still there with the password that they had', async () => {
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		const status = async () => (await send(service, { ...call, headers })).status;
		await reload(service, first);
		expect(await status()).toBe(200);
		const users = [{ name: 'ann', password: 'another password' }];
		await reload(service, testConfig(acmeWith({ users })));
		expect(await status()).toBe(401);
	});

	it('forgets no failed attempt, and takes over how many there may be', async () => {
		const fail = (from: string) => forge(service, { call, from, sk: 'wrong' });
		for (let i = 0; i < 4; i++) await fail('127.0.3.1');
		await reload(service, first);
		expect(await statusOf(oldKey, '127.0.3.1')).toBe(200);
		await fail('127.0.3.1');
		expect(await statusOf(oldKey, '127.0.3.1')).toBe(403);
		await reload(service, testConfig({ limits: { authFailuresBeforeLock: 2 } }));
		expect(await statusOf(oldKey, '127.0.3.1')).toBe(403);
		for (let i = 0; i < 2; i++) await fail('127.0.3.2');
		expect(await statusOf(oldKey, '127.0.3.2')).toBe(403);
	});

	it('goes on counting the requests of a minute', async () => {
		const headers = {
			'X-Auth-Token': await obtainToken(service, tokenBody('bob', 'bob-password-1', 'globex')),
		};
		const tag = async () =>
			(await send(service, { path: v1Path, body: { image: photo() }, headers })).status;
		const limits = { requestsPerMinute: 3 };
		await reload(service, testConfig({ limits }));
		expect([await tag(), await tag()]).toEqual([200, 200]);
		await reload(service, testConfig({ limits, tokenSeconds: 60 }));
		expect([await tag(), await tag()]).toEqual([200, 429]);
	});

	it('takes over hosts, and networks for urls', async () => {
		const host = await startPictureHost((_request, response) => {
			response.end(Buffer.from(photo(), 'base64'));
		});
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		const byUrl = async () =>
			(await send(service, { path: v1Path, body: { url: host.url }, headers })).status;
		const byName = async () =>
			(await forge(service, { call, headers: { host: 'tagging.example.com' } })).status;
		expect([await byUrl(), await byName()]).toEqual([200, 421]);
		await reload(service, testConfig({ hosts: ['tagging.example.com'] }));
		expect([await byUrl(), await byName()]).toEqual([400, 200]);
		await host.close();
	});

	it('says what takes a new start, and takes over the rest', async () => {
		await reload(service, {
			...testConfig(acmeWith({ accessKeys: [newKey] })),
			admin: { port: 0 },
		});
		await logged(service, ['"msg":"admin takes effect at the next start."']);
		expect(await statusOf(newKey)).toBe(200);
		expect((await send(service, { path: '/healthz' })).status).toBe(200);
	});

	it('loses no request, however often it comes', async () => {
		const agent = new Agent({ keepAlive: true });
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		const statuses: (number | undefined)[] = [];
		let stop = false;
		const clients = Array.from({ length: 4 }, async () => {
			while (!stop) {
				statuses.push(
					await new Promise<number | undefined>((resolve, reject) => {
						get(`${service.url}/v3/projects`, { agent, headers }, (response) => {
							response.resume().once('end', () => resolve(response.statusCode));
						}).once('error', reject);
					}),
				);
			}
		});
		for (let i = 1; i <= 10; i++) await reload(service, { ...first, tokenSeconds: i });
		stop = true;
		await Promise.all(clients);
		agent.destroy();
		expect(statuses.length).toBeGreaterThan(40);
		expect(new Set(statuses)).toEqual(new Set([200]));
	});

	it('switches the page off and on', async () => {
		const statuses = async () =>
			Promise.all(
				['/', '/page/start.json', '/page/main.js', '/openapi.json'].map(
					async (path) => (await send(service, { path })).status,
				),
			);
		await reload(service, { ...first, page: false });
		expect(await statuses()).toEqual([404, 404, 404, 200]);
		await reload(service, { ...first, page: true });
		expect(await statuses()).toEqual([200, 200, 200, 200]);
	});

	it('comes one after the other, and the last file holds', async () => {
		const others = [{ ...acme, accessKeys: [newKey] }];
		const asked = [reload(service, testConfig({ workers: 2 }))];
		while (childProcesses(service.pid).length < 3) {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		asked.push(reload(service, { ...first, accounts: others }));
		const second = await logged(service, [reloaded, '"accounts":1']);
		await Promise.all(asked);
		const lines = service.stderr().split('\n');
		const slow = lines.find((line) => line.includes(reloaded) && line.includes('"workers":2'));
		expect(lines.indexOf(slow ?? '')).toBeLessThan(lines.indexOf(second));
		expect([await statusOf(oldKey), await statusOf(newKey)]).toEqual([401, 200]);
	});
});

it('SIGHUP without a configuration file has a line in the log, and ends nothing', async () => {
	const service = await runService();
	for (let i = 1; i < 3; i++) {
		process.kill(service.pid, 'SIGHUP');
		await logged(service, ['there is no configuration file to read again; going on'], i);
	}
	expect(service.stderr()).not.toContain(reloaded);
	expect((await send(service, { path: '/healthz' })).status).toBe(200);
	expect((await service.stop()).code).toBe(0);
});

it('a stop during a reload ends it, and leaves no worker', async () => {
	const service = await runService(testConfig());
	const line = reload(service, testConfig({ workers: 2 }));
	line.catch(() => undefined);
	while (childProcesses(service.pid).length < 3) {
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	const { code, stderr } = await service.stop();
	expect(code).toBe(0);
	expect(stderr).not.toContain(refused);
	expect(stderr).not.toContain(reloaded);
});
