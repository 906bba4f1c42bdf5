import { authenticationMethod, type HuaweiCloudCredential } from '../credential';
import { authenticationError } from '../errors/authentication-error';
import { localFailure } from '../errors/failure';
import { mergeHeaders } from '../headers';
import { pastedToken } from '../iam/pasted-token';
import { savedSession, type Session } from '../iam/session';
import { forgetObtained } from '../iam/session-renewal';
import { accessKeyOf } from '../signing/access-key';
import { sign } from '../signing/signature';
import { wireBody, withBody } from './wire/body';
import { askForSessionOnce, type Hints } from './n8n-401';
import type { RequestOptions } from './wire/options';

/** What a request proves its sender with, and the project that comes with it. */
export interface Proof {
	projectId?: string;
	/** Equal for proofs that the service can't tell apart. */
	identity: string;
	/** The request with the proof in it; `url` is the address as it goes out. */
	apply(options: RequestOptions, url: string): RequestOptions;
}

export interface Moment {
	/** Local clock, epoch milliseconds. */
	now: number;
	hints: Required<Hints>;
	/** Takes the session out of n8n's own object, the one that it hands to preAuthentication next. */
	clearSession(): void;
}

function accessKeyProof(credential: HuaweiCloudCredential, { now, hints }: Moment): Proof {
	const key = accessKeyOf(credential);
	return {
		projectId: credential.projectId,
		identity: 'access key',
		apply(options, url) {
			const body = wireBody(options);
			const ready = withBody(options, body);
			const request = {
				method: options.method ?? 'GET',
				url,
				headers: ready.headers,
				body: body.bytes,
			};
			const signed = sign(request, key, new Date(now + hints.clockOffset));
			return { ...ready, headers: mergeHeaders(ready.headers, signed) };
		},
	};
}

const tokenProof = (token: string, projectId: string | undefined): Proof => ({
	projectId,
	identity: token,
	apply: (options) => ({
		...options,
		headers: mergeHeaders(options.headers, { 'X-Auth-Token': token }),
	}),
});

function sessionProof(
	credential: HuaweiCloudCredential,
	request: RequestOptions,
	{ now, hints, clearSession }: Moment,
): Proof {
	const session = savedSession(credential);
	const isRefused = session !== undefined && session.obtainedAt < hints.renewTokenBefore;
	if (session === undefined || isRefused || session.renewAt <= now) {
		askForSessionOnce(request, () => {
			if (!isRefused) return;
			clearSession();
			forgetObtained(session);
		});
	}
	const { token, projectId } = usable(session, now);
	return tokenProof(token, credential.projectId || projectId);
}

function usable(session: Session | undefined, now: number): Session {
	if (session && now < session.expiresAt) return session;
	throw authenticationError(
		localFailure(
			'authentication',
			'NO_SESSION',
			'n8n could not save the token of the Huawei Cloud credential, so the request has none.',
			'Open the credential and save it again; if that does not help, check the clock of the machine that runs n8n.',
		),
	);
}

/**
 * What the credential proves a request with.
 * @throws an authentication error or ConfigurationError where it can't, or n8n's signal to obtain a session first
 */
export function proofOf(
	credential: HuaweiCloudCredential,
	request: RequestOptions,
	moment: Moment,
): Proof {
	const method = authenticationMethod(credential);
	if (method === 'accessKey') return accessKeyProof(credential, moment);
	if (method === 'iamUser') return sessionProof(credential, request, moment);
	return tokenProof(pastedToken(credential), credential.projectId);
}
