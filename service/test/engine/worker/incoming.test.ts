import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Incoming } from '../../../src/engine/worker/incoming';

const folder = mkdtempSync(join(tmpdir(), 'incoming-'));
afterAll(() => rmSync(folder, { recursive: true }));

function incomingOf(...pictures: Buffer[]): Incoming {
	const file = join(folder, 'bytes');
	writeFileSync(file, Buffer.concat(pictures));
	return new Incoming(openSync(file, 'r'));
}

const picture = fc
	.tuple(fc.integer({ min: 0, max: 2_500_000 }), fc.nat(255))
	.map(([length, value]) => Buffer.alloc(length, value));

describe('pictures from a stream of bytes', () => {
	it('are what was sent, and stay so while the next one is read', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(picture, { minLength: 1, maxLength: 6 }), async (sent) => {
				const incoming = incomingOf(...sent);
				let previous: Buffer = Buffer.alloc(0);
				for (const [place, { length }] of sent.entries()) {
					const taken = await incoming.take(length);
					expect(taken.equals(sent[place]!)).toBe(true);
					if (place > 0) expect(previous.equals(sent[place - 1]!)).toBe(true);
					previous = taken;
				}
			}),
			{ numRuns: 20 },
		);
	});

	it.each([
		['up to a mebibyte, in turn', 1024 * 1024, true],
		['unless they are larger', 1024 * 1024 + 1, false],
	])('go into two pieces of memory, %s', async (_which, bytes, isKept) => {
		const incoming = incomingOf(Buffer.alloc(3 * bytes));
		const [first, second, third] = [
			await incoming.take(bytes),
			await incoming.take(bytes),
			await incoming.take(bytes),
		];
		expect(second.buffer).not.toBe(first.buffer);
		expect(third.buffer === first.buffer).toBe(isKept);
	});

	it('may break off', async () => {
		await expect(incomingOf(Buffer.from('abc')).take(4)).rejects.toThrow('broke off');
	});
});
