import { describe, expect, it } from '@jest/globals';
import { configSchema } from '../../src/config/schema';
import { Directory } from '../../src/iam/directory';
import { Tokens } from '../../src/iam/tokens';
import { acme, globex, testConfig } from '../support/accounts';

const keys = [{ id: 'one', key: 'a key that all replicas share, 32+ characters' }];

const tokensFor = (accounts: object[]) =>
	new Tokens(new Directory(configSchema.parse(testConfig({ accounts }))), 60, keys);

/** One of acme's first user, for the account or for one of its projects. */
function tokenFor(project?: (typeof acme.projects)[number]): string {
	const [account] = configSchema.parse(testConfig()).accounts;
	const [user] = account?.users ?? [];
	if (!account || !user) throw new Error('The test has no account.');
	return tokensFor([acme, globex]).issue(account, user, project).token;
}

describe('a token', () => {
	const [first, second] = acme.projects;

	it('is good for its project, or for the account', () => {
		expect(tokensFor([acme]).open(tokenFor(first)).scope).toMatchObject({ id: first?.id });
		expect(tokensFor([acme]).open(tokenFor()).scope).toBe('account');
	});

	it.each([
		['project', [{ ...acme, projects: [second] }]],
		['user', [{ ...acme, users: [] }]],
		['user, who is disabled,', [{ ...acme, users: [{ ...acme.users[0], disabled: true }] }]],
		['account', [globex]],
	])('of a %s that is no more opens nothing, not even the rest', (_, accounts) => {
		const tokens = tokensFor(accounts);
		expect(() => tokens.open(tokenFor(first))).toThrow('decrypt token fail');
	});

	it('of an account whose project went to another opens it in neither', () => {
		const moved = [
			{ ...acme, projects: [second] },
			{ ...globex, projects: [...globex.projects, first] },
		];
		expect(() => tokensFor(moved).open(tokenFor(first))).toThrow('decrypt token fail');
	});
});
