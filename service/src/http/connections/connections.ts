import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newExchange, type Exchange } from './exchange';
import { addressKey } from '../address';
import { hasTooManyHeaders } from '../request-headers';
import { findPlace, type Connection, type ConnectionLimits } from './places';

export type { Exchange };

export interface ConnectionOptions extends ConnectionLimits {
	/** Ends a connection for which there is no place. */
	refuse(socket: Socket): void;
	/** Told of each request whose client left before it was its turn. */
	left(exchange: Exchange): void;
}

/** A new one each time: what waits for it can be forgotten with it. */
const never = () => new Promise<never>(() => undefined);

/** Milliseconds that a stopping service gives a client, by what is awaited of it. */
const patience = {
	/** One may be on its way. */
	request: 500,
	restOfBody: 5_000,
	takingAnswer: 5_000,
};

type Awaited = keyof typeof patience;

const checkEveryMs = 100;

/** Requests that one connection may have under way or waiting; nobody who means well has more than two. */
const mostPipelined = 8;

/**
 * Knows what is open on each connection, and lets its requests in one after the other. When the service stops, Node ends
 * only those connections that had a request before and have none now: not what browsers and balancers open in advance,
 * nor clients that send a part of a request and stop there.
 */
export class Connections {
	readonly #open = new Map<Socket, Connection>();
	#server: Server | undefined;

	constructor(private options: ConnectionOptions) {}

	/** For connections that come from now on. */
	limitTo(limits: ConnectionLimits): void {
		this.options = { ...this.options, ...limits };
	}

	/** @param secure whether a connection can have requests only after its handshake */
	watch(server: Server, secure: boolean): void {
		this.#server = server;
		server.on('connection', (socket) => this.#admit(socket));
		if (!secure) return;
		server.on('secureConnection', (socket: Socket) => {
			const peer = peerOf(socket);
			for (const open of this.#open.keys()) if (peerOf(open) === peer) this.#open.delete(open);
			this.#add(socket);
		});
	}

	#admit(socket: Socket): void {
		const place = findPlace(socket.remoteAddress, this.#open, this.options);
		if (place === 'none') {
			this.options.refuse(socket);
			return;
		}
		if (place !== 'free') place.destroy();
		this.#add(socket);
	}

	#add(socket: Socket): void {
		const connection: Connection = {
			address: addressKey(socket.remoteAddress),
			exchanges: new Set(),
			idleSince: performance.now(),
		};
		this.#open.set(socket, connection);
		socket.once('close', () => {
			this.#open.delete(socket);
			for (const exchange of connection.exchanges) {
				if (!exchange.begun) this.options.left(exchange);
			}
		});
	}

	/**
	 * To be told of each request as it comes. What a client sends behind a request waits until that one is answered,
	 * its body on the client's side, so that a connection never has two bodies or two images at once.
	 * @returns when it is the request's turn: never, when its client has left by then
	 */
	async begin(request: FastifyRequest, reply: FastifyReply): Promise<void> {
		const { socket } = request.raw;
		const connection = this.#open.get(socket);
		// Injected by a test, or refused and about to be closed.
		if (!connection) return socket.destroyed || socket.writableEnded ? never() : undefined;
		const { exchanges } = connection;
		const before = [...exchanges].at(-1);
		const exchange = newExchange(request, reply, () => {
			exchanges.delete(exchange);
			connection.idleSince = performance.now();
		});
		exchanges.add(exchange);
		// Headers that wait are in no budget.
		if (exchanges.size > mostPipelined || (before && hasTooManyHeaders(request.raw))) {
			socket.destroy();
		}
		if (before) await before.answered;
		if (before && socket.destroyed) return never();
		exchange.begun = true;
	}

	/** The last request of a connection, while it is open. */
	last(socket: Socket): Exchange | undefined {
		return [...(this.#open.get(socket)?.exchanges ?? [])].at(-1);
	}

	/**
	 * For a server that is closing: ends the connections that wait on nobody but their client.
	 * @param withinMs the time of the whole stop, of which clients get at most half
	 * @param refuse answers a request whose body does not come
	 */
	drain(withinMs: number, refuse: (exchange: Exchange) => void): void {
		const waits = new Map<Socket, { awaited: Awaited | undefined; since: number }>();
		const check = () => {
			for (const [socket, { exchanges }] of this.#open) {
				const awaited = awaitedOf([...exchanges]);
				const wait = waits.get(socket);
				if (!wait || wait.awaited !== awaited) {
					waits.set(socket, { awaited, since: performance.now() });
				} else if (awaited && performance.now() - wait.since >= limitOf(awaited)) {
					const unanswered = [...exchanges].find(isUnanswered);
					if (unanswered) refuse(unanswered);
					else socket.destroy();
				}
			}
		};
		const limitOf = (awaited: Awaited) => Math.min(patience[awaited], withinMs / 2);
		const timer = setInterval(check, checkEveryMs).unref();
		this.#server?.once('close', () => {
			clearInterval(timer);
		});
		check();
	}
}

const peerOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`;

const isUnanswered = ({ reply }: Exchange) => !reply.raw.writableEnded;

/** What is awaited of a connection's client; nothing while the service itself is at work. */
function awaitedOf(exchanges: Exchange[]): Awaited | undefined {
	const arrived = ({ request }: Exchange) => request.raw.complete;
	if (exchanges.some((open) => arrived(open) && isUnanswered(open))) return undefined;
	if (!exchanges.every(arrived)) return 'restOfBody';
	return exchanges.length > 0 ? 'takingAnswer' : 'request';
}
