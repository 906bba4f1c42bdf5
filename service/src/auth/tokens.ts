import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';

const ivBytes = 12;
const tagBytes = 16;

const claims = z.strictObject({
	account: z.string(),
	user: z.string(),
	/** Ends the token when the password changes. */
	password: z.string(),
	project: z.string().nullable(),
	/** Milliseconds since the epoch. */
	issued: z.number(),
	expires: z.number(),
});

/** What a token says of its bearer. */
export type TokenClaims = z.output<typeof claims>;

/** A secret that seals tokens; its ID stands before the dot of a token. */
export interface TokenKey {
	id: string;
	key: string;
}

const aesKeyOf = (secret: string) =>
	Buffer.from(hkdfSync('sha256', secret, '', 'image-tagging-service token', 32));

/** Seals where no key is configured. It outlives a change of settings, not the process. */
const processKey = randomBytes(32);

/**
 * Tokens that carry their claims, sealed with AES-256-GCM, so that nothing has to be stored and every
 * replica with the same keys accepts them. Without keys there is a random one, which ends with the process.
 */
export class TokenSealer {
	readonly #keys: Map<string, Buffer>;
	readonly #sealing: string;

	/** @param keys the first seals; all open */
	constructor(keys: TokenKey[] | undefined) {
		const given = keys?.map(({ id, key }) => [id, aesKeyOf(key)] as const);
		this.#keys = new Map(given ?? [['process', processKey]]);
		this.#sealing = [...this.#keys.keys()][0] ?? '';
	}

	/** The token's text, safe in a header. */
	seal(content: TokenClaims): string {
		const iv = randomBytes(ivBytes);
		const key = this.#keys.get(this.#sealing) as Buffer;
		const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(this.#sealing));
		const sealed = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()]);
		const text = Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
		return `${this.#sealing}.${text}`;
	}

	/** What the token says; nothing when it wasn't sealed with one of these keys. */
	unseal(token: string): TokenClaims | undefined {
		const dot = token.indexOf('.');
		const id = token.slice(0, dot);
		const key = this.#keys.get(id);
		if (dot < 0 || !key) return undefined;
		try {
			const bytes = Buffer.from(token.slice(dot + 1), 'base64url');
			const iv = bytes.subarray(0, ivBytes);
			const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
			decipher.setAAD(Buffer.from(id));
			decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
			const sealed = bytes.subarray(ivBytes + tagBytes);
			const text = Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
			return claims.parse(JSON.parse(text));
		} catch {
			return undefined;
		}
	}
}
