import { demoAccount } from '../config/demo';
import type { Config } from '../config/schema';
import { versionDefaults, type ApiVersion, type VersionDefaults } from '../contract/versions';

/** What the page knows before anybody signs in. */
export interface PageStart {
	/** Fills in the sign-in form; null unless the public demo user opens this service. */
	signIn: { account: string; user: string; password: string } | null;
	/** Used when limit or threshold is left empty. */
	defaults: Record<ApiVersion, VersionDefaults>;
}

export function pageStart(config: Config): PageStart {
	return { signIn: demoSignIn(config), defaults: versionDefaults };
}

/** Takes the values from the public demo account, never from the configuration. */
function demoSignIn({ accounts }: Config): PageStart['signIn'] {
	const account = accounts.find(({ name }) => name === demoAccount.name);
	const user = demoAccount.users.find((demo) =>
		account?.users.some(({ name, password }) => name === demo.name && password === demo.password),
	);
	if (!user) return null;
	return { account: demoAccount.name, user: user.name, password: user.password };
}
