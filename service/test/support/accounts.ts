/** Two accounts, so that one can try to use what is the other's. */
export const acme = {
	name: 'acme',
	projects: [
		{ id: 'a0000000000000000000000000000001', name: 'test-1' },
		{ id: 'a0000000000000000000000000000002', name: 'test-1_sub' },
	],
	users: [{ name: 'ann', password: 'ann-password-1' }],
	accessKeys: [
		{ ak: 'ACMEPERMANENTKEY0001', sk: 'acme-permanent-secret-0001' },
		{
			ak: 'ACMETEMPORARYKEY0001',
			sk: 'acme-temporary-secret-0001',
			securityToken: 'acme-security-token-0001',
		},
		{ ak: 'ACMELOCKABLEKEY00001', sk: 'acme-lockable-secret-0001' },
	],
};

export const globex = {
	name: 'globex',
	projects: [{ id: 'b0000000000000000000000000000001', name: 'test-1' }],
	users: [{ name: 'bob', password: 'bob-password-1' }],
	accessKeys: [{ ak: 'GLOBEXPERMANENTKEY01', sk: 'globex-permanent-secret-01' }],
};

export const projectId = 'a0000000000000000000000000000001';
export const subProjectId = 'a0000000000000000000000000000002';
export const foreignProjectId = 'b0000000000000000000000000000001';

/** A configuration with both accounts and one worker; `changes` replace its top-level settings. */
export function testConfig(changes: Record<string, unknown> = {}): Record<string, unknown> {
	return { region: 'test-1', accounts: [acme, globex], workers: 1, ...changes };
}
