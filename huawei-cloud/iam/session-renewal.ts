import { failureOf } from '../errors/authentication-error';
import type { HuaweiCloudCredential } from '../credential';
import { iamEndpoint } from '../endpoints';
import { obtainToken } from './token';
import { fingerprintOf, postponed, savedSession, sessionOf, type Session } from './session';
import type { Send } from './transport';

/** What n8n saves in the credential; nothing, and it saves nothing and repeats no request. */
export interface SessionUpdate {
	session?: string;
}

interface Refusal {
	error: unknown;
	until: number;
}

/** A refused password is not tried again for a minute: IAM locks the user after a few wrong ones. */
const refusalMemory = 60_000;

/** By fingerprint, so that another password is another key. */
const refusals = new Map<string, Refusal>();
const underWay = new Map<string, Promise<Session>>();

/**
 * For a minute after it was obtained, a session is handed to executions that read the credential
 * before n8n had saved it there.
 */
const sessionMemory = 60_000;
const obtained = new Map<string, Session>();

/** The service has refused this session: it is handed to nobody any more. */
export function forgetObtained({ fingerprint, token }: Session): void {
	if (obtained.get(fingerprint)?.token === token) obtained.delete(fingerprint);
}

function lately(fingerprint: string, now: number): Session | undefined {
	const session = obtained.get(fingerprint);
	const isFresh = session && session.obtainedAt <= now && now < session.obtainedAt + sessionMemory;
	return isFresh && now < session.renewAt ? session : undefined;
}

async function obtain(credential: HuaweiCloudCredential, send: Send, now: number) {
	const fingerprint = fingerprintOf(credential);
	const refusal = refusals.get(fingerprint);
	if (refusal && now < refusal.until) throw refusal.error;
	refusals.delete(fingerprint);
	const issued = await obtainToken(credential, send, now).catch((error: unknown) => {
		if (failureOf(error)?.stopsBatch) {
			refusals.set(fingerprint, { error, until: now + refusalMemory });
		}
		throw error;
	});
	const session = sessionOf(credential, issued, now);
	for (const other of obtained.keys()) if (!lately(other, now)) obtained.delete(other);
	obtained.set(fingerprint, session);
	return session;
}

/** One request to IAM at a time for one user: who comes meanwhile, or soon after, gets the same token. */
async function obtainOnce(credential: HuaweiCloudCredential, send: Send, now: number) {
	const fingerprint = fingerprintOf(credential);
	const running = underWay.get(fingerprint);
	if (running) return await running;
	const session = lately(fingerprint, now);
	if (session) return session;
	const started = obtain(credential, send, now);
	underWay.set(fingerprint, started);
	try {
		return await started;
	} finally {
		underWay.delete(fingerprint);
	}
}

/** Whether IAM takes the token; true as well when IAM can't be asked. */
async function isAccepted(credential: HuaweiCloudCredential, session: Session, send: Send) {
	try {
		const { status } = await send({
			method: 'GET',
			url: `${iamEndpoint(credential)}/v3/auth/projects`,
			headers: { 'X-Auth-Token': session.token, Accept: 'application/json' },
			allowUnauthorizedCerts: credential.allowUnauthorizedCerts === true,
		});
		return status !== 401;
	} catch {
		return true;
	}
}

/**
 * What n8n's preAuthentication is for: called when there is no session, when `authenticate` asked for a new one,
 * and after a failed request. Obtains a token, except that
 * - where the token is not due for renewal, a request must have failed. IAM is asked first whether the token was the
 *   reason, since n8n repeats the request with any new session, even a POST that changed something;
 * - when IAM is out of reach and the old token still works, that one is kept a while longer.
 * @throws an authentication error
 */
export async function renewedSession(
	credential: HuaweiCloudCredential,
	send: Send,
	now: number,
): Promise<SessionUpdate> {
	const saved = savedSession(credential);
	if (saved && now < saved.renewAt) {
		if (await isAccepted(credential, saved, send)) return {};
		forgetObtained(saved);
	}
	const session = await obtainOnce(credential, send, now).catch((error: unknown) => {
		const mayPass = failureOf(error)?.stopsBatch === false;
		if (mayPass && saved && saved.renewAt <= now && now < saved.expiresAt) {
			return postponed(saved, now);
		}
		throw error;
	});
	return { session: JSON.stringify(session) };
}
