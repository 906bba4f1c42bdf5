import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ApiError } from '../../../src/contract/failures';
import { BodyBudget, type Holder } from '../../../src/http/bodies/body-budget';
import { acme, globex, testConfig } from '../../support/accounts';
import { obtainToken, photo, sdkDate, send, tokenBody, v1Path } from '../../support/client';
import { forge } from '../../support/forge';
import { dial, head, statusesIn, until, type RawClient } from '../../support/raw';
import { runService, type RunningService } from '../../support/run-service';

const megabyte = 1024 * 1024;

describe('the budget of bodies', () => {
	const account = fc.constantFrom('a', 'b', 'c');
	const address = fc.constantFrom('1', '2', '3', '4');
	const holder: fc.Arbitrary<Holder> = fc.oneof(
		fc.record({ account }),
		fc.record({ account, claimedFrom: address }),
		fc.record({ stranger: address }),
	);

	it('is never exceeded by all, an account, strangers, or one address without proof', () => {
		const wish = fc.record({
			holder,
			megabytes: fc.integer({ min: 0, max: 12 }),
			keep: fc.boolean(),
			/** Once it is proven whose the body is. */
			owner: fc.option(account),
		});
		fc.assert(
			fc.property(fc.array(wish, { maxLength: 80 }), (wishes) => {
				const budget = new BodyBudget(200 * megabyte);
				const held: { holder: Holder; megabytes: number }[] = [];
				for (const { holder, megabytes, keep, owner } of wishes) {
					const hold = budget.open(holder);
					try {
						hold.growTo(megabytes * megabyte);
					} catch {
						continue;
					}
					const isOwners = owner !== null && budget.handOver(hold, { account: owner });
					if (keep) held.push({ holder: isOwners ? { account: owner } : holder, megabytes });
					else hold.release();
				}
				const sum = (of: (holder: Holder) => boolean) =>
					held.reduce((all, { holder, megabytes }) => all + (of(holder) ? megabytes : 0), 0);
				expect(sum(() => true)).toBeLessThanOrEqual(200);
				expect(sum((by) => 'stranger' in by)).toBeLessThanOrEqual(50);
				for (const name of ['a', 'b', 'c']) {
					expect(sum((by) => 'account' in by && by.account === name)).toBeLessThanOrEqual(100);
				}
				for (const name of ['1', '2', '3', '4']) {
					expect(sum((by) => 'stranger' in by && by.stranger === name)).toBeLessThanOrEqual(25);
					expect(sum((by) => 'claimedFrom' in by && by.claimedFrom === name)).toBeLessThanOrEqual(
						50,
					);
				}
			}),
		);
	});

	it('is whole again when all is released', () => {
		const budget = new BodyBudget(12 * megabyte);
		for (let i = 0; i < 100; i++) {
			const hold = budget.open({ account: 'a' });
			hold.growTo(megabyte);
			hold.growTo(12 * megabyte);
			hold.release();
		}
	});

	it('gives nothing more to a body that is over', () => {
		const budget = new BodyBudget(12 * megabyte);
		const over = budget.open({ account: 'a' });
		over.growTo(megabyte);
		over.release();
		expect(() => over.growTo(12 * megabyte)).toThrow(ApiError);
		budget.handOver(over, { account: 'b' });
		over.release();
		budget.open({ account: 'c' }).growTo(12 * megabyte);
	});

	it("counts a body as its account's once that is proven, and leaves it where the account has no room", () => {
		const budget = new BodyBudget(48 * megabyte);
		const ofStranger = (address: string) => {
			const hold = budget.open({ stranger: address });
			hold.growTo(12 * megabyte);
			return hold;
		};
		expect(budget.handOver(ofStranger('1'), { account: 'a' })).toBe(true);
		expect(budget.handOver(ofStranger('2'), { account: 'a' })).toBe(true);
		const third = ofStranger('3');
		expect(budget.handOver(third, { account: 'a' })).toBe(false);
		expect(() => ofStranger('4')).toThrow(ApiError);
		third.release();
		ofStranger('4');
	});
});

