import { z } from 'zod';
import { passwordHashPattern } from '../contract/password-hash';

export const name = z.string().min(1).max(128);
const secret = z.string().min(1).max(4096);

const project = z.strictObject({ id: name, name });
const user = z
	.strictObject({
		name,
		password: secret.optional(),
		/** In place of the password: what the command `hash-password` prints for it. */
		passwordHash: z
			.string()
			.regex(passwordHashPattern, 'it must be a line that the command hash-password prints')
			.optional(),
		disabled: z.boolean().default(false),
	})
	.refine(
		({ password, passwordHash }) => (password === undefined) !== (passwordHash === undefined),
		{
			error: 'it must have either password or passwordHash',
		},
	);
/** What can stand between the commas of an Authorization header. */
const keyId = name.regex(/^[!-+.\-0-~]+$/, 'it must be ASCII without blanks, commas and slashes');
const accessKey = z.strictObject({
	ak: keyId,
	sk: secret,
	/** Makes the pair a temporary one: every request must carry this token too. */
	securityToken: secret.optional(),
	/** From then on the key opens nothing. */
	expiresAt: z.iso
		.datetime({ offset: true, error: 'it must be a time such as 2027-01-31T00:00:00Z' })
		.optional(),
	disabled: z.boolean().default(false),
});

/** Seals tokens. Its ID stands in the token, so that keys can be changed without signing anybody out. */
export const tokenKey = z.strictObject({
	id: z.string().regex(/^[A-Za-z0-9_-]{1,32}$/, 'it must be 1 to 32 letters, digits, _ and -'),
	key: z.string().min(32),
});

/** Requests of one account in flight at once. */
export const concurrentRequests = z.number().int().min(1);
/** Tagging requests of one account in any 60 seconds. The times of as many are kept. */
export const requestsPerMinute = z.number().int().min(1).max(1_000_000);

export const account = z
	.strictObject({
		name,
		/** In place of those that hold for every account. */
		limits: z
			.strictObject({
				concurrentRequests: concurrentRequests.optional(),
				requestsPerMinute: requestsPerMinute.optional(),
			})
			.optional(),
		projects: z.array(project).min(1),
		users: z.array(user).default([]),
		accessKeys: z.array(accessKey).default([]),
	})
	.refine(({ users, accessKeys }) => users.length + accessKeys.length > 0, {
		error: 'it has neither users nor accessKeys, so nobody could use it',
	});

export type Account = z.output<typeof account>;
export type Project = Account['projects'][number];
export type User = Account['users'][number];
export type AccessKey = Account['accessKeys'][number];
