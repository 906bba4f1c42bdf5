import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hashPassword } from '../../src/auth/passwords';
import { acme, globex, testConfig } from '../support/accounts';
import { send, tokenBody } from '../support/client';
import { dial, head, statusesIn, until } from '../support/raw';
import { runService, type RunningService } from '../support/run-service';

const path = '/v3/auth/tokens?nocatalog=true';
const right = tokenBody();
const wrong = tokenBody('ann', 'wrong');

/** Two users whose names are the same when written as a path. */
const slashed = [
	{ name: 'a/b', user: 'c' },
	{ name: 'a', user: 'b/c' },
].map(({ name, user }) => ({
	name,
	projects: [{ id: name, name: 'test-1' }],
	users: [{ name: user, password: 'right' }],
}));

describe('the lock of a user', () => {
	let service: RunningService;

	beforeAll(async () => {
		const limits = { authFailuresBeforeLock: 3 };
		service = await runService(testConfig({ limits, accounts: [acme, globex, ...slashed] }));
	});

	afterAll(() => service.stop());

	const statusOf = async (body: unknown) => (await send(service, { path, body })).status;

	it('follows wrong passwords in a row, and holds for the right one', async () => {
		for (const body of [wrong, wrong]) expect(await statusOf(body)).toBe(401);
		expect(await statusOf(right)).toBe(201);
		expect(await statusOf(wrong)).toBe(401);

		const { status, data } = await send(service, { path, body: right });
		expect({ status, message: data.error.message }).toEqual({
			status: 403,
			message: 'The user is locked for a while after too many wrong passwords in a row.',
		});
		expect(await statusOf(tokenBody('bob', 'bob-password-1', 'globex'))).toBe(201);
	});

	it('tells nobody whether the user exists', async () => {
		const stranger = tokenBody('nobody', 'wrong');
		const answers = [];
		for (let i = 0; i < 4; i++) {
			const { status, data } = await send(service, { path, body: stranger });
			answers.push([status, data.error.message]);
		}
		expect(answers).toEqual([
			...Array.from({ length: 3 }, () => [401, 'The username or password is wrong.']),
			[403, 'The user is locked for a while after too many wrong passwords in a row.'],
		]);
	});

	it('is not that of another user, whatever their names', async () => {
		const ask = (password: string, { name, users: [user] }: (typeof slashed)[number]) =>
			send(service, { path, body: tokenBody(user?.name, password, name) });
		const [one, other] = slashed as [(typeof slashed)[0], (typeof slashed)[0]];
		const before = [await ask('right', one), await ask('right', other)];
		const ids = before.map(({ data }) => data.token.user.id as string);
		expect(new Set(ids).size).toBe(2);
		for (let i = 0; i < 3; i++) expect((await ask('wrong', one)).status).toBe(401);
		expect((await ask('right', one)).status).toBe(403);
		expect((await ask('right', other)).status).toBe(201);
	});
});

it('the lock of a user ends after the seconds that the settings say', async () => {
	const limits = { authFailuresBeforeLock: 1, authLockSeconds: 2 };
	const service = await runService(testConfig({ limits }));
	const statusOf = async (body: unknown) => (await send(service, { path, body })).status;
	expect(await statusOf(wrong)).toBe(401);
	expect(await statusOf(right)).toBe(403);
	await new Promise((resolve) => setTimeout(resolve, 2_100));
	expect(await statusOf(right)).toBe(201);
	await service.stop();
});

describe('attempts at once', () => {
	let service: RunningService;

	beforeAll(async () => {
		const users = [{ name: 'hashed', passwordHash: await hashPassword('right') }];
		const accounts = [{ ...acme, users }];
		service = await runService(testConfig({ limits: { authFailuresBeforeLock: 3 }, accounts }));
	});

	afterAll(() => service.stop());

	it('are no more than those one after the other, though a hash takes its time', async () => {
		const body = tokenBody('hashed', 'wrong');
		const answers = await Promise.all(
			Array.from({ length: 12 }, () => send(service, { path, body })),
		);
		const statuses = answers.map(({ status }) => status).sort();
		expect(statuses).toEqual([401, 401, 401, ...Array.from({ length: 9 }, () => 403)]);
	});

	it('of a user from elsewhere do not wait behind those of addresses that failed', async () => {
		const answers = new Map<string, number>();
		let enough = false;
		const login = (user: string, password: string) => {
			const body = JSON.stringify(tokenBody(user, password));
			const fields = { 'Content-Type': 'application/json', 'Content-Length': body.length };
			return head('POST', path, fields) + body;
		};
		const guess = async (from: string, i: number) => {
			const { socket, heard } = await dial(service, from);
			for (let n = 1; !enough; n++) {
				socket.write(login(`nobody ${i} ${n}`, 'wrong'));
				await until(() => enough || statusesIn(heard()).length === n);
				answers.set(from, (answers.get(from) ?? 0) + 1);
			}
			socket.destroy();
		};
		const addresses = Array.from({ length: 12 }, (_, i) => `127.0.5.${i + 1}`);
		const crowd = addresses.flatMap((from) => [1, 2, 3].map((i) => guess(from, i)));
		const answered = () => [...answers.values()].reduce((sum, count) => sum + count, 0);
		await until(() => answers.size === addresses.length);
		const before = answered();
		const honest = await dial(service, '127.0.0.9');
		honest.socket.write(login('hashed', 'right'));
		await until(() => honest.heard() !== '');
		expect(statusesIn(honest.heard())).toEqual([201]);
		honest.socket.destroy();
		// Those that were at work, and one more of each thread for what comes between.
		expect(answered() - before).toBeLessThanOrEqual(4);
		enough = true;
		await Promise.all(crowd);
	});
});