describe('a budget', () => {
	/** Who comes as several, by a number. */
	const holders: Record<string, (i: number) => Holder> = {
		'an account': () => ({ account: 'a' }),
		'all accounts': (i) => ({ account: `a${i}` }),
		'an address, with keys that it has proven before': (i) => ({
			account: `a${i}`,
			claimedFrom: '1',
		}),
		'an address without any proof': () => ({ stranger: '1' }),
		'all addresses without any proof': (i) => ({ stranger: `${i}` }),
		'an address that asks for tokens': () => ({ login: '1' }),
		'all addresses that ask for tokens': (i) => ({ login: `${i}` }),
	};

	it.each([
		['an account', 128],
		['all accounts', 240],
		['an address, with keys that it has proven before', 64],
		['an address without any proof', 32],
		['all addresses without any proof', 64],
		['an address that asks for tokens', 4],
		['all addresses that ask for tokens', 16],
	])('of 256 MB %s may hold %d MB, to the byte', (who, most) => {
		const holder = holders[who] as (i: number) => Holder;
		const budget = new BodyBudget(256 * megabyte);
		for (let i = 0; i < most; i++) budget.open(holder(i % 16)).growTo(megabyte);
		const more = budget.open(holder(0));
		expect(() => more.growTo(1)).toThrow(
			expect.objectContaining({
				kind: 'noMemory',
				retryAfterSeconds: 1,
				message: 'The service has no memory for the request now. Send the request again.',
			}),
		);
	});

	it.each<[string, Holder, Holder]>([
		['an account', { account: 'a' }, { account: 'b' }],
		[
			'an address, with a key that was right there,',
			{ account: 'a', claimedFrom: '1' },
			{ account: 'a', claimedFrom: '2' },
		],
		['an address without any proof', { stranger: '1' }, { stranger: '2' }],
		['an address that asks for tokens', { login: '1' }, { login: '2' }],
	])('leaves another its part when %s has all of its own', (_who, one, other) => {
		const budget = new BodyBudget(256 * megabyte);
		const fill = () => {
			for (;;) budget.open(one).growTo(megabyte);
		};
		expect(fill).toThrow(ApiError);
		expect(() => budget.open(other).growTo(megabyte)).not.toThrow();
	});

	it.each(['account', 'stranger'])('that is small has room for one body of an %s', (of) => {
		const holder = { [of]: 'x' } as unknown as Holder;
		const hold = new BodyBudget(12 * megabyte).open(holder);
		hold.growTo(12 * megabyte);
		expect(() => hold.growTo(12 * megabyte + 1)).toThrow(ApiError);
	});

	it('whose part for tokens is full has room for one request of an address that holds nothing', () => {
		const budget = new BodyBudget(256 * megabyte);
		for (let i = 0; i < 16; i++) budget.open({ login: `${i}` }).growTo(megabyte);
		const first = budget.open({ login: 'new' });
		first.growTo(16 * 1024 - 1);
		const second = budget.open({ login: 'new' });
		second.growTo(1);
		expect(() => second.growTo(2)).toThrow(ApiError);
		first.release();
		second.growTo(2);
	});

	it('that changes gives bodies their parts of the new one, and counts what they hold already', () => {
		const budget = new BodyBudget(48 * megabyte);
		const hold = budget.open({ account: 'a' });
		hold.growTo(24 * megabyte);
		budget.limitTo(96 * megabyte);
		const more = budget.open({ account: 'a' });
		more.growTo(24 * megabyte);
		expect(() => more.growTo(24 * megabyte + 1)).toThrow(ApiError);
	});
});

describe('what is held', () => {
	it('only grows: who needs less has what it has', () => {
		const budget = new BodyBudget(12 * megabyte);
		const hold = budget.open({ account: 'a' });
		hold.growTo(12 * megabyte);
		hold.growTo(1);
		expect(() => budget.open({ account: 'b' }).growTo(1)).toThrow(ApiError);
	});

	it('is not counted twice when it becomes the part of somebody else of the same', () => {
		const budget = new BodyBudget(48 * megabyte);
		const hold = budget.open({ stranger: '1' });
		hold.growTo(12 * megabyte);
		budget.open({ account: 'b' }).growTo(24 * megabyte);
		// All images have 45 MB, of which 36 are held, these among them.
		expect(budget.handOver(hold, { account: 'a' })).toBe(true);
	});

	it('leaves no trace when it is given back', () => {
		const budget = new BodyBudget(48 * megabyte);
		const holders: Holder[] = [
			{ account: 'a', claimedFrom: '1' },
			{ stranger: '1' },
			{ login: '1' },
		];
		const holds = holders.map((holder) => budget.open(holder));
		expect(budget.holders).toBe(0);
		for (const hold of holds) hold.growTo(1);
		expect(budget.holders).toBe(7);
		for (const hold of holds) hold.release();
		expect(budget.holders).toBe(0);
	});
});

/** The head of a request that names the key of acme, and declares 11 MB. */
const claimOf = () =>
	head('POST', v1Path, {
		Authorization: `SDK-HMAC-SHA256 Access=${acme.accessKeys[0]?.ak}, SignedHeaders=x-sdk-date, Signature=${'0'.repeat(64)}`,
		'X-Sdk-Date': sdkDate(),
		'Content-Type': 'application/json',
		'Content-Length': 11 * megabyte,
	});

