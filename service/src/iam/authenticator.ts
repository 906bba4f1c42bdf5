import type { IncomingHttpHeaders } from 'node:http';
import { isSignature, type SignedRequest } from '../auth/signature';
import type { Config, User } from '../config/schema';
import { ApiError } from '../contract/failures';
import { AccessKeys, type SignatureClaim } from './access-keys';
import type { Caller } from './caller';
import { Directory } from './directory';
import { FailureLock } from './lock';
import { Tokens } from './tokens';

export type Claim = { caller: Caller } | { signature: SignatureClaim };

/** Both ways to prove who is calling: a token, or a signature. */
export class Authenticator {
	readonly directory: Directory;
	readonly tokens: Tokens;
	/** For wrong passwords. */
	readonly userLock: FailureLock<User>;
	private readonly keys: AccessKeys;

	constructor(config: Config) {
		const { authFailuresBeforeLock, authLockSeconds } = config.limits;
		this.directory = new Directory(config);
		this.tokens = new Tokens(this.directory, config.tokenSeconds, config.tokenKey);
		this.userLock = new FailureLock(authFailuresBeforeLock, authLockSeconds);
		this.keys = new AccessKeys(
			this.directory,
			new FailureLock(authFailuresBeforeLock, authLockSeconds),
		);
	}

	/**
	 * What the headers prove or claim, before the body is read. A signature wins over a token.
	 * @throws {ApiError} 401 or 403
	 */
	begin(headers: IncomingHttpHeaders): Claim {
		const { authorization } = headers;
		if (isSignature(authorization)) return { signature: this.keys.begin(authorization, headers) };
		const token = headers['x-auth-token'];
		if (typeof token !== 'string' || token.trim() === '') {
			throw new ApiError(
				'unauthenticated',
				'Send X-Auth-Token, or sign the request with an access key.',
			);
		}
		return { caller: this.tokens.open(token.trim()) };
	}

	/** @throws {ApiError} 401 or 403 when the signature doesn't hold for the body that came */
	finish(claim: Claim, request: SignedRequest): Caller {
		return 'caller' in claim ? claim.caller : this.keys.finish(claim.signature, request);
	}
}
