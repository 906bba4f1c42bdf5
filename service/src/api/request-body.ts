import type { Readable } from 'node:stream';
import { ApiError } from './failures';

/** Table row "body over 12 MB" of the gateway. */
const maxBodyBytes = 12 * 1024 * 1024;

/**
 * Collects a request body as the bytes that came, which is what a signature covers.
 * An oversized one is let run on unread, so that the client gets its answer instead of a broken connection.
 * @throws {ApiError} APIG.0201 above 12 MB
 */
export function readBody(payload: Readable, declaredLength: number): Promise<Buffer> {
	if (declaredLength > maxBodyBytes) return Promise.reject(tooLarge());
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		let length = 0;
		const collect = (chunk: Buffer) => {
			length += chunk.length;
			if (length <= maxBodyBytes) {
				chunks.push(chunk);
				return;
			}
			chunks.length = 0;
			payload.off('data', collect).resume();
			reject(tooLarge());
		};
		payload
			.on('data', collect)
			.once('end', () => {
				resolve(Buffer.concat(chunks));
			})
			.once('error', reject);
	});
}

function tooLarge(): ApiError {
	return new ApiError('bodyTooLarge', 'A request may have up to 12 MB.');
}
