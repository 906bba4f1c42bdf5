import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** For a request that is on its way while the service is told to stop. */
const graceMs = 500;

/**
 * Knows the connections on which no request is open. When the service stops, Node ends only those of them that had a
 * request before: not what browsers and balancers open in advance, nor clients that never get as far as a request.
 */
export class Connections {
	readonly #sockets = new Set<Socket>();
	readonly #answers = new Set<ServerResponse>();

	/** @param event with which the server tells of a connection on which requests can come */
	watch(server: Server, event: 'connection' | 'secureConnection'): void {
		server.on(event, (socket: Socket) => {
			this.#sockets.add(socket);
			socket.once('close', () => this.#sockets.delete(socket));
		});
		server.on('request', (_request, answer: ServerResponse) => {
			this.#answers.add(answer);
			answer.once('close', () => this.#answers.delete(answer));
		});
	}

	/** For a server that is closing: after a moment, ends the connections that nobody waits on. */
	endUnused(): void {
		setTimeout(() => {
			const used = new Set([...this.#answers].map(({ req }) => req.socket));
			for (const socket of this.#sockets) if (!used.has(socket)) socket.destroy();
		}, graceMs).unref();
	}
}
