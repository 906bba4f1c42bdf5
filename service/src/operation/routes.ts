import type { FastifyInstance, FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { Engine } from '../engine';
import type { healthAnswer, modelsAnswer, readinessAnswer } from './answer-schemas';
import type { Metrics } from './metrics';
import type { Life } from './phase';
import type { SaturationWatch } from './saturation';

interface Operation {
	engine: Engine;
	life: Readonly<Life>;
	metrics: Metrics;
	saturation: SaturationWatch;
}

/** Asked every few seconds by whatever keeps the service running or watches it. */
export const watchedPaths = new Set(['/healthz', '/livez', '/readyz', '/metrics']);

/** `GET /healthz`, `/livez`, `/readyz`, `/models` and `/metrics`, for those who run the service. */
export function operationRoutes(scope: FastifyInstance, operation: Operation): void {
	const { metrics, saturation } = operation;
	scope.get('/livez', (_request, reply) => {
		reply.header('Cache-Control', 'no-store');
		return { status: 'alive' };
	});
	scope.get('/healthz', (_request, reply) => answerHealth(reply, healthOf(operation)));
	scope.get('/readyz', (_request, reply) => {
		const health = healthOf(operation);
		const saturated = health.status === 'ready' && saturation.isSaturated;
		return answerHealth(reply, saturated ? { ...health, status: 'saturated' } : health);
	});
	scope.get('/models', (): z.output<typeof modelsAnswer> => ({ models: operation.engine.models }));
	scope.get('/metrics', async (_request, reply) => {
		reply.header('Cache-Control', 'no-store').type(metrics.contentType);
		return metrics.text();
	});
}

function healthOf({ engine, life }: Operation): z.output<typeof healthAnswer> {
	const { workers, ready, busy, queued } = engine.stats();
	const status = life.phase === 'ready' && ready === 0 ? 'without workers' : life.phase;
	return { status, workers, ready, busy, queued };
}

function answerHealth<Answer extends z.output<typeof readinessAnswer>>(
	reply: FastifyReply,
	answer: Answer,
): Answer {
	reply.header('Cache-Control', 'no-store').code(answer.status === 'ready' ? 200 : 503);
	return answer;
}
