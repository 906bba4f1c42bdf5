import type { FastifyInstance } from 'fastify';
import type { Settings } from '../config/load';
import type { Connections } from '../http/connections/connections';
import { protect } from '../iam/protect';
import { projectRoutes } from '../iam/routes/project-routes';
import { tokenRoute } from '../iam/routes/token-routes';
import { openApiRoutes } from '../openapi/routes';
import { operationRoutes } from '../operation/routes';
import { pageRoutes } from '../page/page-routes';
import { taggingRoutes } from '../tagging/routes';
import { createApp } from './app';
import type { Context } from './context';
import type { ListenerSettings } from './listener';

/** A server: where it listens, what its listener is held to, and the routes behind that. */
export interface ServerKind {
	/** Nothing when the settings have no such server. */
	address(settings: Settings): { host: string; port: number } | undefined;
	listenerSettings(settings: Settings): ListenerSettings;
	build(context: Context, connections?: Connections): FastifyInstance;
}

/** The server that clients call. */
export const publicServer: ServerKind = {
	address: ({ host, port }) => ({ host, port }),
	listenerSettings: ({ tls, config: { http, limits, trustedProxies } }) => ({
		tls,
		maxConnections: http.maxConnections,
		perAddress: limits.connectionsPerAddress ?? Math.ceil(http.maxConnections / 2),
		trustedProxies,
		http,
	}),
	build: buildServer,
};

/** Few ask for health and metrics, each by one connection or two. */
const adminConnections = 64;

/** The server for those who run the service, where it has a listener of its own. */
export const adminServer: ServerKind = {
	address: ({ config }) => config.admin,
	listenerSettings: ({ config: { http, trustedProxies } }) => ({
		maxConnections: adminConnections,
		perAddress: adminConnections,
		trustedProxies,
		http,
	}),
	build: (context, connections) => {
		const app = createApp(context, context.settings.config.admin?.host ?? '', connections);
		operationRoutes(app, context);
		return app;
	},
};

export function buildServer(context: Context, connections?: Connections): FastifyInstance {
	const { host, config } = context.settings;
	const app = createApp(context, host, connections);
	void app.register(async (scope) => tokenRoute(scope, context));
	if (!config.admin) operationRoutes(app, context);
	if (config.page) pageRoutes(app, config);
	openApiRoutes(app);
	void app.register(async (scope) => {
		protect(scope, context);
		projectRoutes(scope);
		taggingRoutes(scope, context);
	});
	return app;
}
