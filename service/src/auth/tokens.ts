import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ApiError } from '../api/failures';
import type { Account, Project, User } from '../config/schema';
import type { Caller } from './caller';
import type { Directory } from './directory';

const ivBytes = 12;
const tagBytes = 16;

const claims = z.strictObject({
	account: z.string(),
	user: z.string(),
	/** Ends the token when the password changes. */
	password: z.string(),
	project: z.string().nullable(),
	/** Milliseconds since the epoch. */
	issued: z.number(),
	expires: z.number(),
});

/**
 * Tokens that carry their claims, sealed with AES-256-GCM, so that nothing has to be stored and every
 * replica with the same key accepts them. Without a shared key the key is random, and ends with the process.
 */
export class TokenSealer {
	private readonly key: Buffer;

	constructor(
		private readonly directory: Directory,
		private readonly seconds: number,
		sharedKey: string | undefined,
	) {
		this.key = sharedKey
			? Buffer.from(hkdfSync('sha256', sharedKey, '', 'image-tagging-service token', 32))
			: randomBytes(32);
	}

	/** A new token for the user, good for the project, or for none when there is no project. */
	issue(
		account: Account,
		user: User,
		project: Project | undefined,
	): { token: string; issued: Date; expires: Date } {
		const issued = Date.now();
		const expires = issued + this.seconds * 1000;
		const text = JSON.stringify({
			account: account.name,
			user: user.name,
			password: fingerprint(user.password),
			project: project?.id ?? null,
			issued,
			expires,
		} satisfies z.input<typeof claims>);
		return { token: this.seal(text), issued: new Date(issued), expires: new Date(expires) };
	}

	/** @throws {ApiError} APIG.0301 for a token that isn't ours, has expired or was overtaken by a change */
	open(token: string): Caller & { user: User } {
		const claim = this.unseal(token);
		if (claim.expires <= Date.now()) throw new ApiError('authentication', 'token expires');
		const owner = this.directory.user(claim.account, claim.user);
		if (owner?.user === undefined || fingerprint(owner.user.password) !== claim.password) {
			throw new ApiError('authentication', 'decrypt token fail');
		}
		const project = owner.account.projects.find(({ id }) => id === claim.project);
		if (claim.project !== null && !project) {
			throw new ApiError('authentication', 'decrypt token fail');
		}
		return { account: owner.account, user: owner.user, scope: project ?? 'account' };
	}

	private seal(text: string): string {
		const iv = randomBytes(ivBytes);
		const cipher = createCipheriv('aes-256-gcm', this.key, iv);
		const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
		return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
	}

	private unseal(token: string): z.output<typeof claims> {
		try {
			const bytes = Buffer.from(token, 'base64url');
			const iv = bytes.subarray(0, ivBytes);
			const decipher = createDecipheriv('aes-256-gcm', this.key, iv, { authTagLength: tagBytes });
			decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
			const sealed = bytes.subarray(ivBytes + tagBytes);
			const text = Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
			return claims.parse(JSON.parse(text));
		} catch {
			throw new ApiError('authentication', 'decrypt token fail');
		}
	}
}

function fingerprint(password: string): string {
	return createHash('sha256').update(password).digest('base64url').slice(0, 16);
}
