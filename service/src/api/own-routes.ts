import type { FastifyInstance } from 'fastify';
import type { Context } from './context';

/** `GET /healthz` and `GET /metrics`, for those who run the service. */
export function ownRoutes(scope: FastifyInstance, context: Context): void {
	scope.get('/healthz', (_request, reply) => {
		const { workers, ready, busy, queued } = context.engine.stats();
		const { state } = context;
		const status = state === 'ready' && ready === 0 ? 'without workers' : state;
		reply.header('Cache-Control', 'no-store').code(status === 'ready' ? 200 : 503);
		return { status, workers, ready, busy, queued };
	});
	scope.get('/metrics', async (_request, reply) => {
		reply.header('Cache-Control', 'no-store').type(context.metrics.contentType);
		return context.metrics.text();
	});
}
