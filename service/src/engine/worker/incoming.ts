import type { Readable } from 'node:stream';

/**
 * The next bytes of a stream that is paused in between. Pictures come so, since the channel of messages would
 * copy their bytes twice more.
 */
export function take(stream: Readable, length: number): Promise<Buffer> {
	const bytes = Buffer.allocUnsafe(length);
	if (length === 0) return Promise.resolve(bytes);
	return new Promise((resolve) => {
		let filled = 0;
		const collect = (chunk: Buffer) => {
			filled += chunk.copy(bytes, filled);
			if (filled < length) return;
			stream.off('data', collect).pause();
			resolve(bytes);
		};
		stream.on('data', collect).resume();
	});
}
