import { ApiError, type FailureKind } from './failures';

/** Why somebody was not let in, for those who run the service, and what that is for the caller. */
const refusals = {
	no_credentials: 'unauthenticated',
	bad_header: 'authentication',
	unknown_key: 'authentication',
	expired_key: 'authentication',
	clock_skew: 'authentication',
	wrong_scope: 'authentication',
	unsigned_body: 'authentication',
	bad_signature: 'authentication',
	wrong_security_token: 'authentication',
	bad_token: 'authentication',
	expired_token: 'authentication',
	locked: 'locked',
	braked: 'throttled',
	wrong_project: 'forbidden',
	no_project: 'forbidden',
} as const satisfies Record<string, FailureKind>;

/** Those of a request for a token, which fails in IAM's form. */
const loginRefusals = ['wrong_password', 'locked', 'wrong_account', 'wrong_project'] as const;

export type LoginRefusal = (typeof loginRefusals)[number];
export type RefusalKind = keyof typeof refusals | LoginRefusal;

export const refusalKinds = [...new Set([...Object.keys(refusals), ...loginRefusals])];

/** Somebody is not let in. `detail` must hold no secret. */
export class Refused extends ApiError {
	constructor(
		readonly refusal: keyof typeof refusals,
		detail = '',
		retryAfterSeconds?: number,
	) {
		super(refusals[refusal], detail, retryAfterSeconds);
	}
}
