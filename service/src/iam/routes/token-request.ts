import { z } from 'zod';
import { IamError } from '../../contract/iam-failures';

const text = z.string().min(1);
const nameOrId = z.object({ id: text.optional(), name: text.optional() });

export type NameOrId = z.output<typeof nameOrId>;

/** The body of a request for a token. Other fields are ignored, as IAM ignores them. */
export const tokenBody = z.object({
	auth: z.object({
		identity: z.object({
			methods: z.array(z.string()).min(1),
			password: z.object({
				user: z.object({ name: text, password: text, domain: z.object({ name: text }) }),
			}),
		}),
		scope: z
			.object({
				project: nameOrId.extend({ domain: nameOrId.optional() }).optional(),
				domain: nameOrId.optional(),
			})
			.optional(),
	}),
});

export interface TokenRequest {
	account: string;
	user: string;
	password: string;
	/** Without one the token has no project scope. */
	project?: NameOrId | undefined;
	/** Accounts that the scope names, itself or as the project's: they have to be the user's own. */
	accounts: NameOrId[];
}

/** @throws {IamError} 400 naming the field that is wrong */
export function parseTokenRequest(raw: Buffer): TokenRequest {
	const parsed = tokenBody.safeParse(parseJson(raw));
	if (!parsed.success) {
		const path = parsed.error.issues[0]?.path.join('.');
		throw new IamError(
			400,
			`The request body is invalid: ${path || 'the body'} is missing or wrong.`,
		);
	}
	const { identity, scope } = parsed.data.auth;
	if (!identity.methods.includes('password')) {
		throw new IamError(400, 'Only the method "password" is supported in auth.identity.methods.');
	}
	const { name, password, domain } = identity.password.user;
	const accounts = [scope?.domain, scope?.project?.domain].filter((asked) => asked !== undefined);
	return { account: domain.name, user: name, password, project: scope?.project, accounts };
}

function parseJson(raw: Buffer): unknown {
	try {
		return JSON.parse(raw.toString('utf8'));
	} catch {
		throw new IamError(400, 'The request body is not valid JSON.');
	}
}
