import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BodyMemory } from '../../../src/http/bodies/body-memory';

const megabyte = 1024 * 1024;
const length = fc.oneof(
	fc.constantFrom(0, 1, 65_535, 65_536, megabyte, megabyte + 1),
	fc.integer({ min: 0, max: 2 * megabyte }),
);
/** To take that many bytes, or to give back the oldest body. */
const step = fc.oneof(length, fc.constant('give back' as const));

describe('memory for bodies', () => {
	it('is of the length that was asked for, and never of two bodies at a time', () => {
		fc.assert(
			fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
				const memory = new BodyMemory();
				const inUse: Buffer[] = [];
				for (const asked of steps) {
					if (asked === 'give back') {
						const body = inUse.shift();
						if (body) memory.giveBack(body);
						continue;
					}
					const body = memory.take(asked);
					expect(body.length).toBe(asked);
					expect(inUse.filter(({ buffer }) => buffer === body.buffer)).toEqual([]);
					inUse.push(body);
				}
			}),
		);
	});

	it('is used again for what is as large as photos are', () => {
		const memory = new BodyMemory();
		const first = memory.take(500_000);
		memory.giveBack(first);
		expect(memory.take(300_000).buffer).toBe(first.buffer);
		expect(memory.take(300_000).buffer).not.toBe(first.buffer);
	});

	it.each([1000, 2 * megabyte])('is new for %d bytes', (bytes) => {
		const memory = new BodyMemory();
		const first = memory.take(bytes);
		memory.giveBack(first);
		expect(memory.take(bytes).buffer).not.toBe(first.buffer);
	});

	it.each([
		[65_535, 65_535],
		[65_536, megabyte],
		[megabyte, megabyte],
		[megabyte + 1, megabyte + 1],
	])('for %d bytes takes %d', (bytes, size) => {
		const memory = new BodyMemory();
		expect(memory.sizeFor(bytes)).toBe(size);
		expect(memory.take(bytes).buffer.byteLength).toBe(size);
	});

	it('is kept for 16 bodies at most', () => {
		const memory = new BodyMemory();
		const bodies = Array.from({ length: 20 }, () => memory.take(megabyte));
		for (const body of bodies) memory.giveBack(body);
		const known = new Set(bodies.map(({ buffer }) => buffer));
		const again = Array.from({ length: 20 }, () => memory.take(megabyte));
		expect(again.filter(({ buffer }) => known.has(buffer))).toHaveLength(16);
	});
});
