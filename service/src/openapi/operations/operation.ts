import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import {
	healthAnswer,
	livenessAnswer,
	modelsAnswer,
	readinessAnswer,
} from '../../operation/answer-schemas';
import { failuresOf, json } from '../responses';

const open = { tags: ['Operation'], security: [] };

const text = (description: string, type: string) => ({
	description,
	content: { [type]: { schema: z.string() } },
});

const health: ZodOpenApiOperationObject = {
	...open,
	operationId: 'health',
	summary: 'Whether images are tagged now',
	responses: {
		...failuresOf([]),
		200: json('Ready.', healthAnswer),
		503: json('Starting, stopping or without workers.', healthAnswer),
	},
};

const liveness: ZodOpenApiOperationObject = {
	...open,
	operationId: 'liveness',
	summary: 'Whether the process answers',
	description: 'Where it does not, only a new start helps.',
	responses: { ...failuresOf([]), 200: json('It does.', livenessAnswer) },
};

const readiness: ZodOpenApiOperationObject = {
	...open,
	operationId: 'readiness',
	summary: 'Whether to send images here',
	responses: {
		...failuresOf([]),
		200: json('Ready.', readinessAnswer),
		503: json(
			'Starting, stopping, without workers, or its queue has been full for limits.saturatedSeconds.',
			readinessAnswer,
		),
	},
};

export const operationPaths: ZodOpenApiPathsObject = {
	'/healthz': { get: health },
	'/livez': { get: liveness },
	'/readyz': { get: readiness },
	'/models': {
		get: {
			...open,
			operationId: 'models',
			summary: 'The models that look at each image',
			responses: { ...failuresOf([]), 200: json('They are these.', modelsAnswer) },
		},
	},
	'/metrics': {
		get: {
			...open,
			operationId: 'metrics',
			summary: 'Figures for Prometheus',
			responses: { ...failuresOf([]), 200: text("Prometheus' text format.", 'text/plain') },
		},
	},
	'/openapi.json': {
		get: {
			...open,
			operationId: 'description',
			summary: 'This description',
			responses: {
				...failuresOf([]),
				200: json('OpenAPI 3.1.', z.looseObject({ openapi: z.string() })),
			},
		},
	},
	'/docs': {
		get: {
			...open,
			operationId: 'docs',
			summary: 'This description as a page',
			responses: { ...failuresOf([]), 200: text('A page for the browser.', 'text/html') },
		},
	},
};
