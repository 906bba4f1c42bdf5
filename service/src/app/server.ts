import {
	createServer as createHttpServer,
	type IncomingMessage,
	type RequestListener,
	type ServerOptions,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import Fastify, { type FastifyInstance, type FastifyRequest, type RawServerDefault } from 'fastify';
import { ApiError } from '../contract/failures';
import { answerFailure, newRequestId } from '../http/answers';
import {
	answerBrokenRequest,
	answerOnSocket,
	endExchange,
} from '../http/connections/broken-requests';
import { Connections } from '../http/connections/connections';
import { observe, record } from '../http/observe';
import { checkHeaders } from '../http/request-headers';
import { protect } from '../iam/protect';
import { projectRoutes } from '../iam/routes/project-routes';
import { tokenRoute } from '../iam/routes/token-routes';
import { openApiRoutes } from '../openapi/routes';
import { operationRoutes } from '../operation/routes';
import { pageRoutes } from '../page/page-routes';
import { taggingRoutes } from '../tagging/routes';
import type { Context } from './context';

/** The HTTP server with all its routes, not listening yet. */
export function buildServer(context: Context): FastifyInstance {
	const connections = new Connections();
	const app = Fastify({
		serverFactory: (handler) => createServer(context, connections, handler),
		logger: false,
		genReqId: newRequestId,
		requestIdHeader: false,
		routerOptions: { ignoreTrailingSlash: true, maxParamLength: 256 },
		frameworkErrors: (error, request, reply) => {
			reply.raw.once('finish', () => record(context, request, reply));
			void answerFailure(error, request, reply, context.log);
		},
		clientErrorHandler: (error, socket) =>
			answerBrokenRequest(error, socket, connections.last(socket), context),
		return503OnClosing: false,
	});
	app.addHook('preClose', async () =>
		connections.drain(context.settings.config.http.shutdownTimeoutMs, (open) =>
			endExchange(new ApiError('stopping', 'Send the request again.', 1), open, context),
		),
	);
	// The official SDK signs and sends `{}` with its GET requests.
	app.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
	app.removeAllContentTypeParsers();
	// What nobody has proven to be allowed to send is not kept; scopes with requests of more than headers say so.
	app.addContentTypeParser('*', async (_request: FastifyRequest, payload: IncomingMessage) => {
		payload.resume();
	});
	app.setErrorHandler((error, request, reply) => answerFailure(error, request, reply, context.log));
	app.setNotFoundHandler(() => {
		throw new ApiError('noSuchApi');
	});
	app.addHook('onRequest', async (request, reply) => connections.begin(request, reply));
	observe(app, context);
	app.addHook('onRequest', async (request) => checkHeaders(request));

	void app.register(async (scope) =>
		tokenRoute(scope, context.authenticator, context.settings.config.region),
	);
	operationRoutes(app, context);
	pageRoutes(app, context.settings.config);
	openApiRoutes(app);
	void app.register(async (scope) => {
		protect(scope, context);
		projectRoutes(scope);
		taggingRoutes(scope, context);
	});
	return app;
}

function createServer(
	context: Context,
	connections: Connections,
	handler: RequestListener,
): RawServerDefault {
	const { config, tls } = context.settings;
	const { http } = config;
	const headersTimeout = Math.min(http.headersTimeoutMs, http.requestTimeoutMs);
	const options: ServerOptions = {
		headersTimeout,
		requestTimeout: http.requestTimeoutMs,
		keepAliveTimeout: 72_000,
		connectionsCheckingInterval: Math.max(100, Math.min(5_000, http.headersTimeoutMs / 3)),
		maxHeaderSize: 32_768,
		requireHostHeader: false,
	};
	const server = tls
		? createHttpsServer({ ...options, ...tls, handshakeTimeout: headersTimeout }, handler)
		: createHttpServer(options, handler);
	server.maxConnections = http.maxConnections;
	server.timeout = http.answerTimeoutMs;
	server.on('checkExpectation', handler);
	server.on('connect', (_request, socket) => {
		socket.on('error', () => undefined);
		answerOnSocket(new ApiError('noSuchApi'), socket, context);
	});
	server.on('drop', () => context.metrics.dropped());
	connections.watch(server, tls !== undefined);
	return server;
}
