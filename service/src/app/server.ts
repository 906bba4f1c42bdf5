import type { FastifyInstance } from 'fastify';
import { protect } from '../iam/protect';
import { projectRoutes } from '../iam/routes/project-routes';
import { tokenRoute } from '../iam/routes/token-routes';
import { openApiRoutes } from '../openapi/routes';
import { operationRoutes } from '../operation/routes';
import { pageRoutes } from '../page/page-routes';
import { taggingRoutes } from '../tagging/routes';
import type { Context } from './context';
import { createApp } from './listener';

/** The server that clients call, not listening yet. */
export function buildServer(context: Context): FastifyInstance {
	const { host, tls, config } = context.settings;
	const { maxConnections } = config.http;
	const app = createApp(context, {
		host,
		tls,
		maxConnections,
		perAddress: config.limits.connectionsPerAddress ?? Math.ceil(maxConnections / 2),
	});
	void app.register(async (scope) => tokenRoute(scope, context.authenticator, config.region));
	if (!config.admin) operationRoutes(app, context);
	pageRoutes(app, config);
	openApiRoutes(app);
	void app.register(async (scope) => {
		protect(scope, context);
		projectRoutes(scope);
		taggingRoutes(scope, context);
	});
	return app;
}

/** Few ask for health and metrics, each by one connection or two. */
const adminConnections = 64;

/** The server for those who run the service, where it has a listener of its own; not listening yet. */
export function buildAdminServer(context: Context, host: string): FastifyInstance {
	const app = createApp(context, {
		host,
		maxConnections: adminConnections,
		perAddress: adminConnections,
	});
	operationRoutes(app, context);
	return app;
}
