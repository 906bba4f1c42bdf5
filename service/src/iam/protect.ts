import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Account } from '../config/account-schema';
import { addressKey } from '../http/address';
import type { BodyBudget, Holder } from '../http/bodies/body-budget';
import type { BodyMemory } from '../http/bodies/body-memory';
import { bodyOf, holdBody, keepBodies } from '../http/bodies/request-body';
import type { SignedHead } from './access-keys';
import type { Authenticator, Claim } from './authenticator';
import type { Caller } from './caller';

declare module 'fastify' {
	interface FastifyRequest {
		/** What the headers claim, on protected routes. */
		claim: Claim;
		/** Who is calling, on protected routes, once that is proven. */
		caller: Caller | null;
		/** Whether the caller is proven before the body has come. */
		isProven: boolean;
		/** Whose request it is, before its body: proven, or claimed with a key that lately was right from there. */
		tenant: Account | null;
	}
}

/** The proven caller of a protected route. */
export function callerOf(request: FastifyRequest): Caller {
	if (!request.caller) throw new Error('callerOf() was used on a route that is not protected');
	return request.caller;
}

export interface Protection {
	authenticator: Authenticator;
	bodyMemory: BodyMemory;
	bodyBudget: BodyBudget;
}

/** Lets only authenticated requests reach the routes of this scope. */
export function protect(
	scope: FastifyInstance,
	{ authenticator, bodyMemory, bodyBudget }: Protection,
): void {
	for (const name of ['claim', 'caller', 'tenant']) scope.decorateRequest(name, null);
	scope.decorateRequest('isProven', false);
	keepBodies(scope, { memory: bodyMemory });
	scope.addHook('onRequest', async (request, reply) => {
		const head = headOf(request);
		const accessKey = authenticator.keyNamedIn(head.headers);
		if (accessKey !== undefined) request.audit = { access_key: accessKey };
		const claim = await authenticator.begin(head);
		request.claim = claim;
		if ('caller' in claim) {
			request.caller = claim.caller;
			request.tenant = claim.caller.account;
			request.isProven = true;
		} else {
			const { proven, known, owner } = claim.signature;
			request.isProven = proven;
			request.tenant = proven || known ? owner.account : null;
			request.bodyHash = createHash('sha256');
		}
		request.accountName = request.tenant?.name ?? '';
		holdBody(request, reply, bodyBudget.open(holderOf(request, head.address)));
	});
	scope.addHook('preHandler', async (request) => {
		request.caller = await authenticator.finish(request.claim, {
			...headOf(request),
			body: bodyOf(request),
			bodySha256: request.bodyHash?.digest('hex'),
		});
		const { account } = request.caller;
		request.tenant = account;
		request.accountName = account.name;
		bodyBudget.handOver(request.bodyHold, { account: account.name });
	});
}

/** Whose memory the body takes until it is proven who sent it. */
function holderOf({ tenant, isProven }: FastifyRequest, address: string): Holder {
	if (!tenant) return { stranger: address };
	return isProven ? { account: tenant.name } : { account: tenant.name, claimedFrom: address };
}

function headOf(request: FastifyRequest): SignedHead {
	return {
		method: request.method,
		url: request.url,
		headers: request.headers,
		address: addressKey(request.ip),
		overTls: request.protocol === 'https',
	};
}
