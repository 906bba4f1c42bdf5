import { createHash } from 'node:crypto';
import { TokenSealer, type TokenKey } from '../auth/tokens';
import type { Account, Project, User } from '../config/account-schema';
import { Refused } from '../contract/refusals';
import type { Caller } from './caller';
import type { Directory } from './directory';

/** Gives tokens to users, and knows users by their tokens. */
export class Tokens {
	private readonly sealer: TokenSealer;

	constructor(
		private readonly directory: Directory,
		private readonly seconds: number,
		keys: TokenKey[] | undefined,
	) {
		this.sealer = new TokenSealer(keys);
	}

	/** A new token for the user, good for the project, or for none when there is no project. */
	issue(
		account: Account,
		user: User,
		project: Project | undefined,
	): { token: string; issued: Date; expires: Date } {
		const issued = Date.now();
		const expires = issued + this.seconds * 1000;
		const token = this.sealer.seal({
			account: account.name,
			user: user.name,
			password: fingerprint(user),
			project: project?.id ?? null,
			issued,
			expires,
		});
		return { token, issued: new Date(issued), expires: new Date(expires) };
	}

	/** @throws {ApiError} APIG.0301 for a token that isn't ours, has expired or was overtaken by a change */
	open(token: string): Caller {
		const claims = this.sealer.unseal(token);
		if (!claims) throw invalid();
		if (claims.expires <= Date.now()) throw new Refused('expired_token', 'token expires');
		const owner = this.directory.user(claims.account, claims.user);
		if (!owner || fingerprint(owner.user) !== claims.password) throw invalid();
		const project = owner.account.projects.find(({ id }) => id === claims.project);
		if (claims.project !== null && !project) throw invalid();
		return { account: owner.account, scope: project ?? 'account' };
	}
}

const invalid = () => new Refused('bad_token', 'decrypt token fail');

/** Of what is stored of the password, so that a token ends when that changes. */
function fingerprint({ password, passwordHash }: User): string {
	return createHash('sha256')
		.update(password ?? passwordHash ?? '')
		.digest('base64url')
		.slice(0, 16);
}
