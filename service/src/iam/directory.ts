import { hashCosts, type HashCost } from '../auth/passwords';
import type { AccessKey, Account, Project, User } from '../config/account-schema';
import type { Config } from '../config/schema';

export interface KeyOwner {
	account: Account;
	key: AccessKey;
}

export interface UserOwner {
	account: Account;
	user: User;
}

/** The configured accounts, found by what requests name them by. */
export class Directory {
	private readonly keys: Map<string, KeyOwner>;
	private readonly accounts: Map<string, Account>;

	constructor(config: Config) {
		this.hashCosts = hashCosts(config.accounts.flatMap(({ users }) => users));
		this.accounts = new Map(config.accounts.map((account) => [account.name, account]));
		this.keys = new Map(
			config.accounts.flatMap((account) =>
				account.accessKeys.filter(isEnabled).map((key) => [key.ak, { account, key }] as const),
			),
		);
	}

	key(ak: string): KeyOwner | undefined {
		return this.keys.get(ak);
	}

	/** At which users' passwords are hashed. */
	readonly hashCosts: HashCost[];

	user(accountName: string, userName: string): UserOwner | undefined {
		const account = this.accounts.get(accountName);
		const user = account?.users.filter(isEnabled).find(({ name }) => name === userName);
		return account && user && { account, user };
	}
}

/** What is disabled is as if it were not there. */
const isEnabled = ({ disabled }: { disabled: boolean }) => !disabled;

/** A project of the account by its ID or, without one, by its name. */
export function findProject(
	account: Account,
	wanted: { id?: string | undefined; name?: string | undefined },
): Project | undefined {
	return account.projects.find((project) =>
		wanted.id === undefined ? project.name === wanted.name : project.id === wanted.id,
	);
}
