import { randomBytes, scrypt, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import { passwordHashPattern } from '../contract/password-hash';
import { equalSecrets } from './compare';

/** OWASP's parameters for scrypt: 32 MB and a quarter of a second or so for each password that is tried. */
const cost = { ln: 15, r: 8, p: 3 };
const saltBytes = 16;
const hashBytes = 32;

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

function deriveWith(
	password: string,
	salt: Buffer,
	{ ln, r, p }: typeof cost,
	length: number,
): Promise<Buffer> {
	const N = 2 ** ln;
	// Node allows 32 MB by itself; scrypt needs 128 · N · r bytes and some.
	return derive(password, salt, length, { N, r, p, maxmem: 256 * N * r });
}

const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

/** A password as it is written into a configuration (`passwordHash`), with a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(saltBytes);
	const hash = await deriveWith(password, salt, cost, hashBytes);
	const { ln, r, p } = cost;
	return `$scrypt$ln=${ln},r=${r},p=${p}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** What is known of a password: the text itself, or its hash. */
export interface StoredPassword {
	password?: string | undefined;
	passwordHash?: string | undefined;
}

async function fitsHash(given: string, stored: string): Promise<boolean> {
	const [, ln, r, p, salt = '', hash = ''] = passwordHashPattern.exec(stored) ?? [];
	const wanted = Buffer.from(hash, 'base64');
	const parameters = { ln: Number(ln), r: Number(r), p: Number(p) };
	const found = await deriveWith(given, Buffer.from(salt, 'base64'), parameters, wanted.length);
	return equalSecrets(found.toString('base64'), wanted.toString('base64'));
}

/** What all others are tried against, so that the time of the answer does not tell whether the user exists. */
const nobody = `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/**
 * Whether the password is right; without anything stored it never is.
 * @param hashed whether passwords are hashed here, so that users without a hash, and unknown ones, take as long
 */
export async function isPassword(
	given: string,
	stored: StoredPassword | undefined,
	hashed: boolean,
): Promise<boolean> {
	if (stored?.passwordHash !== undefined) return fitsHash(given, stored.passwordHash);
	if (hashed) await fitsHash(given, nobody);
	return equalSecrets(given, stored?.password ?? '') && stored?.password !== undefined;
}
