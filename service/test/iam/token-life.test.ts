import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { configSchema } from '../../src/config/schema';
import { Directory } from '../../src/iam/directory';
import { Tokens } from '../../src/iam/tokens';
import { acme, testConfig } from '../support/accounts';
import { stopClock, type Clock } from '../support/clock';

const keys = [{ id: 'one', key: 'a key that all replicas share, 32+ characters' }];
const hash = (salt: string) => `$scrypt$ln=15,r=8,p=3$${salt.repeat(22)}$${'A'.repeat(43)}`;

function tokensFor(user: object, seconds = 60) {
	const config = configSchema.parse(
		testConfig({ accounts: [{ ...acme, users: [{ name: 'ann', ...user }] }] }),
	);
	const [account] = config.accounts;
	const [known] = account?.users ?? [];
	if (!account || !known) throw new Error('The test has no account.');
	const tokens = new Tokens(new Directory(config), seconds, keys);
	return { tokens, issue: () => tokens.issue(account, known, undefined) };
}

let clock: Clock;

beforeEach(() => {
	clock = stopClock();
});

afterEach(() => {
	jest.restoreAllMocks();
});

it('a token opens until its last millisecond, and says when that is', async () => {
	const { tokens, issue } = tokensFor({ password: 'first' }, 60);
	const started = Date.now();
	const { token, issued, expires } = issue();
	expect([issued.getTime(), expires.getTime()]).toEqual([started, started + 60_000]);
	await clock.pass(59_999);
	expect(tokens.open(token)).toMatchObject({ account: { name: 'acme' }, scope: 'account' });
	await clock.pass(1);
	expect(() => tokens.open(token)).toThrow(
		expect.objectContaining({
			refusal: 'expired_token',
			message: 'Incorrect IAM authentication information: token expires',
		}),
	);
});

describe('a token', () => {
	it.each([
		['the password stays', { password: 'first' }, { password: 'first' }, true],
		['the password is another', { password: 'first' }, { password: 'second' }, false],
		['the hash stays', { passwordHash: hash('A') }, { passwordHash: hash('A') }, true],
		[
			'the password is hashed anew',
			{ passwordHash: hash('A') },
			{ passwordHash: hash('B') },
			false,
		],
		['the password is hashed', { password: 'first' }, { passwordHash: hash('A') }, false],
	])('opens after a change of settings or not: %s', (_what, before, after, open) => {
		const { token } = tokensFor(before).issue();
		const ask = () => tokensFor(after).tokens.open(token);
		if (open) expect(ask()).toMatchObject({ account: { name: 'acme' } });
		else
			expect(ask).toThrow(
				expect.objectContaining({
					refusal: 'bad_token',
					message: 'Incorrect IAM authentication information: decrypt token fail',
				}),
			);
	});

	it('that was not sealed here opens nothing', () => {
		const { tokens } = tokensFor({ password: 'first' });
		expect(() => tokens.open('one.x')).toThrow('decrypt token fail');
	});
});
