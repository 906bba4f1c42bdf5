import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { BodyBuffers } from '../../tagging/body-buffers';
import { requestBody } from '../../tagging/request-body';

const overlaps = (one: Buffer, other: Buffer): boolean =>
	one.buffer === other.buffer &&
	one.byteOffset < other.byteOffset + other.length &&
	other.byteOffset < one.byteOffset + one.length;

describe('memory for request bodies', () => {
	it('is used again, for a body of any size that fits', () => {
		const buffers = new BodyBuffers();
		const first = buffers.take(100_000);
		buffers.giveBack(first);
		const second = buffers.take(60_000);
		expect(second).toHaveLength(60_000);
		expect(overlaps(first, second)).toBe(true);
		buffers.giveBack(second);
		expect(overlaps(first, buffers.take(100_000))).toBe(true);
	});

	it('is never shared by two bodies at a time, and has the size that was asked for', () => {
		const steps = fc.array(fc.record({ bytes: fc.nat(50_000), back: fc.nat() }));
		fc.assert(
			fc.property(steps, (script) => {
				const buffers = new BodyBuffers();
				let taken: Buffer[] = [];
				for (const { bytes, back } of script) {
					const body = buffers.take(bytes);
					expect(body).toHaveLength(bytes);
					expect(taken.some((other) => overlaps(body, other))).toBe(false);
					taken.push(body);
					const returned = back % 2 === 0 ? taken[back % taken.length] : undefined;
					if (returned) buffers.giveBack(returned);
					taken = taken.filter((other) => other !== returned);
				}
			}),
		);
	});

	it('is given back once, and only if it was taken', () => {
		const buffers = new BodyBuffers();
		const foreign = Buffer.from('{"url":"https://a.b/c"}');
		buffers.giveBack(foreign);
		expect(overlaps(foreign, buffers.take(10))).toBe(false);
		const body = buffers.take(10);
		buffers.giveBack(body);
		buffers.giveBack(body);
		expect(overlaps(buffers.take(10), buffers.take(10))).toBe(false);
	});

	it('keeps nothing of an earlier body in a later one', () => {
		const buffers = new BodyBuffers();
		const bodyOf = (image: Buffer) =>
			requestBody({ image }, { language: 'en' }, (bytes) => buffers.take(bytes));
		const longer = bodyOf(Buffer.alloc(90_000, 'x'));
		buffers.giveBack(longer);
		expect(bodyOf(Buffer.from('y')).toString()).toBe('{"image":"eQ==","language":"en"}');
	});
});
