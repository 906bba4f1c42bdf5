import { describe, expect, it } from '@jest/globals';
import { TokenSealer, type TokenClaims } from '../../src/auth/tokens';

const key = 'a key that all replicas share, 32+ characters';
const one = { id: 'one', key };
const two = { id: 'two', key: 'the key that comes after it, 32+ characters' };

const claims: TokenClaims = {
	account: 'acme',
	user: 'änn',
	password: 'fingerprint',
	project: null,
	issued: 1000,
	expires: 2000,
};

/** `claims`, as sealed with `one` by another implementation. */
const sealedElsewhere =
	'one.AAECAwQFBgcICQoLSByFcwTCzI4Bc3SCUlrB6eEdz1FIhoUTvMRJDfmDzASSp9uaLlcliEv3ogxAcoaobVsVT-PuCVkSePBBNusITYQwqvzbFn9B6pmIHlP6NTv4agf0yqAcvADB_SRK1tJM6xjhgmOJIKAJmgjkbU6q6XXN0dCK';

describe('a sealed token', () => {
	it.each([
		['without a project', claims],
		['for a project', { ...claims, project: 'a0000000000000000000000000000001' }],
	])('says what was sealed, %s', (_what, content) => {
		const sealer = new TokenSealer([one]);
		expect(sealer.unseal(sealer.seal(content))).toEqual(content);
	});

	it('opens in every release that has its key: its form stays', () => {
		expect(new TokenSealer([one]).unseal(sealedElsewhere)).toEqual(claims);
	});

	it('is safe in a header, tells nothing to its bearer, and is another each time', () => {
		const sealer = new TokenSealer([one]);
		const token = sealer.seal(claims);
		expect(token).toMatch(/^one\.[\w-]+$/);
		expect(Buffer.from(token.slice(4), 'base64url').toString()).not.toContain('acme');
		expect(sealer.seal(claims)).not.toBe(token);
	});

	it('opens with all keys of its time, and is sealed with the first', () => {
		const both = new TokenSealer([two, one]);
		expect(both.unseal(sealedElsewhere)).toEqual(claims);
		expect(both.seal(claims)).toMatch(/^two\./);
		expect(new TokenSealer([two]).unseal(both.seal(claims))).toEqual(claims);
	});

	it('opens as long as the process lives where no key is configured, with settings changed too', () => {
		const token = new TokenSealer(undefined).seal(claims);
		expect(token).toMatch(/^process\./);
		expect(new TokenSealer(undefined).unseal(token)).toEqual(claims);
		expect(new TokenSealer([{ id: 'process', key }]).unseal(token)).toBeUndefined();
	});
});

describe('nothing is opened', () => {
	const sealer = new TokenSealer([one]);
	const [, body = ''] = sealedElsewhere.split('.');
	const bytes = Buffer.from(body, 'base64url');
	const withByte = (at: number) => {
		const changed = Buffer.from(bytes);
		changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
		return `one.${changed.toString('base64url')}`;
	};

	it.each([
		['an empty text', ''],
		['a key ID alone', 'one'],
		['a key ID and nothing sealed', 'one.'],
		['what is sealed, without its key ID', body],
		['what is sealed, behind the dot alone', `.${body}`],
		['an unknown key ID', `none.${body}`],
		['a key ID with a letter more', `ones.${body}`],
		['another first byte', withByte(0)],
		['another byte of the tag', withByte(12)],
		['another last byte of the tag', withByte(27)],
		['another byte of what is sealed', withByte(28)],
		['another last byte', withByte(bytes.length - 1)],
		['the end cut off', sealedElsewhere.slice(0, -4)],
		['all but a short tag cut off', `one.${bytes.subarray(0, 16).toString('base64url')}`],
		['all but the tag cut off', `one.${bytes.subarray(0, 28).toString('base64url')}`],
	])('of %s', (_what, token) => {
		expect(sealer.unseal(token)).toBeUndefined();
	});

	it('of a token that names another key than it was sealed under, though the secret is the same', () => {
		const both = new TokenSealer([one, { id: 'two', key }]);
		expect(both.unseal(sealedElsewhere)).toEqual(claims);
		expect(both.unseal(sealedElsewhere.replace('one', 'two'))).toBeUndefined();
	});

	it('of a token of the same ID with another secret', () => {
		expect(new TokenSealer([{ ...two, id: 'one' }]).unseal(sealedElsewhere)).toBeUndefined();
	});

	it.each<[string, object]>([
		...Object.keys(claims).map((name): [string, object] => [
			`without ${name}`,
			{ [name]: undefined },
		]),
		['with a user that is no text', { user: 1 }],
		['with an account that is no text', { account: null }],
		['with a password that is no text', { password: null }],
		['with a project that is no text', { project: 1 }],
		['with a time that is no number', { issued: '1000' }],
		['with an end that is no number', { expires: null }],
		['with a claim that is not known', { admin: true }],
	])('of claims %s, which another release might seal', (_what, change) => {
		expect(sealer.unseal(sealer.seal({ ...claims, ...change } as never))).toBeUndefined();
	});
});
