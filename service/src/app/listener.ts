import {
	createServer as createHttpServer,
	type RequestListener,
	type Server,
	type ServerOptions,
} from 'node:http';
import { createServer as createHttpsServer, Server as HttpsServer } from 'node:https';
import { Socket, type AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/schema';
import type { Tls } from '../config/tls';
import { ApiError } from '../contract/failures';
import { addressList } from '../http/address';
import {
	answerBrokenRequest,
	answerOnSocket,
	endExchange,
} from '../http/connections/broken-requests';
import { Connections } from '../http/connections/connections';
import { sparePlaces, type ConnectionLimits } from '../http/connections/places';
import { clientLeft, record, type Observers } from '../http/observe';

/** What of the settings a listener is held to. */
export interface ListenerSettings {
	tls?: Tls | undefined;
	maxConnections: number;
	/** From one address. */
	perAddress: number;
	trustedProxies: Config['trustedProxies'];
	http: Config['http'];
}

/** Connections that are told at one time that there is no place for them. */
const answeredRefusals = 64;

/**
 * A port with its connections, which stays open when settings change: then other routes are behind it. A request ends
 * with those to which it came.
 */
export class Listener {
	readonly connections: Connections;
	readonly #server: Server;
	readonly #observers: Observers;
	#settings: ListenerSettings;
	#app: FastifyInstance | undefined;

	constructor(settings: ListenerSettings, observers: Observers) {
		this.#settings = settings;
		this.#observers = observers;
		const { tls } = settings;
		this.connections = new Connections({
			...connectionLimits(settings),
			refuse: (socket) => this.#refuse(socket),
			left: ({ request, reply }) => record(observers, request, reply, clientLeft),
		});
		this.#server = createServer(settings, (request, response) =>
			this.#app?.routing(request, response),
		);
		this.#server.on('clientError', (error, socket) => {
			const open = socket instanceof Socket ? this.connections.last(socket) : undefined;
			answerBrokenRequest(error, socket, open, observers);
		});
		this.#server.on('connect', (_request, socket) => {
			socket.on('error', () => undefined);
			answerOnSocket(new ApiError('noSuchApi'), socket, observers);
		});
		this.#server.on('drop', () => observers.metrics.dropped());
		this.connections.watch(this.#server, tls !== undefined);
		this.apply(settings);
	}

	/** Requests that come from now on go to the app, which must be ready; those that came end with the one before. */
	serve(app: FastifyInstance): void {
		const before = this.#app;
		this.#app = app;
		void before?.close();
	}

	/** Holds to other settings. A certificate is for handshakes, a limit for connections that come from now on. */
	apply(settings: ListenerSettings): void {
		this.#settings = settings;
		const { http, maxConnections, tls } = settings;
		const server = this.#server;
		this.connections.limitTo(connectionLimits(settings));
		// What is above is refused with an answer; only what is above that too is not.
		server.maxConnections = maxConnections + sparePlaces + answeredRefusals;
		server.headersTimeout = headersTimeoutOf(http);
		server.requestTimeout = http.requestTimeoutMs;
		server.timeout = http.answerTimeoutMs;
		if (tls && server instanceof HttpsServer) server.setSecureContext(tls);
	}

	/** @returns the address, such as `http://127.0.0.1:8089` */
	async listen({ host, port }: { host: string; port: number }): Promise<string> {
		const server = this.#server;
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen({ host, port }, () => {
				server.off('error', reject);
				resolve();
			});
		});
		const { port: bound } = server.address() as AddressInfo;
		const scheme = server instanceof HttpsServer ? 'https' : 'http';
		return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${bound}`;
	}

	/** Takes no more connections, and finishes what came. */
	close(): Promise<void> {
		this.connections.drain(this.#settings.http.shutdownTimeoutMs, (open) =>
			endExchange(new ApiError('stopping', 'Send the request again.', 1), open, this.#observers),
		);
		return new Promise((resolve) => {
			this.#server.close(() => resolve());
		});
	}

	#refuse(socket: Socket): void {
		this.#observers.metrics.dropped();
		// Before its handshake, a client could not read an answer.
		if (this.#settings.tls) socket.destroy();
		else {
			answerOnSocket(new ApiError('throttled', 'too many connections', 1), socket, this.#observers);
		}
	}
}

const connectionLimits = ({
	maxConnections,
	perAddress,
	trustedProxies,
}: ListenerSettings): ConnectionLimits => ({
	maxConnections,
	perAddress,
	isProxy: addressList(trustedProxies),
});

const headersTimeoutOf = ({ headersTimeoutMs, requestTimeoutMs }: Config['http']) =>
	Math.min(headersTimeoutMs, requestTimeoutMs);

function createServer({ http, tls }: ListenerSettings, handler: RequestListener): Server {
	const options: ServerOptions = {
		keepAliveTimeout: 72_000,
		connectionsCheckingInterval: Math.max(
			100,
			Math.min(5_000, Math.ceil(http.headersTimeoutMs / 3)),
		),
		maxHeaderSize: 32_768,
		requireHostHeader: false,
	};
	const server = tls
		? createHttpsServer({ ...options, ...tls, handshakeTimeout: headersTimeoutOf(http) }, handler)
		: createHttpServer(options, handler);
	return server.on('checkExpectation', handler);
}
