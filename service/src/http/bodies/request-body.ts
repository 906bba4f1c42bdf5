import type { Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../../contract/failures';
import { maxBodyBytes, type BodyHold } from './body-budget';
import type { Memory } from './body-memory';

declare module 'fastify' {
	interface FastifyRequest {
		/** Given by `holdBody`: without it no body is kept. */
		bodyHold: BodyHold;
		/** Over the body as it comes, where a signature needs it. */
		bodyHash: Hash | null;
	}
}

const megabyte = 1024 * 1024;

/** Room to begin with for a body that does not say how long it is. */
const firstRoomOf = (limit: number) => Math.min(256 * 1024, Math.ceil(limit / 4));
/** Taken on the client's word alone; more of what it declares when so much has come. */
const mostOnTrust = megabyte;

export interface BodyReading {
	memory: Memory;
	/** Asked for the room before it is taken. */
	hold: BodyHold;
	/** Told of the bytes as they come, so that nobody has to go over all of them at once. */
	hash?: Hash | null;
	/** The most bytes that it may have; 12 MB unless it is less. */
	limit?: number;
}

/**
 * Collects a request body as the bytes that came, which is what a signature covers. One that is too large, or for which
 * there is no memory, is let run on unread, so that the client gets its answer instead of a broken connection.
 * @param declaredLength 0 when the client did not say
 * @throws {ApiError} APIG.0201, 413 above the limit or 503 without memory for it
 */
export function readBody(
	payload: Readable,
	declaredLength: number,
	{ memory, hold, hash, limit = maxBodyBytes }: BodyReading,
): Promise<Buffer> {
	if (declaredLength > limit) return Promise.reject(tooLarge(limit));
	return new Promise((resolve, reject) => {
		let body: Buffer = noBody;
		let length = 0;
		/** As long as it says it is, or twice as long as what came. */
		const roomFor = (bytes: number) => {
			if (declaredLength === 0) return Math.min(limit, Math.max(firstRoomOf(limit), 2 * bytes));
			return bytes <= mostOnTrust ? Math.min(declaredLength, mostOnTrust) : declaredLength;
		};
		const add = (chunk: Buffer) => {
			const end = length + chunk.length;
			if (end > limit) throw tooLarge(limit);
			if (end > body.length) {
				const room = memory.sizeFor(roomFor(end));
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

/** Keeps the bodies of this scope's requests, each with what it holds by the time it comes. */
export function keepBodies(
	scope: FastifyInstance,
	reading: Pick<BodyReading, 'memory' | 'limit'>,
): void {
	for (const name of ['bodyHold', 'bodyHash']) scope.decorateRequest(name, null);
	scope.removeAllContentTypeParsers();
	scope.addContentTypeParser('*', (request: FastifyRequest, payload: Readable) => {
		const { bodyHold: hold, bodyHash: hash, headers } = request;
		const declared = Number(headers['content-length'] ?? 0);
		return readBody(payload, declared, { ...reading, hold, hash });
	});
}

/** Lets a request have memory for its body, until it is over. */
export function holdBody(request: FastifyRequest, reply: FastifyReply, hold: BodyHold): void {
	request.bodyHold = hold;
	// Its client may have left meanwhile.
	if (reply.raw.destroyed) hold.release();
	else reply.raw.once('close', () => hold.release());
}

const noBody = Buffer.alloc(0);

/** The bytes of the request's body. */
export function bodyOf(request: FastifyRequest): Buffer {
	return Buffer.isBuffer(request.body) ? request.body : noBody;
}

function tooLarge(limit: number): ApiError {
	const most = limit < megabyte ? `${limit / 1024} KB` : `${limit / megabyte} MB`;
	return new ApiError('bodyTooLarge', `A request may have up to ${most}.`);
}
