import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { BodyMemory } from '../http/bodies/body-memory';
import { bodyOf, readBody } from '../http/bodies/request-body';
import type { Authenticator, Claim } from './authenticator';
import type { Caller } from './caller';

declare module 'fastify' {
	interface FastifyRequest {
		/** What the headers claim, on protected routes. */
		claim: Claim | null;
		/** Who is calling, on protected routes, once that is proven. */
		caller: Caller | null;
	}
}

/** The proven caller of a protected route. */
export function callerOf(request: FastifyRequest): Caller {
	if (!request.caller) throw new Error('callerOf() was used on a route that is not protected');
	return request.caller;
}

/** Lets only authenticated requests reach the routes of this scope. */
export function protect(
	scope: FastifyInstance,
	{ authenticator, bodyMemory }: { authenticator: Authenticator; bodyMemory: BodyMemory },
): void {
	scope.decorateRequest('claim', null);
	scope.decorateRequest('caller', null);
	scope.removeAllContentTypeParsers();
	scope.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
		readBody(payload, Number(request.headers['content-length'] ?? 0), bodyMemory),
	);
	scope.addHook('onRequest', async (request) => {
		request.claim = authenticator.begin(request.headers);
	});
	scope.addHook('preHandler', async (request) => {
		if (!request.claim) return;
		request.caller = authenticator.finish(request.claim, {
			method: request.method,
			url: request.raw.url ?? request.url,
			headers: request.headers,
			body: bodyOf(request),
		});
		request.accountName = request.caller.account.name;
	});
}
