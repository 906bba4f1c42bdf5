import { equalSecrets } from '../auth/compare';
import { dateFault, formatDate, scopeFault, type ScopeRules } from '../auth/signature-scope';
import {
	ambiguity,
	bodyMatchesHash,
	canonicalRequest,
	expectedSignature,
	parseAuthorization,
	stringToSign,
	type Authorization,
	type SignedRequest,
} from '../auth/signature';
import { Refused } from '../contract/refusals';
import type { Attempts } from './attempts';
import type { Caller } from './caller';
import type { Directory, KeyOwner } from './directory';

/** A signed request before its body has come. */
export type SignedHead = Omit<SignedRequest, 'body'> & {
	/** The client's, as `addressKey` gives it. */
	address: string;
	/** Whether nobody between the client and here could change the body. */
	overTls: boolean;
};

/** A signature whose headers are in order; its body is still to come. */
export interface SignatureClaim {
	authorization: Authorization;
	owner: KeyOwner;
	address: string;
	date: string;
	/** The signature holds already: it is over a hash of the body that came as a header. */
	proven: boolean;
	/** The key was right from this address lately. */
	known: boolean;
}

export interface SignatureRules extends ScopeRules {
	/** Whether a signature may leave out the body. */
	unsignedPayload: boolean | undefined;
}

/** Proves signed requests, in two steps: what the headers tell, then the signature over the body. */
export class AccessKeys {
	constructor(
		private readonly directory: Directory,
		private readonly attempts: Attempts,
		private readonly rules: SignatureRules,
	) {}

	/**
	 * Refuses what can be refused before the body is read. Counts towards the lock only what tries a key: not what no key
	 * could have signed.
	 * @throws {ApiError} APIG.0301 with the gateway's words
	 */
	async begin(header: string, head: SignedHead): Promise<SignatureClaim> {
		const authorization = parseAuthorization(header);
		if (!authorization) {
			throw refused(
				'bad_header',
				'the Authorization header is not "SDK-HMAC-SHA256 Access=<AK>, SignedHeaders=<names>, Signature=<hex>"',
			);
		}
		const { accessKey } = authorization;
		const { address } = head;
		await this.attempts.admit(accessKey, address);
		const owner = this.directory.key(accessKey);
		if (!owner) {
			await this.attempts.failed(accessKey, address);
			throw new Refused('unknown_key', `ak ${accessKey.slice(0, 64)} not exist`);
		}
		const date = String(head.headers['x-sdk-date']).trim();
		this.checkForm(authorization, head, date);
		const known = this.attempts.isKnown(accessKey, address);
		const claim = { authorization, owner, address, date, known, proven: false };
		// An empty one counts as none, or the signature would be over no body whatever came.
		if (!head.headers['x-sdk-content-sha256']) return claim;
		await this.checkSignature(claim, { ...head, body: noBody });
		return { ...claim, proven: true };
	}

	/** @throws {ApiError} APIG.0301; a failure here counts towards the key's lock */
	async finish(claim: SignatureClaim, request: SignedRequest): Promise<Caller> {
		const { owner, address } = claim;
		const { accessKey } = claim.authorization;
		// Other requests may have locked it while the body came.
		if (await this.attempts.isLocked(accessKey, address)) throw new Refused('locked');
		if (!claim.proven) await this.checkSignature(claim, request);
		if (!bodyMatchesHash(request)) {
			const fault = 'X-Sdk-Content-Sha256 is not the hash of the body';
			throw await this.failure(claim, 'bad_signature', fault);
		}
		const fault = securityTokenFault(owner, request);
		if (fault) throw await this.failure(claim, 'wrong_security_token', fault);
		this.attempts.succeeded(accessKey, address);
		const { expiresAt } = owner.key;
		if (expiresAt !== undefined && Date.parse(expiresAt) <= Date.now()) {
			throw new Refused('expired_key', `ak ${accessKey} has expired, at ${expiresAt}`);
		}
		return { account: owner.account, scope: 'keys' };
	}

	private checkForm(authorization: Authorization, head: SignedHead, date: string): void {
		const { signedHeaders } = authorization;
		const unsigned = head.headers['x-sdk-content-sha256'] === 'UNSIGNED-PAYLOAD';
		const fault = signedHeaders.includes('x-sdk-date')
			? ambiguity(head, signedHeaders)
			: 'X-Sdk-Date is not among the signed headers';
		if (fault) throw refused('bad_header', fault);
		if (unsigned && !(this.rules.unsignedPayload ?? head.overTls)) {
			throw refused('unsigned_body', 'UNSIGNED-PAYLOAD is accepted over TLS only; sign the body');
		}
		const now = Date.now();
		const skew = dateFault(date, now);
		if (skew === 'form') {
			throw refused('bad_header', 'X-Sdk-Date is not a time in the form YYYYMMDDTHHMMSSZ');
		}
		if (skew === 'skew') {
			throw new Refused(
				'clock_skew',
				`signature expired, signature time:${date},server time:${formatDate(now)}`,
			);
		}
		const scope = scopeFault(authorization, now, this.rules);
		if (scope) throw refused('wrong_scope', scope);
	}

	private async checkSignature(claim: SignatureClaim, request: SignedRequest): Promise<void> {
		const { authorization, owner, date } = claim;
		const canonical = canonicalRequest(request, authorization.signedHeaders);
		const text = stringToSign(authorization, date, canonical);
		const expected = expectedSignature(authorization, owner.key.sk, text);
		if (equalSecrets(expected, authorization.signature)) return;
		throw await this.failure(claim, 'bad_signature', `canonicalRequest:${shown(canonical)}`);
	}

	private async failure(
		claim: SignatureClaim,
		refusal: Refused['refusal'],
		fault: string,
	): Promise<Refused> {
		await this.attempts.failed(claim.authorization.accessKey, claim.address);
		return refused(refusal, fault);
	}
}

const noBody = Buffer.alloc(0);

function securityTokenFault(owner: KeyOwner, request: SignedRequest): string | undefined {
	const given = String(request.headers['x-security-token'] ?? '');
	const expected = owner.key.securityToken ?? '';
	if (equalSecrets(given, expected)) return undefined;
	return expected === ''
		? 'this is a permanent key, which has no X-Security-Token'
		: 'X-Security-Token is missing or is not the one of this temporary key';
}

function refused(refusal: Refused['refusal'], fault: string): Refused {
	return new Refused(refusal, `verify aksk signature fail, ${fault}`);
}

/** On one line, as the gateway shows it, without the secret that a signed header may hold. */
function shown(canonical: string): string {
	return canonical
		.replace(/^((?:x-security-token|x-auth-token|authorization|cookie):).*$/gm, '$1***')
		.replaceAll('\n', '|')
		.slice(0, 2000);
}
