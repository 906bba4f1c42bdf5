import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { redact, redactUrl } from '../../huawei-cloud/redact';
import { cases } from '../support/thorough';

const token = `MII${'QwErTy0+/-_'.repeat(12)}==`;

describe('redactUrl', () => {
	it.each([
		['https://user:secret@h.example/a/b.jpg?sig=secret#secret', 'https://h.example/a/b.jpg'],
		['https://h.example:8443/photo@2x.png', 'https://h.example:8443/photo@2x.png'],
		['http://[::1]:80/a?secret', 'http://[::1]:80/a'],
		['https://u:s@[::1]/a', 'https://[::1]/a'],
		['https://user:sec/ret@h.example/a', 'https://h.example/a'],
		['https:user:secret@h.example/a', 'https://h.example/a'.replace('//', '')],
		['https:\\\\user:secret@h.example\\a', 'https:\\\\h.example\\a'],
		['https://p.example/https://u:secret@h.example/a', 'https://p.example/https://h.example/a'],
		['http://[::1]:80/https://u:secret@h.example/a', 'http://[::1]:80/https://h.example/a'],
		['https://u:secret@h.example/a b.jpg', 'https://h.example/a b.jpg'],
		['https://u:secret@h.example/photo@2x.png', 'https://h.example/photo@2x.png'],
		['https://u:s@sec:re:t/x@h.example/a', 'https://h.example/a'],
		['data:image/png;base64,secret', 'data:***'],
		[' data:image/png;base64,secret', 'data:***'],
		['https://h.example/data:a', 'https://h.example/data:a'],
		['not an address?secret', 'not an address'],
		['', ''],
	])('%p becomes %p', (url, expected) => expect(redactUrl(url)).toBe(expected));

	it('leaves no user part and no query, whatever the address', () => {
		const parts = fc.stringMatching(/^[A-Za-z0-9!$&'()*+,;=._~-]{1,20}$/);
		// An address within the path loses its user part as well, as tested above.
		const addresses = fc.webUrl().filter((url) => !/[\\/]{2}.*@/.test(url.replace('://', '')));
		fc.assert(
			fc.property(parts, parts, addresses, parts, (user, password, url, query) => {
				const marked = `USER${user}:PASS${password}@`;
				const written = `${url.replace('://', () => `://${marked}`)}?QUERY${query}`;
				expect(redactUrl(written)).toBe(url.replace(/[?#].*$/, ''));
			}),
		);
	});
});

describe('redact', () => {
	it.each([
		[['inner', 'outer-inner-outer']],
		[['outer-inner-outer', 'inner']],
		[['outer', 'inner', 'outer-inner-outer', 'er-in']],
	])('leaves no rest of a secret that has another one inside: %j', (secrets) => {
		expect(redact('it was outer-inner-outer, and inner', secrets)).toBe('it was ***, and ***');
	});

	it.each([
		['Authorization: SDK-HMAC-SHA256 Access=AK, SignedHeaders=host, Signature=hush'],
		['{"Authorization":"SDK-HMAC-SHA256 Access=AK, Signature=hush"}'],
		['signed with SDK-HMAC-SHA256 Access=AK, SignedHeaders=a;b, Signature=hush'],
		['"rawHeaders":["authorization","Bearer hush"]'],
		['X-Auth-Token: hush'],
		['{ "x-auth-token": "hush and more hush" }'],
		["{ 'X-Auth-Token': 'hush' }"],
		["[ 'X-Subject-Token', 'hush' ]"],
		['{\\"x-security-token\\":\\"hush\\"}'],
		[
			'canonicalRequest:POST|/v1.0/image/tagging/||host:h|x-security-token:hush||host;x-security-token|hash',
		],
		['set-cookie: id=hush; Path=/'],
		['{\\"password\\":\\"two words, hush\\"}'],
		['{"auth":{"password":"hu\\"sh hush"}}'],
		["password='hu\\'sh hush'"],
		['secretAccessKey=hush'],
		['"sk":"hush"'],
		['security_token: hush'],
		['https://bucket.obs.example/a.jpg?AccessKeyId=AK&Expires=1&Signature=hush'],
		['see https://user:hush@h.example/a.'],
		['AccessKeyId=AK&Signature=hush'],
	])('hides the secret in %p', (text) => {
		expect(redact(text)).not.toMatch(/hu\\?["']?sh/);
		expect(redact(redact(text))).toBe(redact(text));
	});

	it('hides the key that an echoed signature names', () => {
		expect(redact('sent SDK-HMAC-SHA256 Access=AK, SignedHeaders=host')).toBe(
			'sent SDK-HMAC-SHA256 ***',
		);
	});

	it('hides a token that is too short for long base64, but no word that has its first letters inside', () => {
		const short = `MII${'QwErTy'.repeat(5)}`;
		expect(redact(`token ${short} end`)).toBe('token *** end');
		expect(redact(`name A${short} end`)).toBe(`name A${short} end`);
	});

	it('hides tokens and long base64 wherever they are', () => {
		expect(redact(`token ${token} end`)).toBe('token *** end');
		expect(redact(`"image":"${'QUJD'.repeat(60)}"`)).toBe('"image":"***"');
	});

	it('leaves ordinary text alone', () => {
		const text =
			'The task failed: decrypt token fail (APIG.0301), request 8080d377bffeb6d519b0567c09cebe6b, hash ' +
			'efc4bd956b47c09cd9f2ad19df067e8a26458aff4a72e9401e5aa348a331b8b8, see https://h.example/a/b.jpg.';
		expect(redact(text)).toBe(text);
		expect(redact('The request needs authorization, and a password.')).toBe(
			'The request needs authorization, and a password.',
		);
	});

	it('hides the given values however they are written', () => {
		const password = 'p"ä/ 100%\\';
		const spelled = [
			password,
			JSON.stringify(password),
			encodeURIComponent(password),
			new URLSearchParams({ password }).toString(),
		];
		for (const text of spelled)
			expect(redact(`is ${text} here`, [password])).toMatch(/^is .{0,12}\*\*\*.? here$/);
	});

	it('hides a value as a form writes it', () => {
		const query = new URLSearchParams({ named: 'the pass word' }).toString();
		expect(redact(`sent ${query}`, ['the pass word'])).toBe('sent named=***');
	});

	it('hides a value of four characters', () => {
		expect(redact('it was abcd', ['abcd'])).toBe('it was ***');
	});

	it('ignores what is too short for a secret, and what is missing', () => {
		expect(redact('a b c', ['a', '', undefined])).toBe('a b c');
	});

	it('lets no planted secret survive', () => {
		const secret = fc
			.string({ unit: 'binary', minLength: 4, maxLength: 60 })
			.filter((value) => !value.includes('*'));
		const around = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 60 }),
			fc.constantFrom(
				'X-Auth-Token: ',
				'{"password":"',
				'https://h.example/?a=',
				'|x-security-token:',
				'Signature=',
				token,
			),
		);
		fc.assert(
			fc.property(
				fc.array(secret, { minLength: 1, maxLength: 4 }),
				fc.array(around, { minLength: 1, maxLength: 6 }),
				(secrets, pieces) => {
					const text = pieces
						.map((piece, index) => piece + secrets[index % secrets.length])
						.join('');
					const clean = redact(text, secrets);
					for (const value of secrets) expect(clean).not.toContain(value);
					for (const value of secrets) {
						expect(redact(JSON.stringify({ text }), secrets)).not.toContain(
							JSON.stringify(value).slice(1, -1),
						);
					}
				},
			),
			{ numRuns: cases(2_000) },
		);
	});

	it('gets through large hostile texts', () => {
		const pieces = [
			'a',
			'A-',
			'MII',
			'password',
			'password"',
			'password":"',
			'authorization',
			'authorization ',
			'authorization"\\',
			'x-auth-token: ',
			'https://',
			'http://a@',
			'secret" : \\',
			' ',
			'\\',
			'"',
			`${'a'.repeat(99)} `,
			"sk='\\",
			'Signature=',
			'://',
			'set-cookie,',
			'password  ',
		];
		for (const piece of pieces) {
			const text = `${piece.repeat(Math.ceil(1_000_000 / piece.length))} planted-secret`;
			expect(redact(text, ['planted-secret'])).not.toContain('planted-secret');
		}
	});
});
