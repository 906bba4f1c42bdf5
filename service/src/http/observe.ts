import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from '../operation/metrics';
import type { Life } from '../operation/phase';
import { watchedPaths } from '../operation/routes';
import { idsOf } from './trace';

declare module 'fastify' {
	interface FastifyRequest {
		/** Name of the account that asks, for the log, once that is proven. */
		accountName: string;
	}
	interface FastifyReply {
		/** The error code answered with, for log and metrics; empty on success. */
		failureCode: string;
	}
}

/** Who is told of what was answered. */
export interface Observers {
	log: FastifyBaseLogger;
	metrics: Metrics;
}

/** For log and metrics: the client closed the connection before it had its answer. Nobody is sent it. */
export const clientLeft = 499;

/** Numbers every answer, and tells log and metrics of it; bodies, queries and credentials stay out. */
export function observe(
	app: FastifyInstance,
	{ life, ...observers }: Observers & { life: Readonly<Life> },
): void {
	app.decorateRequest('accountName', '');
	app.decorateRequest('audit', null);
	app.decorateReply('failureCode', '');
	app.decorateReply('refusal', '');
	app.addHook('onRequest', async (request, reply) => {
		reply.header('X-Request-Id', request.id);
		reply.header('X-Content-Type-Options', 'nosniff');
		reply.raw.once('close', () => {
			if (!reply.raw.writableFinished) record(observers, request, reply, clientLeft);
		});
	});
	app.addHook('onSend', async (_request, reply) => {
		// A connection kept alive would hold up the end of the service.
		if (life.phase === 'stopping') reply.header('Connection', 'close');
	});
	app.addHook('onResponse', async (request, reply) => record(observers, request, reply));
}

/** A stop or a start is no fault, but worth seeing. */
const levels: Record<number, 'error' | 'warn'> = { 500: 'error', 503: 'warn' };

/** Tells log and metrics of one request that is over. */
export function record(
	{ log, metrics }: Observers,
	request: FastifyRequest,
	reply: FastifyReply,
	status = reply.statusCode,
): void {
	const route = request.routeOptions.url ?? 'unknown';
	const method = request.routeOptions.url ? request.method : 'unknown';
	const { failureCode, refusal, elapsedTime } = reply;
	const code = status === clientLeft ? '' : failureCode;
	metrics.answered(route, method, status, code, elapsedTime);
	if (refusal !== '') metrics.refused(refusal);
	// A line every few seconds would say nothing; what a state means has lines of its own.
	const level = watchedPaths.has(route) ? 'debug' : (levels[status] ?? 'info');
	log[level](
		{
			...idsOf(request),
			client: request.ip,
			method: request.method,
			route,
			status,
			code: code || undefined,
			account: request.accountName || undefined,
			...request.audit,
			...(refusal !== '' && { audit: 'refused', refusal }),
			ms: Math.round(elapsedTime),
		},
		'answered',
	);
}
