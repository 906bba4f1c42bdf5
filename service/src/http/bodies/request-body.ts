import type { Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../../contract/failures';
import { maxBodyBytes, type BodyHold } from './body-budget';
import type { BodyMemory } from './body-memory';

/** Room to begin with for a body that does not say how long it is. */
const firstRoom = 256 * 1024;
/** Taken on the client's word alone; more of what it declares when so much has come. */
const mostOnTrust = 1024 * 1024;

export interface BodyReading {
	memory: BodyMemory;
	/** Asked for the room before it is taken. */
	hold: BodyHold;
	/** Told of the bytes as they come, so that nobody has to go over all of them at once. */
	hash?: Hash | undefined;
}

/**
 * Collects a request body as the bytes that came, which is what a signature covers. One that is too large, or for which
 * there is no memory, is let run on unread, so that the client gets its answer instead of a broken connection.
 * @param declaredLength 0 when the client did not say
 * @throws {ApiError} APIG.0201, 413 above 12 MB or 503 without memory for it
 */
export function readBody(
	payload: Readable,
	declaredLength: number,
	{ memory, hold, hash }: BodyReading,
): Promise<Buffer> {
	if (declaredLength > maxBodyBytes) return Promise.reject(tooLarge());
	return new Promise((resolve, reject) => {
		let body: Buffer = noBody;
		let length = 0;
		/** As long as it says it is, or twice as long as what came. */
		const roomFor = (bytes: number) => {
			if (declaredLength === 0) return Math.max(firstRoom, 2 * bytes);
			return bytes <= mostOnTrust ? Math.min(declaredLength, mostOnTrust) : declaredLength;
		};
		const add = (chunk: Buffer) => {
			const end = length + chunk.length;
			if (end > maxBodyBytes) throw tooLarge();
			if (end > body.length) {
				const room = roomFor(end);
				hold.growTo(room);
				const wider = memory.take(room);
				body.copy(wider, 0, 0, length);
				memory.giveBack(body);
				body = wider;
			}
			chunk.copy(body, length);
			hash?.update(chunk);
			length = end;
		};
		const collect = (chunk: Buffer) => {
			try {
				add(chunk);
			} catch (error) {
				body = noBody;
				payload.off('data', collect).resume();
				reject(error instanceof Error ? error : new Error(String(error)));
			}
		};
		payload
			.on('data', collect)
			.once('end', () => {
				resolve(body.subarray(0, length));
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
