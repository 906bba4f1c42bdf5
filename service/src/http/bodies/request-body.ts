import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../../contract/failures';
import type { BodyMemory } from './body-memory';

/** Table row "body over 12 MB" of the gateway. */
const maxBodyBytes = 12 * 1024 * 1024;
/** Room to begin with for a body that does not say how long it is. */
const firstRoom = 256 * 1024;

/**
 * Collects a request body as the bytes that came, which is what a signature covers.
 * An oversized one is let run on unread, so that the client gets its answer instead of a broken connection.
 * @param declaredLength 0 when the client did not say
 * @throws {ApiError} APIG.0201 above 12 MB
 */
export function readBody(
	payload: Readable,
	declaredLength: number,
	memory: BodyMemory,
): Promise<Buffer> {
	if (declaredLength > maxBodyBytes) return Promise.reject(tooLarge());
	return new Promise((resolve, reject) => {
		let body: Buffer | undefined;
		let length = 0;
		const collect = (chunk: Buffer) => {
			if (length + chunk.length > maxBodyBytes) {
				body = undefined;
				payload.off('data', collect).resume();
				reject(tooLarge());
				return;
			}
			body ??= memory.take(declaredLength || Math.max(firstRoom, chunk.length));
			if (length + chunk.length > body.length) {
				const wider = memory.take(2 * (length + chunk.length));
				body.copy(wider, 0, 0, length);
				body = wider;
			}
			chunk.copy(body, length);
			length += chunk.length;
		};
		payload
			.on('data', collect)
			.once('end', () => {
				resolve(body?.subarray(0, length) ?? Buffer.alloc(0));
			})
			.once('error', reject);
	});
}

const noBody = Buffer.alloc(0);

/** The bytes of the request's body. */
export function bodyOf(request: FastifyRequest): Buffer {
	return Buffer.isBuffer(request.body) ? request.body : noBody;
}

function tooLarge(): ApiError {
	return new ApiError('bodyTooLarge', 'A request may have up to 12 MB.');
}
