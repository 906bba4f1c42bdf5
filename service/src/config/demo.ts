import { isIPv4 } from 'node:net';
import type { z } from 'zod';
import type { Config, configSchema } from './schema';

/** The account of a service without a configuration file. Public knowledge, so for loopback only. */
export const demoAccount = {
	name: 'demo',
	projects: [{ id: '0d3c5a7e9b1f4e2c8a6d0f1e2b3c4d5e', name: 'local-1' }],
	users: [{ name: 'demo', password: 'demo-password' }],
	accessKeys: [{ ak: 'LOCALDEMOACCESSKEY01', sk: 'local-demo-secret-access-key-0123456789' }],
} satisfies z.input<typeof configSchema>['accounts'][number];

export const demoConfig = { region: 'local-1', accounts: [demoAccount] };

/** True when one of the demo account's secrets opens this service. */
export function hasDemoSecrets(config: Config): boolean {
	const secrets = new Set<string>([
		...demoAccount.users.map((user) => user.password),
		...demoAccount.accessKeys.map((key) => key.sk),
	]);
	return config.accounts.some(
		(account) =>
			account.users.some(({ password }) => password !== undefined && secrets.has(password)) ||
			account.accessKeys.some((key) => secrets.has(key.sk)),
	);
}

/** True for hosts that only this machine can reach. */
export function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
