import { getEventListeners } from 'node:events';
import { Readable } from 'node:stream';

import { AnswerTooLargeError, readBytes } from '../../../../nodes/ImageTagging/n8n/stream';

const never = () => new AbortController().signal;

describe('a streamed body', () => {
	it('is read to its end, up to the size that is allowed', async () => {
		const body = Readable.from([Buffer.from('ab'), new Uint8Array([99]), 'd']);
		expect(String(await readBytes(body, never(), 4))).toBe('abcd');
		expect(body.destroyed).toBe(true);
	});

	it('is closed and refused beyond that', async () => {
		let given = 0;
		async function* endless() {
			for (;;) {
				given++;
				yield await Promise.resolve(Buffer.alloc(2));
			}
		}
		const body = Readable.from(endless());
		const error = await readBytes(body, never(), 5).catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(AnswerTooLargeError);
		expect(error).toMatchObject({ code: 'ANSWER_TOO_LARGE', message: 'more than 5 bytes' });
		expect(body.destroyed).toBe(true);
		expect(given).toBeLessThan(100);
	});

	it.each(['before', 'while'])('ends when its signal aborts %s it is read', async (when) => {
		const stop = new AbortController();
		const body = new Readable({ read() {} });
		body.push('a');
		if (when === 'before') stop.abort();
		const reading = readBytes(body, stop.signal, 5);
		if (when === 'while') stop.abort();
		await expect(reading).rejects.toThrow('aborted');
		expect(body.destroyed).toBe(true);
	});

	it('leaves no listener at the signal', async () => {
		const signal = never();
		await readBytes(Readable.from(['a']), signal, 5);
		expect(getEventListeners(signal, 'abort')).toEqual([]);
	});
});