describe('bodies of those who only know the ID of a key', () => {
	let service: RunningService;
	let clients: RawClient[] = [];

	beforeAll(async () => {
		service = await runService(testConfig({ limits: { bodyBytes: 48 * megabyte } }));
	});

	afterAll(async () => {
		for (const { socket } of clients) socket.destroy();
		await service.stop();
	});

	it('are received up to a part of the memory, and leave the rest to others', async () => {
		const claim = claimOf();
		clients = await Promise.all(Array.from({ length: 8 }, () => dial(service)));
		for (const { socket } of clients) socket.write(claim + 'x'.repeat(2 * megabyte));
		await until(() => clients.filter(({ heard }) => heard() !== '').length >= 7);
		const refused = clients.filter(({ heard }) => heard() !== '');
		expect(refused).toHaveLength(7);
		for (const { heard } of refused) {
			expect(heard()).toMatch(/^HTTP\/1\.1 503 [^]*\r\nretry-after: 1\r\n/i);
			expect(heard()).toContain('"error_code":"APIG.0201"');
			expect(statusesIn(heard())).toEqual([503]);
		}
		for (const body of [tokenBody(), tokenBody('bob', 'bob-password-1', globex.name)]) {
			const headers = { 'X-Auth-Token': await obtainToken(service, body) };
			expect(
				(await send(service, { path: v1Path, body: { image: photo() }, headers })).status,
			).toBe(200);
		}
	});

	it('that ask for tokens have a part of their own, small for each address', async () => {
		const body = 'x'.repeat(60 * 1024);
		const ask = head('POST', '/v3/auth/tokens', {
			'Content-Type': 'application/json',
			'Content-Length': body.length + 1,
		});
		const crowd = await Promise.all(Array.from({ length: 20 }, () => dial(service, '127.0.0.9')));
		clients.push(...crowd);
		for (const { socket } of crowd) socket.write(ask + body);
		// A 64th of 48 MB holds 12 of them.
		await until(() => crowd.filter(({ heard }) => heard() !== '').length >= 8);
		for (const { heard } of crowd.filter((client) => client.heard() !== '')) {
			expect(statusesIn(heard())).toEqual([503]);
			expect(heard()).toMatch(/\r\nretry-after: 1\r\n/i);
		}
		expect(await obtainToken(service)).not.toBe('');
		for (const { socket } of crowd) socket.destroy();
	});

	it('that ask for tokens, from a few addresses that fill their part, leave room for an address that has none', async () => {
		const body = 'x'.repeat(60 * 1024);
		const ask = head('POST', '/v3/auth/tokens', {
			'Content-Type': 'application/json',
			'Content-Length': body.length + 1,
		});
		const crowd = await Promise.all(
			Array.from({ length: 60 }, (_, i) => dial(service, `127.0.4.${1 + (i % 5)}`)),
		);
		clients.push(...crowd);
		for (const { socket } of crowd) socket.write(ask + body);
		// A 16th of 48 MB holds 51 of them.
		await until(() => crowd.filter(({ heard }) => heard() !== '').length >= 9);
		const padded = ' '.repeat(14_000) + JSON.stringify(tokenBody());
		const declared = await send(service, { path: '/v3/auth/tokens', body: padded });
		expect(declared.status).toBe(201);
		const chunked = await dial(service, '127.0.4.9');
		clients.push(chunked);
		const json = JSON.stringify(tokenBody());
		const fields = { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' };
		chunked.socket.write(
			`${head('POST', '/v3/auth/tokens', fields)}${json.length.toString(16)}\r\n${json}\r\n0\r\n\r\n`,
		);
		await until(() => chunked.heard() !== '');
		expect(statusesIn(chunked.heard())).toEqual([201]);
		for (const { socket } of crowd) socket.destroy();
	});

	it('that ask for tokens have their part also when images have all of theirs', () => {
		const budget = new BodyBudget(48 * megabyte);
		const fill = (account: string) => {
			for (let i = 0; i < 24; i++) budget.open({ account }).growTo(megabyte);
		};
		fill('a');
		expect(() => fill('b')).toThrow(ApiError);
		budget.open({ login: '1' }).growTo(64 * 1024);
	});

	it('are not received when the headers show already that the signature is wrong', async () => {
		const call = { method: 'POST', path: v1Path, body: '{}' };
		const headers = { 'x-sdk-content-sha256': 'a'.repeat(64) };
		const wrong = await forge(service, { call, headers, sk: 'wrong' });
		expect(wrong.status).toBe(401);
		expect(wrong.data.error_msg).toMatch(/canonicalRequest/);
	});
});

describe('bodies from an address where the key that they name was right', () => {
	const from = '127.0.0.7';
	let service: RunningService;
	let clients: RawClient[] = [];

	beforeAll(async () => {
		service = await runService(testConfig({ limits: { bodyBytes: 96 * megabyte } }));
	});

	afterAll(async () => {
		for (const { socket } of clients) socket.destroy();
		await service.stop();
	});

	it('are received up to a part of the memory, and leave the rest to those who have proven who they are', async () => {
		const known = await forge(service, { call: { method: 'GET', path: '/v3/projects' }, from });
		expect(known.status).toBe(200);
		clients = await Promise.all(Array.from({ length: 6 }, () => dial(service, from)));
		for (const { socket } of clients) socket.write(claimOf() + 'x'.repeat(2 * megabyte));
		await until(() => clients.filter(({ heard }) => heard() !== '').length >= 4);
		const refused = clients.filter(({ heard }) => heard() !== '');
		for (const { heard } of refused) expect(statusesIn(heard())).toEqual([503]);
		expect(refused).toHaveLength(4);
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		const body = 'x'.repeat(11 * megabyte);
		const proven = await Promise.all(
			[1, 2].map(() => send(service, { path: v1Path, body, headers })),
		);
		expect(proven.map(({ status }) => status)).toEqual([400, 400]);
	});
});
