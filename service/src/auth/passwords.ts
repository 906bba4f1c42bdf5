import { randomBytes, scrypt, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import { passwordHashPattern } from '../contract/password-hash';
import { equalSecrets } from './compare';

/** OWASP's parameters for scrypt: 32 MB and a quarter of a second or so for each password that is tried. */
const cost = { ln: 15, r: 8, p: 3 };

/** What makes a hash take its time. */
export type HashCost = typeof cost;

const saltBytes = 16;
const hashBytes = 32;

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

function deriveWith(
	password: string,
	salt: Buffer,
	{ ln, r, p }: HashCost,
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

function parseHash(stored: string): { cost: HashCost; salt: Buffer; hash: Buffer } {
	const [, ln, r, p, salt = '', hash = ''] = passwordHashPattern.exec(stored) ?? [];
	return {
		cost: { ln: Number(ln), r: Number(r), p: Number(p) },
		salt: Buffer.from(salt, 'base64'),
		hash: Buffer.from(hash, 'base64'),
	};
}

const isSameCost = (a: HashCost, b: HashCost) => a.ln === b.ln && a.r === b.r && a.p === b.p;

/** The costs of these users' hashes, each once. */
export function hashCosts(users: StoredPassword[]): HashCost[] {
	const costs = users.flatMap(({ passwordHash }) =>
		passwordHash === undefined ? [] : [parseHash(passwordHash).cost],
	);
	return costs.filter((cost, i) => costs.findIndex((other) => isSameCost(cost, other)) === i);
}

/**
 * Whether the password is right; without anything stored it never is.
 * @param costs of all users here: it is hashed at each of them, so that the time of the answer tells neither whether the
 *   user exists nor how the password is stored
 */
export async function isPassword(
	given: string,
	stored: StoredPassword | undefined,
	costs: HashCost[],
): Promise<boolean> {
	const own = stored?.passwordHash === undefined ? undefined : parseHash(stored.passwordHash);
	for (const cost of costs) {
		if (!own || !isSameCost(cost, own.cost)) await deriveWith(given, nobodysSalt, cost, hashBytes);
	}
	if (!own) return equalSecrets(given, stored?.password ?? '') && stored?.password !== undefined;
	const found = await deriveWith(given, own.salt, own.cost, own.hash.length);
	return equalSecrets(found.toString('base64'), own.hash.toString('base64'));
}

const nobodysSalt = Buffer.alloc(saltBytes);
