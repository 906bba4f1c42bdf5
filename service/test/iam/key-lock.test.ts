import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testConfig } from '../support/accounts';
import { forge } from '../support/forge';
import { runService, type RunningService } from '../support/run-service';

const call = { method: 'GET', path: '/v3/projects' };
const nobody = { ak: 'NOBODYSKEY0000000001', sk: 'x' };

const locked = {
	status: 403,
	error_code: 'APIG.0301',
	error_msg: 'AK access failed to reach the limit,forbidden',
};

const outcome = ({ status, data }: Awaited<ReturnType<typeof forge>>) => ({ status, ...data });

describe('the lock of an access key', () => {
	let service: RunningService;
	/** Each test is a client with an address of its own. */
	let client = 10;
	let from: string;

	beforeAll(async () => {
		service = await runService(testConfig());
	});

	afterAll(() => service.stop());

	const nextClient = () => `127.0.1.${client++}`;
	const right = (address = from) => forge(service, { call, from: address });
	const wrong = (key?: typeof nobody) => forge(service, { call, from, key, sk: 'wrong' });

	it('follows five failures, and holds for right signatures too', async () => {
		from = nextClient();
		for (let i = 0; i < 5; i++) expect((await wrong()).status).toBe(401);
		expect(outcome(await wrong())).toMatchObject(locked);
		expect(outcome(await right())).toMatchObject(locked);
	});

	it('leaves the owner alone, who is elsewhere', async () => {
		from = nextClient();
		for (let i = 0; i < 6; i++) await wrong();
		expect((await right(nextClient())).status).toBe(200);
		expect((await right()).status).toBe(403);
	});

	it('is not kept off by right signatures in between', async () => {
		from = nextClient();
		for (let i = 0; i < 4; i++) expect((await wrong()).status).toBe(401);
		expect((await right()).status).toBe(200);
		expect((await wrong()).status).toBe(401);
		expect(outcome(await right())).toMatchObject(locked);
	});

	it('is the same for a key that does not exist', async () => {
		from = nextClient();
		for (let i = 0; i < 5; i++) {
			expect(outcome(await wrong(nobody))).toMatchObject({ status: 401, error_code: 'APIG.0301' });
		}
		expect(outcome(await wrong(nobody))).toMatchObject(locked);
	});

	it('is asked again when the body has come', async () => {
		from = nextClient();
		const attempts = Array.from({ length: 40 }, () => wrong());
		const statuses = (await Promise.all(attempts)).map(({ status }) => status);
		expect(statuses.filter((status) => status === 401)).toHaveLength(5);
	});
});

it('a lock ends after its time, and what was counted with it', async () => {
	const limits = { authFailuresBeforeLock: 2, authLockSeconds: 2 };
	const service = await runService(testConfig({ limits }));
	const send = (sk?: string) => forge(service, { call, ...(sk ? { sk } : {}) });
	for (let i = 0; i < 2; i++) expect((await send('wrong')).status).toBe(401);
	expect((await send()).status).toBe(403);
	await new Promise((resolve) => setTimeout(resolve, 2_100));
	expect((await send('wrong')).status).toBe(401);
	expect((await send()).status).toBe(200);
	await service.stop();
});

describe('a thousand wrong signatures from 250 addresses', () => {
	let service: RunningService;

	beforeAll(async () => {
		service = await runService(testConfig());
	});

	afterAll(() => service.stop());

	it('meet a brake, at which the key goes on being right where it was, and elsewhere', async () => {
		expect((await forge(service, { call, from: '127.0.9.1' })).status).toBe(200);
		const statuses: number[] = [];
		let passed = 0;
		for (let round = 0; round < 4; round++) {
			const wave = Array.from({ length: 250 }, (_, i) =>
				forge(service, { call, from: `127.0.2.${i + 1}`, sk: 'wrong' }),
			);
			const owner = forge(service, { call, from: '127.0.9.1' });
			for (const { status } of await Promise.all(wave)) statuses.push(status);
			if ((await owner).status === 200) passed++;
		}
		expect(passed).toBe(4);
		const count = (wanted: number) => statuses.filter((status) => status === wanted).length;
		expect(count(401) + count(429)).toBe(1_000);
		// A hundred at once, then ten a second of which each wave lets 16 wait.
		expect(count(401)).toBeLessThan(500);
		expect((await forge(service, { call, from: '127.0.9.2' })).status).toBe(200);
	});
});
