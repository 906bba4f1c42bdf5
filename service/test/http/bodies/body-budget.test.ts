import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BodyBudget, type Holder } from '../../../src/http/bodies/body-budget';
import { acme, globex, testConfig } from '../../support/accounts';
import { obtainToken, photo, sdkDate, send, tokenBody, v1Path } from '../../support/client';
import { forge } from '../../support/forge';
import { dial, head, statusesIn, until, type RawClient } from '../../support/raw';
import { runService, type RunningService } from '../../support/run-service';

const megabyte = 1024 * 1024;

describe('the budget of bodies', () => {
	it('is never exceeded by all, an account, strangers, or one stranger', () => {
		const holder: fc.Arbitrary<Holder> = fc.oneof(
			fc.constantFrom('a', 'b', 'c').map((account) => ({ account })),
			fc.constantFrom('1', '2', '3', '4').map((stranger) => ({ stranger })),
		);
		const wish = fc.record({
			holder,
			megabytes: fc.integer({ min: 0, max: 12 }),
			keep: fc.boolean(),
		});
		fc.assert(
			fc.property(fc.array(wish, { maxLength: 80 }), (wishes) => {
				const budget = new BodyBudget(200 * megabyte);
				const held: { holder: Holder; megabytes: number }[] = [];
				for (const { holder, megabytes, keep } of wishes) {
					const hold = budget.open(holder);
					try {
						hold.growTo(megabytes * megabyte);
					} catch {
						continue;
					}
					if (keep) held.push({ holder, megabytes });
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
		const claim = head('POST', v1Path, {
			Authorization: `SDK-HMAC-SHA256 Access=${acme.accessKeys[0]?.ak}, SignedHeaders=x-sdk-date, Signature=${'0'.repeat(64)}`,
			'X-Sdk-Date': sdkDate(),
			'Content-Type': 'application/json',
			'Content-Length': 11 * megabyte,
		});
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

	it('are not received when the headers show already that the signature is wrong', async () => {
		const call = { method: 'POST', path: v1Path, body: '{}' };
		const headers = { 'x-sdk-content-sha256': 'a'.repeat(64) };
		const wrong = await forge(service, { call, headers, sk: 'wrong' });
		expect(wrong.status).toBe(401);
		expect(wrong.data.error_msg).toMatch(/canonicalRequest/);
	});
});
