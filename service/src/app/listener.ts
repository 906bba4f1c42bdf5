import {
	createServer as createHttpServer,
	type IncomingMessage,
	type RequestListener,
	type ServerOptions,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyRequest, type RawServerDefault } from 'fastify';
import type { Tls } from '../config/tls';
import { ApiError } from '../contract/failures';
import { addressList } from '../http/address';
import { answerFailure } from '../http/answers';
import {
	answerBrokenRequest,
	answerOnSocket,
	endExchange,
} from '../http/connections/broken-requests';
import { Connections } from '../http/connections/connections';
import { sparePlaces } from '../http/connections/places';
import { hostCheck } from '../http/hosts';
import { clientLeft, observe, record } from '../http/observe';
import { checkHeaders } from '../http/request-headers';
import { requestIdOf } from '../http/trace';
import type { Context } from './context';

export interface Listener {
	host: string;
	tls?: Tls | undefined;
	maxConnections: number;
	/** From one address. */
	perAddress: number;
}

/** An HTTP server that answers whatever comes, without any routes yet. */
export function createApp(context: Context, listener: Listener): FastifyInstance {
	const { http, hosts, trustedProxies } = context.settings.config;
	const { host, maxConnections, perAddress, tls } = listener;
	const connections = new Connections({
		maxConnections,
		perAddress,
		isProxy: addressList(trustedProxies),
		refuse: (socket) => refuseConnection(socket, tls !== undefined, context),
		left: ({ request, reply }) => record(context, request, reply, clientLeft),
	});
	const app = Fastify({
		serverFactory: (handler) => createServer(context, listener, connections, handler),
		logger: false,
		genReqId: requestIdOf,
		requestIdHeader: false,
		trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
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
		connections.drain(http.shutdownTimeoutMs, (open) =>
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
	const isKnownHost = hostCheck(host, hosts);
	app.addHook('onRequest', async (request) => checkHeaders(request, isKnownHost));
	return app;
}

/** Connections that are told at one time that there is no place for them. */
const answeredRefusals = 64;

function refuseConnection(socket: Socket, secure: boolean, context: Context): void {
	context.metrics.dropped();
	// Before its handshake, a client could not read an answer.
	if (secure) socket.destroy();
	else answerOnSocket(new ApiError('throttled', 'too many connections', 1), socket, context);
}

function createServer(
	context: Context,
	{ maxConnections, tls }: Listener,
	connections: Connections,
	handler: RequestListener,
): RawServerDefault {
	const { http } = context.settings.config;
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
	// What is above is refused with an answer; only what is above that too is not.
	server.maxConnections = maxConnections + sparePlaces + answeredRefusals;
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
