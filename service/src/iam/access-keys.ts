import { equalSecrets } from '../auth/compare';
import {
	bodyMatchesHash,
	canonicalRequest,
	expectedSignature,
	parseAuthorization,
	stringToSign,
	type Authorization,
	type SignedRequest,
} from '../auth/signature';
import { ApiError } from '../contract/failures';
import type { Caller } from './caller';
import type { Directory, KeyOwner } from './directory';
import type { FailureLock } from './lock';

const skewMs = 15 * 60 * 1000;

/** A signature whose headers are in order; its body is still to come. */
export interface SignatureClaim {
	authorization: Authorization;
	owner: KeyOwner;
	date: string;
}

/** Proves signed requests, in two steps: what the headers tell, then the signature over the body. */
export class AccessKeys {
	constructor(
		private readonly directory: Directory,
		private readonly lock: FailureLock<string>,
		private readonly now: () => number = Date.now,
	) {}

	/**
	 * Refuses what can be refused before the body is read.
	 * @throws {ApiError} APIG.0301 with the gateway's words
	 */
	begin(header: string, headers: SignedRequest['headers']): SignatureClaim {
		const authorization = parseAuthorization(header);
		if (!authorization) {
			throw refused(
				'verify aksk signature fail, the Authorization header is not "SDK-HMAC-SHA256 Access=<AK>, SignedHeaders=<names>, Signature=<hex>"',
			);
		}
		const { accessKey, signedHeaders } = authorization;
		const owner = this.directory.key(accessKey);
		if (!owner) throw refused(`ak ${accessKey.slice(0, 64)} not exist`);
		if (this.lock.isLocked(accessKey)) throw new ApiError('locked');
		if (!signedHeaders.includes('x-sdk-date')) {
			throw refused('verify aksk signature fail, X-Sdk-Date is not among the signed headers');
		}
		const date = String(headers['x-sdk-date'] ?? '').trim();
		this.checkTime(date);
		return { authorization, owner, date };
	}

	/** @throws {ApiError} APIG.0301; a failure here counts towards the key's lock */
	finish(claim: SignatureClaim, request: SignedRequest): Caller {
		const { authorization, owner, date } = claim;
		if (this.lock.isLocked(authorization.accessKey)) throw new ApiError('locked');
		const canonical = canonicalRequest(request, authorization.signedHeaders);
		const expected = expectedSignature(
			authorization,
			owner.key.sk,
			stringToSign(authorization, date, canonical),
		);
		const fault = !equalSecrets(expected, authorization.signature)
			? `verify aksk signature fail, canonicalRequest:${shown(canonical)}`
			: !bodyMatchesHash(request)
				? 'verify aksk signature fail, X-Sdk-Content-Sha256 is not the hash of the body'
				: this.securityTokenFault(owner, request);
		if (fault) {
			this.lock.failed(authorization.accessKey);
			throw refused(fault);
		}
		this.lock.succeeded(authorization.accessKey);
		return { account: owner.account, scope: 'keys' };
	}

	private checkTime(date: string): void {
		const time = parseDate(date);
		const now = this.now();
		if (time === undefined) {
			throw refused(
				'verify aksk signature fail, X-Sdk-Date is not a time in the form YYYYMMDDTHHMMSSZ',
			);
		}
		if (Math.abs(now - time) > skewMs) {
			throw refused(`signature expired, signature time:${date},server time:${formatDate(now)}`);
		}
	}

	private securityTokenFault(owner: KeyOwner, request: SignedRequest): string | undefined {
		const given = String(request.headers['x-security-token'] ?? '');
		const expected = owner.key.securityToken ?? '';
		if (equalSecrets(given, expected)) return undefined;
		if (expected === '')
			return 'verify aksk signature fail, this is a permanent key, which has no X-Security-Token';
		return 'verify aksk signature fail, X-Security-Token is missing or is not the one of this temporary key';
	}
}

function refused(detail: string): ApiError {
	return new ApiError('authentication', detail);
}

/** On one line, as the gateway shows it, without the secret that a signed header may hold. */
function shown(canonical: string): string {
	return canonical
		.replace(/^((?:x-security-token|x-auth-token|authorization|cookie):).*$/gm, '$1***')
		.replaceAll('\n', '|')
		.slice(0, 2000);
}

function parseDate(text: string): number | undefined {
	const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
	if (!match) return undefined;
	const [, year, month, day, hour, minute, second] = match;
	const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
	return Number.isNaN(time) ? undefined : time;
}

function formatDate(time: number): string {
	return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
}
