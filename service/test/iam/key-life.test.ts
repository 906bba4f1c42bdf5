import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hashPassword } from '../../src/auth/passwords';
import { acme, testConfig } from '../support/accounts';
import { officialHeaders, obtainToken, send, tokenBody, type Key } from '../support/client';
import { runService, type RunningService } from '../support/run-service';

const key = (ak: string, more: object) => ({ ak, sk: `secret of ${ak}`, ...more });
const good = key('GOODKEY', { expiresAt: '2999-01-01T00:00:00Z' });
const expired = key('EXPIREDKEY', { expiresAt: '2020-01-01T00:00:00Z' });
const disabled = key('DISABLEDKEY', { disabled: true });

let service: RunningService;

beforeAll(async () => {
	const users = [
		{ name: 'ann', passwordHash: await hashPassword('ann-password-1') },
		{ name: 'off', password: 'off-password', disabled: true },
	];
	service = await runService(
		testConfig({ accounts: [{ ...acme, users, accessKeys: [good, expired, disabled] }] }),
	);
});

afterAll(() => service.stop());

const ask = (signedWith: Key) => {
	const call = { path: '/v3/projects' };
	return send(service, { ...call, headers: officialHeaders(service, call, signedWith) });
};

describe('an access key', () => {
	it('opens until it expires', async () => {
		expect((await ask(good)).status).toBe(200);
	});

	it('says that it has expired, to who has its secret only', async () => {
		const { status, data } = await ask(expired);
		expect({ status, code: data.error_code }).toEqual({ status: 401, code: 'APIG.0301' });
		expect(data.error_msg).toContain('ak EXPIREDKEY has expired, at 2020-01-01T00:00:00Z');
		const guessed = await ask({ ...expired, sk: 'wrong' });
		expect(guessed.data.error_msg).not.toContain('expired');
	});

	it('is as if it were not there when it is disabled', async () => {
		const { status, data } = await ask(disabled);
		expect(status).toBe(401);
		expect(data.error_msg).toContain('ak DISABLEDKEY not exist');
	});
});

describe('a user', () => {
	it('whose password is hashed gets a token for the password alone', async () => {
		expect(await obtainToken(service)).not.toBe('');
		const wrong = await send(service, { path: '/v3/auth/tokens', body: tokenBody('ann', 'wrong') });
		expect(wrong.status).toBe(401);
	});

	it('who is disabled gets none, in the words for a wrong password', async () => {
		const body = tokenBody('off', 'off-password');
		const { status, data } = await send(service, { path: '/v3/auth/tokens', body });
		expect(status).toBe(401);
		expect(data.error.message).toBe('The username or password is wrong.');
	});
});
