import { authenticationError } from '../errors/authentication-error';
import { localFailure } from '../errors/failure';
import { mergeHeaders, readHeader, withoutHeaders, type Headers } from '../headers';
import type { RequestOptions } from './wire/options';

/*
 * n8n's core answers every 401 with preAuthentication and a second call of `authenticate`, and all that a credential
 * sees of an execution is its requests. This is how node, core and credential understand each other.
 *
 *   node               n8n's core           authenticate          preAuthentication       service
 *    │ request + hints     │                     │                      │                    │
 *    ├────────────────────►│ request             │                      │                    │
 *    │                     ├────────────────────►│ no valid token       │                    │
 *    │                     │◄─ a 401 of our own ─┤ (askForSessionOnce)  │                    │
 *    │                     ├─────────────────────┼─────────────────────►│ obtains one        │
 *    │                     │◄─ session, saved ───┼──────────────────────┤                    │
 *    │                     │ the same request    │                      │                    │
 *    │                     ├────────────────────►│ has the token now    │                    │
 *    │                     │◄─ with token, ──────┤ (rememberSent)       │                    │
 *    │                     │   without hints     │                      │                    │
 *    │                     ├─────────────────────┼──────────────────────┼───────────────────►│
 *    │                     │◄────────────────────┼──────────────────────┼────────── 401 ─────┤
 *    │                     │ what was sent       │                      │                    │
 *    │                     ├────────────────────►│ refuses to send the same proof again:     │
 *    │◄──── error ─────────┤◄── error ───────────┤ it would count towards a lock             │
 *    │                     │                     │ (assertNotRefused)   │                    │
 *
 * From the service's 401 on, this is how it goes for other nodes. Ours asks n8n for the bare answer whatever its
 * status, sees the 401 itself, and sends the request once more with a hint.
 */

const PREFIX = 'x-n8n-huaweicloud-';

/** Milliseconds to add to the local clock when signing, found from the server's clock. */
export const CLOCK_OFFSET_HEADER = `${PREFIX}clock-offset`;

/** Epoch milliseconds: a session obtained before this moment was refused by the service and has to be renewed. */
export const RENEW_TOKEN_BEFORE_HEADER = `${PREFIX}renew-token-before`;

/** What the node tells `authenticate`, in headers that never leave n8n. */
export interface Hints {
	clockOffset: number;
	/** Left out when no session was refused. */
	renewTokenBefore?: number;
}

export const withHints = (
	headers: Headers | undefined,
	{ clockOffset, renewTokenBefore }: Hints,
): Headers =>
	mergeHeaders(headers, {
		[CLOCK_OFFSET_HEADER]: String(clockOffset),
		...(renewTokenBefore === undefined
			? {}
			: { [RENEW_TOKEN_BEFORE_HEADER]: String(renewTokenBefore) }),
	});

const milliseconds = (headers: Headers | undefined, name: string): number =>
	Number(readHeader(headers, name) ?? 0) || 0;

export const readHints = (headers: Headers | undefined): Required<Hints> => ({
	clockOffset: milliseconds(headers, CLOCK_OFFSET_HEADER),
	renewTokenBefore: milliseconds(headers, RENEW_TOKEN_BEFORE_HEADER),
});

export const withoutHints = (headers: Headers | undefined): Headers =>
	withoutHeaders(headers, [CLOCK_OFFSET_HEADER, RENEW_TOKEN_BEFORE_HEADER]);

/** Requests for which a session was asked already: n8n comes back with the same object. */
const askedForSession = new WeakSet<object>();

/** Has n8n obtain a session, but only once a request, since n8n may not be able to save it. */
export function askForSessionOnce(request: object, beforeAsking: () => void): void {
	if (askedForSession.has(request)) return;
	askedForSession.add(request);
	beforeAsking();
	throw Object.assign(new Error('The saved token has to be renewed'), {
		response: { status: 401 },
	});
}

/** What n8n sent, by the proof in it. No node ever holds these objects, so one that comes back is a repetition. */
const sent = new WeakMap<object, string>();

/** @param identity equal for proofs that the service can't tell apart */
export function rememberSent(request: RequestOptions, identity: string): void {
	sent.set(request, identity);
}

/** @throws an authentication error for a request that was just refused with the same proof */
export function assertNotRefused(request: RequestOptions, identity: string): void {
	if (sent.get(request) !== identity) return;
	throw authenticationError({
		...localFailure(
			'authentication',
			'HTTP.401',
			'The service did not accept the authentication (status 401). The request was not repeated, since repeated failures lock an access key for five minutes.',
			'Open the credential and use its test, which says what is wrong: the key or token, or the clock of the machine that runs n8n.',
		),
		httpStatus: 401,
	});
}
