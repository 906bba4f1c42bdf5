import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { accessKeyOf } from '../signing/access-key';
import {
	asAuthenticationError,
	authenticationError,
	localFailure,
} from '../errors/authentication-error';
import { authenticationMethod, credentialOf, type HuaweiCloudCredential } from '../credential';
import { mergeHeaders, readHeader, withoutHeaders } from '../headers';
import { pastedToken } from '../iam/pasted-token';
import { CLOCK_OFFSET_HEADER, RENEW_TOKEN_BEFORE_HEADER } from './private-headers';
import { wireBody, withBody } from './body';
import type { RequestOptions } from './options';
import { joinedUrl, wantsProjectId, wireUrl, withProjectId, withUrl } from './url';
import { savedSession, type Session } from '../iam/session';
import { forgetObtained } from '../iam/session-renewal';
import { sign } from '../signing/signature';
import { isTrustedTarget, refusalSentence } from './trusted-target';

/** What a request proves its sender with, and the project that comes with it. */
interface Proof {
	projectId?: string;
	apply(options: RequestOptions, url: string): RequestOptions;
	/** Equal for proofs that the service can't tell apart. */
	identity: string;
}

interface Moment {
	now: number;
	clockOffset: number;
	/** A session obtained before this was refused by the service. */
	refusedBefore: number;
	/** Takes the session out of n8n's own object, the one that it hands to preAuthentication next. */
	clearSession(): void;
}

function accessKeyProof(credential: HuaweiCloudCredential, { now, clockOffset }: Moment): Proof {
	const key = accessKeyOf(credential);
	const projectId = credential.projectId;
	return {
		projectId,
		identity: 'access key',
		apply(options, url) {
			const body = wireBody(options);
			const project = projectId ? { 'X-Project-Id': projectId } : {};
			const ready = withBody({ ...options, headers: mergeHeaders(options.headers, project) }, body);
			const method = options.method ?? 'GET';
			const request = { method, url, headers: ready.headers, body: body.bytes };
			const date = new Date(now + clockOffset);
			const signed = sign(request, key, date);
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

/** Requests for which a new session was asked already: n8n comes back with the same options. */
const askedForSession = new WeakSet<object>();

function sessionProof(
	credential: HuaweiCloudCredential,
	{ now, refusedBefore, clearSession }: Moment,
	request: object,
): Proof {
	const session = savedSession(credential);
	const refused = session !== undefined && session.obtainedAt < refusedBefore;
	const due = session === undefined || refused || session.renewAt <= now;
	if (due && !askedForSession.has(request)) {
		askedForSession.add(request);
		if (refused) {
			clearSession();
			forgetObtained(session);
		}
		throw renewalWanted();
	}
	return tokenProof(usable(session, now).token, credential.projectId || session?.projectId);
}

/** n8n's core answers a 401 with preAuthentication and a second authenticate; nothing has been sent. */
const renewalWanted = (): Error =>
	Object.assign(new Error('The saved token has to be renewed'), { response: { status: 401 } });

function usable(session: Session | undefined, now: number): Session {
	if (session && now < session.expiresAt) return session;
	throw authenticationError(
		localFailure(
			'NO_SESSION',
			'n8n could not save the token of the Huawei Cloud credential, so the request has none.',
			'Open the credential and save it again; if that does not help, check the clock of the machine that runs n8n.',
		),
	);
}

/** What n8n sent, by the proof in it. n8n never hands its nodes these objects, so one that comes back is a repetition after a 401. */
const sent = new WeakMap<object, string>();

function assertNotRefused(options: object, proof: Proof): void {
	if (sent.get(options) !== proof.identity) return;
	throw authenticationError({
		...localFailure(
			'HTTP.401',
			'The service did not accept the authentication (status 401). The request was not repeated, since repeated failures lock an access key for five minutes.',
			'Open the credential and use its test, which says what is wrong: the key or token, or the clock of the machine that runs n8n.',
		),
		httpStatus: 401,
	});
}

const milliseconds = (text: string | undefined): number => Number(text ?? 0) || 0;

function authenticated(
	credential: HuaweiCloudCredential,
	options: RequestOptions,
	{ now, clearSession }: Pick<Moment, 'now' | 'clearSession'>,
): RequestOptions {
	const address = joinedUrl(options);
	if (!isTrustedTarget(wireUrl(address), credential)) {
		const [what, ...remedy] = refusalSentence(wireUrl(address), credential).split(
			/(?<=\.) (?=If )/,
		);
		throw authenticationError(localFailure('UNTRUSTED_HOST', what ?? '', remedy.join(' ')));
	}
	const moment: Moment = {
		now,
		clearSession,
		clockOffset: milliseconds(readHeader(options.headers, CLOCK_OFFSET_HEADER)),
		refusedBefore: milliseconds(readHeader(options.headers, RENEW_TOKEN_BEFORE_HEADER)),
	};
	const proofs = {
		accessKey: () => accessKeyProof(credential, moment),
		iamUser: () => sessionProof(credential, moment, options),
		token: () => tokenProof(pastedToken(credential), credential.projectId),
	};
	const proof = proofs[authenticationMethod(credential)]();
	assertNotRefused(options, proof);

	if (wantsProjectId(address) && !proof.projectId) {
		throw authenticationError(
			localFailure(
				'PROJECT_UNKNOWN',
				'The address of the request has {project_id} in it, but the Huawei Cloud credential has no Project ID.',
				'Open the credential and fill in Project ID (console: My Credentials > API Credentials), or write the ID into the address.',
			),
		);
	}
	const url = wireUrl(withProjectId(address, proof.projectId ?? ''));
	const allowAnyCertificate = credential.allowUnauthorizedCerts === true;
	const prepared: RequestOptions = {
		...withUrl(options, url),
		headers: withoutHeaders(options.headers, [CLOCK_OFFSET_HEADER, RENEW_TOKEN_BEFORE_HEADER]),
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
		skipSslCertificateValidation: allowAnyCertificate,
		rejectUnauthorized: !allowAnyCertificate,
	};
	const result = proof.apply(prepared, url);
	sent.set(result, proof.identity);
	return result;
}

/**
 * A copy of the request that is ready to be sent: signed, or with a token; `{project_id}` in its path filled in;
 * no redirects. The given options stay as they are, so that nothing secret gets into what n8n shows of them.
 * @throws an authentication error, or for an IAM user without a valid session an error with a 401, to which n8n's
 *   core answers with preAuthentication and a second call
 */
export async function authenticate(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	try {
		const request = authenticated(credentialOf(credentials), options as RequestOptions, {
			now: Date.now(),
			clearSession: () => void (credentials.session = ''),
		});
		return request as IHttpRequestOptions;
	} catch (error) {
		throw asAuthenticationError(error);
	}
}
