import { isSignature, parseAuthorization, type SignedRequest } from '../auth/signature';
import type { Config } from '../config/schema';
import { Refused } from '../contract/refusals';
import { AccessKeys, type SignatureClaim, type SignedHead } from './access-keys';
import type { Attempts } from './attempts';
import type { Caller } from './caller';
import { Directory } from './directory';
import { Tokens } from './tokens';

export type Claim = { caller: Caller } | { signature: SignatureClaim };

/** Both ways to prove who is calling: a token, or a signature. */
export class Authenticator {
	readonly directory: Directory;
	readonly tokens: Tokens;
	/** At passwords of users. */
	readonly logins: Attempts;
	private readonly keys: AccessKeys;

	/** @param attempts at signatures and at passwords, which outlive these settings */
	constructor(config: Config, attempts: { keys: Attempts; logins: Attempts }) {
		this.directory = new Directory(config);
		this.tokens = new Tokens(this.directory, config.tokenSeconds, config.tokenKeys);
		this.logins = attempts.logins;
		this.keys = new AccessKeys(this.directory, attempts.keys, {
			region: config.region,
			serviceName: config.signature.serviceName,
			unsignedPayload: config.signature.unsignedPayload,
		});
	}

	/**
	 * What the headers prove or claim, before the body is read. A signature wins over a token.
	 * @throws {ApiError} 401, 403 or 429
	 */
	async begin(head: SignedHead): Promise<Claim> {
		const { authorization, 'x-auth-token': token } = head.headers;
		if (isSignature(authorization)) {
			return { signature: await this.keys.begin(authorization, head) };
		}
		if (typeof token !== 'string' || token.trim() === '') {
			throw new Refused(
				'no_credentials',
				'Send X-Auth-Token, or sign the request with an access key.',
			);
		}
		return { caller: this.tokens.open(token.trim()) };
	}

	/**
	 * The access key that the headers name, for the log. Of one that doesn't exist only the beginning: it may be a secret
	 * key that somebody put in the wrong field.
	 */
	keyNamedIn({ authorization }: SignedHead['headers']): string | undefined {
		if (!isSignature(authorization)) return undefined;
		const id = parseAuthorization(authorization)?.accessKey;
		if (id === undefined || this.directory.key(id)) return id;
		return `${id.slice(0, 4)}…`;
	}

	/** @throws {ApiError} 401 or 403 when the signature doesn't hold for the body that came */
	async finish(claim: Claim, request: SignedRequest): Promise<Caller> {
		return 'caller' in claim ? claim.caller : this.keys.finish(claim.signature, request);
	}
}
