import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from './context';

declare module 'fastify' {
	interface FastifyReply {
		/** The error code answered with, for log and metrics; empty on success. */
		failureCode: string;
	}
}

/** For log and metrics: the client closed the connection before it had its answer. Nobody is sent it. */
const clientLeft = 499;

/** Numbers every answer, and tells log and metrics of it; bodies, queries and credentials stay out. */
export function observe(app: FastifyInstance, context: Context): void {
	app.addHook('onRequest', async (request, reply) => {
		reply.header('X-Request-Id', request.id);
		reply.header('X-Content-Type-Options', 'nosniff');
		reply.raw.once('close', () => {
			if (!reply.raw.writableFinished) record(context, request, reply, clientLeft);
		});
	});
	app.addHook('onSend', async (_request, reply) => {
		// A connection kept alive would hold up the end of the service.
		if (context.state === 'stopping') reply.header('Connection', 'close');
	});
	app.addHook('onResponse', async (request, reply) => record(context, request, reply));
}

/** A stop or a start is no fault, but worth seeing. */
const levels: Record<number, 'error' | 'warn'> = { 500: 'error', 503: 'warn' };

/** Tells log and metrics of one request that is over. */
export function record(
	context: Context,
	request: FastifyRequest,
	reply: FastifyReply,
	status = reply.statusCode,
): void {
	const route = request.routeOptions.url ?? 'unknown';
	const method = request.routeOptions.url ? request.method : 'unknown';
	const { failureCode, elapsedTime } = reply;
	const code = status === clientLeft ? '' : failureCode;
	context.metrics.answered(route, method, status, code, elapsedTime);
	context.log[levels[status] ?? 'info'](
		{
			request_id: request.id,
			client: request.ip,
			method: request.method,
			route,
			status,
			code: code || undefined,
			account: request.caller?.account.name,
			ms: Math.round(elapsedTime),
		},
		'answered',
	);
}
