import { fastifySwagger } from '@fastify/swagger';
import { fastifySwaggerUi } from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

import { version } from '../operation/build';
import { openApiDocument } from './document';

/** Nothing from elsewhere; the library writes styles into its elements. */
const policy = {
	'default-src': ["'none'"],
	'script-src': ["'self'"],
	'style-src': ["'self'", "'unsafe-inline'"],
	'img-src': ["'self'", 'data:'],
	'connect-src': ["'self'"],
	'base-uri': ["'none'"],
	'form-action': ["'none'"],
	'frame-ancestors': ["'none'"],
};

/** `GET /openapi.json`, and `GET /docs`, where it is read and tried in the browser. */
export function openApiRoutes(scope: FastifyInstance): void {
	const document = openApiDocument(version);
	scope.get('/openapi.json', () => document);
	void scope.register(async (docs) => {
		await docs.register(fastifySwagger, {
			mode: 'static',
			specification: { document: document as never },
		});
		await docs.register(fastifySwaggerUi, {
			routePrefix: '/docs',
			theme: { title: 'Image Tagging API' },
			staticCSP: policy,
			// By itself it would ask a public server whether the description is valid.
			uiConfig: { validatorUrl: null, docExpansion: 'list', deepLinking: true },
		});
	});
}
