import { beforeEach, expect, it } from '@jest/globals';
import { hashCosts, isPassword } from '../../src/auth/passwords';

/** Jest's own, since only with that one its `mock` goes in front of the imports. */
declare const jest: typeof import('@jest/globals').jest;

type Answer = (error: null, hash: Buffer) => void;

jest.mock('node:crypto', () => ({
	...(jest.requireActual('node:crypto') as object),
	scrypt(_password: string, _salt: Buffer, length: number, { N, r, p }: Cost, answer: Answer) {
		hashed.push(`${Math.log2(N)}/${r}/${p}`);
		answer(null, Buffer.alloc(length));
	},
}));

interface Cost {
	N: number;
	r: number;
	p: number;
}

let hashed: string[];
beforeEach(() => {
	hashed = [];
});

const hashOf = (cost: string) => ({
	passwordHash: `$scrypt$${cost}$${'A'.repeat(22)}$${'B'.repeat(43)}`,
});
const cheap = hashOf('ln=10,r=8,p=1');
const costly = hashOf('ln=15,r=16,p=3');
const plain = { password: 'right' };

it.each([
	['nobody', undefined],
	['somebody without a password', {}],
	['somebody whose password is not hashed', plain],
	['somebody whose hash costs little', cheap],
	['somebody whose hash costs much', costly],
])('a password of %s is hashed once at each cost that there is', async (_, stored) => {
	await isPassword('wrong', stored, hashCosts([cheap, plain, costly, cheap]));
	expect(hashed.sort()).toEqual(['10/8/1', '15/16/3']);
});
