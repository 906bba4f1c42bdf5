import {
	createServer as createHttpServer,
	type IncomingMessage,
	type RequestListener,
	type ServerOptions,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import Fastify, { type FastifyInstance, type FastifyRequest, type RawServerDefault } from 'fastify';
import { pageRoutes } from '../page/page-routes';
import { answerFailure, newRequestId } from './answers';
import { answerBrokenRequest, answerOnSocket, endExchange } from './broken-requests';
import { Connections } from './connections';
import type { Context } from './context';
import { ApiError } from './failures';
import { projectRoutes, tokenRoute } from './iam-routes';
import { observe, record } from './observe';
import { ownRoutes } from './own-routes';
import { protect } from './protect';
import { checkHeaders } from './request-headers';
import { taggingRoutes } from './tagging-routes';

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
			void answerFailure(error, request, reply, context);
		},
		clientErrorHandler: (error, socket) =>
			answerBrokenRequest(error, socket, connections.last(socket), context),
		return503OnClosing: false,
	});
	app.decorateRequest('claim', null);
	app.decorateRequest('caller', null);
	app.decorateReply('failureCode', '');
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
	app.setErrorHandler((error, request, reply) => answerFailure(error, request, reply, context));
	app.setNotFoundHandler(() => {
		throw new ApiError('noSuchApi');
	});
	app.addHook('onRequest', async (request, reply) => connections.begin(request, reply));
	observe(app, context);
	app.addHook('onRequest', async (request) => checkHeaders(request));

	void app.register(async (scope) => tokenRoute(scope, context));
	ownRoutes(app, context);
	pageRoutes(app, context);
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
