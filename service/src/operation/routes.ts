import type { FastifyInstance } from 'fastify';
import type { Engine } from '../engine';
import type { Metrics } from './metrics';
import type { Life } from './phase';

/** `GET /healthz` and `GET /metrics`, for those who run the service. */
export function operationRoutes(
	scope: FastifyInstance,
	{ engine, life, metrics }: { engine: Engine; life: Readonly<Life>; metrics: Metrics },
): void {
	scope.get('/healthz', (_request, reply) => {
		const { workers, ready, busy, queued } = engine.stats();
		const status = life.phase === 'ready' && ready === 0 ? 'without workers' : life.phase;
		reply.header('Cache-Control', 'no-store').code(status === 'ready' ? 200 : 503);
		return { status, workers, ready, busy, queued };
	});
	scope.get('/metrics', async (_request, reply) => {
		reply.header('Cache-Control', 'no-store').type(metrics.contentType);
		return metrics.text();
	});
}
