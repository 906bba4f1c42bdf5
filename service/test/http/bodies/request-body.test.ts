import { Readable } from 'node:stream';
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { BodyBudget } from '../../../src/http/bodies/body-budget';
import { BodyMemory } from '../../../src/http/bodies/body-memory';
import { readBody } from '../../../src/http/bodies/request-body';

const megabyte = 1024 * 1024;

const roomForAll = () => new BodyBudget(100 * megabyte).open({ account: 'a' });

/** A body that comes in pieces of these lengths, each of other bytes. */
const piecesOf = (lengths: number[]) => lengths.map((length, i) => Buffer.alloc(length, i + 1));

describe('a request body', () => {
	it('is the bytes that came, in whatever pieces, into memory that other bodies had before', async () => {
		const memory = new BodyMemory();
		const lengths = fc.array(fc.integer({ min: 1, max: 300_000 }), { maxLength: 12 });
		await fc.assert(
			fc.asyncProperty(lengths, fc.boolean(), async (pieces, declared) => {
				const expected = Buffer.concat(piecesOf(pieces));
				const length = declared ? expected.length : 0;
				const body = await readBody(Readable.from(piecesOf(pieces)), length, {
					memory,
					hold: roomForAll(),
				});
				expect(body.equals(expected)).toBe(true);
				memory.giveBack(body);
			}),
		);
	});

	it.each([
		['the declared length', 13 * megabyte, 1],
		['what comes', 0, 13],
	])('is refused above 12 MB by %s', async (_by, declared, megabytes) => {
		const payload = Readable.from(piecesOf(Array.from({ length: megabytes }, () => megabyte)));
		const body = readBody(payload, declared, { memory: new BodyMemory(), hold: roomForAll() });
		await expect(body).rejects.toMatchObject({ code: 'APIG.0201' });
	});

	it.each([
		['the declared length', 65_537],
		['what comes', 0],
	])('is refused above a lower limit by %s', async (_by, declared) => {
		const hold = roomForAll();
		const reading = { memory: new BodyMemory(), hold, limit: 65_536 };
		const body = readBody(Readable.from(piecesOf([65_536, 1])), declared, reading);
		await expect(body).rejects.toThrow('A request may have up to 64 KB.');
		const fitting = readBody(Readable.from(piecesOf([65_535, 1])), 0, reading);
		expect(await fitting).toHaveLength(65_536);
	});

	it.each([1, 65_535, 65_536, 300_000, megabyte, megabyte + 1, 5 * megabyte])(
		'of %d bytes is counted as what it really takes',
		async (length) => {
			const hold = roomForAll();
			let counted = 0;
			jest.spyOn(hold, 'growTo').mockImplementation((bytes) => void (counted = bytes));
			const payload = Readable.from([Buffer.alloc(length)]);
			const { buffer } = await readBody(payload, length, { memory: new BodyMemory(), hold });
			expect(counted).toBe(buffer.byteLength);
		},
	);

	it('may have 12 MB to the byte', async () => {
		const payload = Readable.from(piecesOf(Array.from({ length: 12 }, () => megabyte)));
		expect(
			await readBody(payload, 0, { memory: new BodyMemory(), hold: roomForAll() }),
		).toHaveLength(12 * megabyte);
	});
});
