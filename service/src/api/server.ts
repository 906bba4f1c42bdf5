import {
	createServer as createHttpServer,
	type IncomingMessage,
	type ServerOptions,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import Fastify, { type FastifyInstance, type FastifyRequest, type RawServerDefault } from 'fastify';
import { pageRoutes } from '../page/page-routes';
import { answerBrokenRequest, answerFailure, newRequestId } from './answers';
import type { Context } from './context';
import { ApiError } from './failures';
import { projectRoutes, tokenRoute } from './iam-routes';
import { ownRoutes } from './own-routes';
import { protect } from './protect';
import { maxBodyBytes, readBody } from './request-body';
import { taggingRoutes } from './tagging-routes';

declare module 'fastify' {
	interface FastifyReply {
		/** The error code answered with, for log and metrics; empty on success. */
		failureCode: string;
	}
}

/** The HTTP server with all its routes, not listening yet. */
export function buildServer(context: Context): FastifyInstance {
	const { http } = context.settings.config;
	const app = Fastify({
		serverFactory: (handler) => createServer(context, handler),
		logger: false,
		genReqId: newRequestId,
		requestIdHeader: false,
		bodyLimit: maxBodyBytes,
		routerOptions: { ignoreTrailingSlash: true, maxParamLength: 256 },
		frameworkErrors: (error, request, reply) => {
			void answerFailure(error, request, reply, context);
		},
		clientErrorHandler: answerBrokenRequest,
		return503OnClosing: false,
		keepAliveTimeout: 72_000,
		requestTimeout: http.requestTimeoutMs,
	});
	app.decorateRequest('claim', null);
	app.decorateRequest('caller', null);
	app.decorateReply('failureCode', '');
	// The official SDK signs and sends `{}` with its GET requests.
	app.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
		readBody(payload, Number(request.headers['content-length'] ?? 0)),
	);
	app.setErrorHandler((error, request, reply) => answerFailure(error, request, reply, context));
	app.setNotFoundHandler(() => {
		throw new ApiError('noSuchApi');
	});
	observe(app, context);

	tokenRoute(app, context);
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
	{ settings: { config, tls } }: Context,
	handler: Parameters<typeof createHttpServer>[1],
): RawServerDefault {
	const { http } = config;
	const options: ServerOptions = {
		headersTimeout: Math.min(http.headersTimeoutMs, http.requestTimeoutMs),
		requestTimeout: http.requestTimeoutMs,
		keepAliveTimeout: 72_000,
		connectionsCheckingInterval: Math.max(100, Math.min(5_000, http.headersTimeoutMs / 3)),
		maxHeaderSize: 32_768,
	};
	const server = tls
		? createHttpsServer({ ...options, ...tls }, handler)
		: createHttpServer(options, handler);
	server.maxConnections = http.maxConnections;
	return server;
}

/** Numbers every answer, and tells log and metrics of it; bodies, queries and credentials stay out. */
function observe(app: FastifyInstance, context: Context): void {
	app.addHook('onRequest', async (request, reply) => {
		reply.header('X-Request-Id', request.id);
		reply.header('X-Content-Type-Options', 'nosniff');
	});
	app.addHook('onSend', async (_request, reply) => {
		// A connection kept alive would hold up the end of the service.
		if (context.state === 'stopping') reply.header('Connection', 'close');
	});
	app.addHook('onResponse', async (request, reply) => {
		const route = request.routeOptions.url ?? 'unknown';
		const { statusCode: status, failureCode: code, elapsedTime } = reply;
		const method = request.routeOptions.url ? request.method : 'unknown';
		context.metrics.answered(route, method, status, code, elapsedTime);
		context.log[status >= 500 ? 'error' : 'info'](
			{
				request_id: request.id,
				method: request.method,
				route,
				status,
				code: code || undefined,
				account: request.caller?.account.name,
				ms: Math.round(elapsedTime),
			},
			'answered',
		);
	});
}
