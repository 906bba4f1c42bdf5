import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testConfig } from '../support/accounts';
import { send, tokenBody } from '../support/client';
import { runService, type RunningService } from '../support/run-service';

const path = '/v3/auth/tokens?nocatalog=true';
const right = tokenBody();
const wrong = tokenBody('ann', 'wrong');

describe('the lock of a user', () => {
	let service: RunningService;

	beforeAll(async () => {
		const limits = { authFailuresBeforeLock: 3, authLockSeconds: 1 };
		service = await runService(testConfig({ limits }));
	});

	afterAll(() => service.stop());

	const statusOf = async (body: unknown) => (await send(service, { path, body })).status;

	it('follows wrong passwords in a row, holds for the right one, and ends after its time', async () => {
		for (const body of [wrong, wrong]) expect(await statusOf(body)).toBe(401);
		expect(await statusOf(right)).toBe(201);
		for (const body of [wrong, wrong, wrong]) expect(await statusOf(body)).toBe(401);

		const { status, data } = await send(service, { path, body: right });
		expect({ status, message: data.error.message }).toEqual({
			status: 403,
			message: 'The user is locked for a while after too many wrong passwords in a row.',
		});
		expect(await statusOf(tokenBody('bob', 'bob-password-1', 'globex'))).toBe(201);

		await new Promise((resolve) => setTimeout(resolve, 1100));
		expect(await statusOf(right)).toBe(201);
	});
});
