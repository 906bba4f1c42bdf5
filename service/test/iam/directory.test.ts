import { describe, expect, it } from '@jest/globals';
import { configSchema } from '../../src/config/schema';
import { Directory } from '../../src/iam/directory';
import { acme, globex, testConfig } from '../support/accounts';

const passwordHash = `$scrypt$ln=15,r=8,p=3$${'A'.repeat(22)}$${'A'.repeat(43)}`;
const plain = { name: 'ann', password: 'p' };
const hashed = { name: 'hal', passwordHash };

const directoryOf = (...accounts: object[]) =>
	new Directory(configSchema.parse(testConfig({ accounts })));
const withUsers = (...users: object[]) => ({ ...acme, users });

describe('the directory', () => {
	const directory = directoryOf(
		{
			...withUsers(plain, { name: 'off', password: 'p', disabled: true }, hashed),
			accessKeys: [
				{ ak: 'ON', sk: 's' },
				{ ak: 'OFF', sk: 's', disabled: true },
			],
		},
		globex,
	);

	it.each([
		['acme', 'ann', 'ann'],
		['acme', 'hal', 'hal'],
		['globex', 'bob', 'bob'],
		['globex', 'ann', undefined],
		['acme', 'off', undefined],
		['acme', '', undefined],
		['none', 'ann', undefined],
		['__proto__', 'ann', undefined],
	])('finds users by their account and name, if enabled: %s, %s', (account, name, found) => {
		const owner = directory.user(account, name);
		expect(owner?.user.name).toBe(found);
		expect(owner?.account.name).toBe(found && account);
	});

	it.each([
		['ON', 'acme'],
		['GLOBEXPERMANENTKEY01', 'globex'],
		['OFF', undefined],
		['', undefined],
	])('finds access keys, if enabled: %s', (ak, account) => {
		const owner = directory.key(ak);
		expect(owner?.account.name).toBe(account);
		expect(owner?.key.ak).toBe(account && ak);
	});

	it.each([
		['one of them', [withUsers(plain, hashed), globex], 1],
		['all', [withUsers(hashed)], 1],
		['none', [withUsers(plain), globex], 0],
		['nobody, where only keys are', [withUsers()], 0],
	])('knows at how many costs passwords are hashed: %s', (_whose, accounts, costs) => {
		expect(directoryOf(...accounts).hashCosts).toHaveLength(costs);
	});
});
