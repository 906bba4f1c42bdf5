import { scryptSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { hashCosts, hashPassword, isPassword } from '../../src/auth/passwords';
import { configSchema } from '../../src/config/schema';

const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

/** Of the least cost that a configuration may have, so that many can be tried. */
function cheapHash(password: string): string {
	const salt = Buffer.from('0123456789abcdef');
	const hash = scryptSync(password, salt, 32, { N: 2 ** 10, r: 8, p: 1 });
	return `$scrypt$ln=10,r=8,p=1$${unpadded(salt)}$${unpadded(hash)}`;
}

const costs = hashCosts([{ passwordHash: cheapHash('anything') }]);

describe('a hashed password', () => {
	it.each([
		['short', 'a!'],
		['plain', 'ann-password-1'],
		['of other letters', 'pässwörd 密码 🔑'],
		['long', '*'.repeat(4000)],
	])('is known, and nothing else is, when it is %s', async (_what, password) => {
		const passwordHash = cheapHash(password);
		expect(await isPassword(password, { passwordHash }, costs)).toBe(true);
		for (const wrong of [`${password} `, password.slice(1), '', passwordHash])
			expect(await isPassword(wrong, { passwordHash }, costs)).toBe(false);
	});

	it('is known again as it is hashed here, at the cost that OWASP names', async () => {
		const passwordHash = await hashPassword('ann-password-1');
		expect(passwordHash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w+/]{22}\$[\w+/]{43}$/);
		expect(await isPassword('ann-password-1', { passwordHash }, costs)).toBe(true);
		expect(passwordHash).not.toContain('ann');
	});

	it('has a salt of its own each time', async () => {
		expect(await hashPassword('same')).not.toBe(await hashPassword('same'));
	});

	it("is what scrypt's own test vector says (RFC 7914, section 12)", async () => {
		// N = 16384, r = 8, p = 1, password "pleaseletmein", salt "SodiumChloride", 64 bytes.
		const hash =
			'7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887';
		const passwordHash = `$scrypt$ln=14,r=8,p=1$${unpadded(Buffer.from('SodiumChloride'))}$${unpadded(Buffer.from(hash, 'hex'))}`;
		expect(await isPassword('pleaseletmein', { passwordHash }, costs)).toBe(true);
		expect(await isPassword('pleaseletmeout', { passwordHash }, costs)).toBe(false);
	});
});

it('each cost of hashes counts once, whatever else differs', async () => {
	const strong = '$scrypt$ln=15,r=8,p=3$';
	const users = [
		strong + 'A'.repeat(22),
		strong + 'B'.repeat(22),
		'$scrypt$ln=14,r=8,p=3$' + 'A'.repeat(22),
		'$scrypt$ln=15,r=16,p=3$' + 'A'.repeat(22),
		'$scrypt$ln=15,r=8,p=1$' + 'A'.repeat(22),
	];
	const hashed = users.map((start) => ({ passwordHash: `${start}$${'A'.repeat(43)}` }));
	expect(hashCosts([...hashed, { password: 'plain' }])).toEqual([
		{ ln: 15, r: 8, p: 3 },
		{ ln: 14, r: 8, p: 3 },
		{ ln: 15, r: 16, p: 3 },
		{ ln: 15, r: 8, p: 1 },
	]);
});

describe('a user who does not exist', () => {
	it.each([true, false])('has no right password (passwords hashed: %s)', async (hashed) => {
		for (const given of ['', 'undefined', 'A'])
			expect(await isPassword(given, undefined, hashed ? costs : [])).toBe(false);
	});
});

describe('a user without a password', () => {
	it.each([true, false])('has no right one either (passwords hashed: %s)', async (hashed) => {
		for (const given of ['', 'undefined'])
			expect(await isPassword(given, {}, hashed ? costs : [])).toBe(false);
	});
});

describe('where passwords are hashed', () => {
	it.each([
		['an unknown user', undefined],
		['one whose password is not', { password: 'right' }],
	])('a password of %s is hashed too, for as long an answer', async (_whose, stored) => {
		let answered = false;
		const right = isPassword('wrong', stored, costs).finally(() => (answered = true));
		// Only what hashes leaves the turn of the event loop.
		for (let i = 0; i < 100; i++) await Promise.resolve();
		expect(answered).toBe(false);
		expect(await right).toBe(false);
	});

	it('at several costs, the time of an answer tells of no user', async () => {
		const hashOf = (cost: string) => `$scrypt$${cost}$${'A'.repeat(22)}$${'A'.repeat(43)}`;
		const cheap = { passwordHash: hashOf('ln=10,r=8,p=1') };
		const costly = { passwordHash: hashOf('ln=15,r=8,p=2') };
		const plain = { password: 'right' };
		/** The fastest of some, which nothing else held up. */
		const timeOf = async (stored: object | undefined, all: object[]) => {
			const times: number[] = [];
			for (let i = 0; i < 3; i++) {
				const start = performance.now();
				await isPassword('wrong', stored, hashCosts(all));
				times.push(performance.now() - start);
			}
			return Math.min(...times);
		};
		const least = (await timeOf(costly, [costly])) / 2;
		for (const stored of [cheap, plain, costly, undefined]) {
			expect(await timeOf(stored, [cheap, plain, costly])).toBeGreaterThan(least);
		}
		expect(await timeOf(undefined, [cheap])).toBeLessThan(least);
	});

	it('a password that is not is right all the same', async () => {
		expect(await isPassword('right', { password: 'right' }, costs)).toBe(true);
	});
});

it('where no password is hashed, an answer takes no time', async () => {
	let answered = false;
	void isPassword('wrong', { password: 'right' }, []).finally(() => (answered = true));
	for (let i = 0; i < 100; i++) await Promise.resolve();
	expect(answered).toBe(true);
});

describe('the configuration of a user', () => {
	const withUser = (user: object) =>
		configSchema.safeParse({
			region: 'r',
			accounts: [
				{ name: 'a', projects: [{ id: 'p', name: 'p' }], users: [{ name: 'u', ...user }] },
			],
		});

	it('takes the hash in place of the password', async () => {
		expect(withUser({ passwordHash: await hashPassword('a') }).success).toBe(true);
	});

	it.each([
		['neither', {}, 'it must have either password or passwordHash'],
		[
			'an empty hash',
			{ passwordHash: '' },
			'it must be a line that the command hash-password prints',
		],
		[
			'a bare hash',
			{ passwordHash: 'c2FsdA' },
			'it must be a line that the command hash-password prints',
		],
		[
			'a cost that would hold the service up',
			{ passwordHash: `$scrypt$ln=30,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}` },
			'it must be a line that the command hash-password prints',
		],
	])('refuses %s', (_what, user, sentence) => {
		expect(withUser(user).error?.issues.map(({ message }) => message)).toContain(sentence);
	});
});
