import { describe, expect, it } from '@jest/globals';
import { passwordHashPattern } from '../../src/contract/password-hash';

const hash = ({
	before = '',
	ln = '15',
	r = '8',
	p = '3',
	salt = 'A'.repeat(22),
	derived = 'A'.repeat(43),
	after = '',
}) => `${before}$scrypt$ln=${ln},r=${r},p=${p}$${salt}$${derived}${after}`;

describe('the hash of a password', () => {
	it.each([
		['as hash-password prints it', {}],
		['of the least cost', { ln: '10', p: '1' }],
		['of the greatest cost', { ln: '17', r: '16', p: '8' }],
		['with the shortest salt and hash', { salt: 'A'.repeat(16), derived: 'A'.repeat(32) }],
		['with the longest salt and hash', { salt: 'A'.repeat(64), derived: 'A'.repeat(128) }],
		['of all digits', { salt: 'azAZ09+/azAZ09+/', derived: 'azAZ09+/'.repeat(4) }],
	])('is taken %s', (_what, parts) => {
		expect(hash(parts)).toMatch(passwordHashPattern);
	});

	it.each([
		['that costs too little', { ln: '9' }],
		['that costs too much', { ln: '18' }],
		['of a cost with a digit more', { ln: '150' }],
		['of blocks of 32', { r: '32' }],
		['of no thread', { p: '0' }],
		['of nine threads', { p: '9' }],
		['with a short salt', { salt: 'A'.repeat(15) }],
		['with a long salt', { salt: 'A'.repeat(65) }],
		['with a short hash', { derived: 'A'.repeat(31) }],
		['with a long hash', { derived: 'A'.repeat(129) }],
		['with padding', { salt: `${'A'.repeat(22)}==` }],
		['with a salt in URL-safe base64', { salt: '_'.repeat(22) }],
		['with a hash in URL-safe base64', { derived: '-'.repeat(43) }],
		['with something before it', { before: 'x' }],
		['with something after it', { after: '\n' }],
	])('is not taken %s', (_what, parts) => {
		expect(hash(parts)).not.toMatch(passwordHashPattern);
	});
});
