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

/**
 * Tokens that carry their claims, sealed with AES-256-GCM, so that nothing has to be stored and every
 * replica with the same key accepts them. Without a shared key the key is random, and ends with the process.
 */
export class TokenSealer {
	private readonly key: Buffer;

	constructor(sharedKey: string | undefined) {
		this.key = sharedKey
			? Buffer.from(hkdfSync('sha256', sharedKey, '', 'image-tagging-service token', 32))
			: randomBytes(32);
	}

	/** The token's text, safe in a header. */
	seal(content: TokenClaims): string {
		const iv = randomBytes(ivBytes);
		const cipher = createCipheriv('aes-256-gcm', this.key, iv);
		const sealed = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()]);
		return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
	}

	/** What the token says; nothing when it wasn't sealed with this key. */
	unseal(token: string): TokenClaims | undefined {
		try {
			const bytes = Buffer.from(token, 'base64url');
			const iv = bytes.subarray(0, ivBytes);
			const decipher = createDecipheriv('aes-256-gcm', this.key, iv, { authTagLength: tagBytes });
			decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
			const sealed = bytes.subarray(ivBytes + tagBytes);
			const text = Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
			return claims.parse(JSON.parse(text));
		} catch {
			return undefined;
		}
	}
}
