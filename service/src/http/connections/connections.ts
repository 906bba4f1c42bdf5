import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A request of which not all has arrived, or whose answer is not with its client yet. */
export interface Exchange {
	request: FastifyRequest;
	reply: FastifyReply;
}

/** Milliseconds that a stopping service gives a client, by what is awaited of it. */
const patience = {
	/** One may be on its way. */
	request: 500,
	restOfBody: 5_000,
	takingAnswer: 5_000,
};

type Awaited = keyof typeof patience;

const checkEveryMs = 100;

/**
 * Knows what is open on each connection. When the service stops, Node ends only those connections that had a request
 * before and have none now: not what browsers and balancers open in advance, nor clients that send a part of a request
 * and stop there.
 */
export class Connections {
	readonly #exchanges = new Map<Socket, Set<Exchange>>();
	#server: Server | undefined;

	/** @param secure whether a connection can have requests only after its handshake */
	watch(server: Server, secure: boolean): void {
		this.#server = server;
		server.on('connection', (socket) => this.#add(socket));
		if (!secure) return;
		const handshakes = new Map<string, Socket>();
		server.on('connection', (socket) => {
			const peer = peerOf(socket);
			handshakes.set(peer, socket);
			socket.once('close', () => handshakes.delete(peer));
		});
		server.on('secureConnection', (socket: Socket) => {
			const handshake = handshakes.get(peerOf(socket));
			if (handshake) this.#exchanges.delete(handshake);
			this.#add(socket);
		});
	}

	#add(socket: Socket): void {
		this.#exchanges.set(socket, new Set());
		socket.once('close', () => this.#exchanges.delete(socket));
	}

	/** To be told of each request as it begins. */
	begin(request: FastifyRequest, reply: FastifyReply): void {
		const exchanges = this.#exchanges.get(request.raw.socket);
		const exchange = { request, reply };
		const halves = new Set<unknown>([request.raw, reply.raw]);
		exchanges?.add(exchange);
		for (const half of [request.raw, reply.raw]) {
			half.once('close', () => {
				halves.delete(half);
				if (halves.size === 0) exchanges?.delete(exchange);
			});
		}
	}

	/** The last request of a connection, while it is open. */
	last(socket: Socket): Exchange | undefined {
		return [...(this.#exchanges.get(socket) ?? [])].at(-1);
	}

	/**
	 * For a server that is closing: ends the connections that wait on nobody but their client.
	 * @param withinMs the time of the whole stop, of which clients get at most half
	 * @param refuse answers a request whose body does not come
	 */
	drain(withinMs: number, refuse: (exchange: Exchange) => void): void {
		const waits = new Map<Socket, { awaited: Awaited | undefined; since: number }>();
		const check = () => {
			for (const [socket, exchanges] of this.#exchanges) {
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
