import { IamError } from '../contract/iam-failures';
import { Refused, type RefusalKind } from '../contract/refusals';

declare module 'fastify' {
	interface FastifyRequest {
		/** With what the request proves who asks, for the log. */
		audit: Audit | null;
	}
	interface FastifyReply {
		/** Why the caller was not let in; empty where that isn't why the request failed. */
		refusal: RefusalKind | '';
	}
}

/** What the log is told of credentials: never a secret, nor what may be one in the wrong place. */
export interface Audit {
	audit?: 'token issued';
	access_key?: string;
	account?: string;
	user?: string;
	auth_method?: 'password';
	/** ID of the token's project. */
	project?: string;
}

export function refusalOf(error: unknown): RefusalKind | '' {
	return error instanceof Refused || error instanceof IamError ? error.refusal : '';
}
