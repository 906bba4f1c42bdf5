import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Connections, type ConnectionOptions } from '../../../src/http/connections/connections';

/** What of a request or its answer has come through; both can go on. */
export interface Half extends EventEmitter {
	complete?: boolean;
	writableEnded?: boolean;
}

export type FakeSocket = Socket & { destroyed: boolean };

/** A socket that does nothing but be destroyed. */
export function fakeSocket(remoteAddress = '192.0.2.1', remotePort = 1): FakeSocket {
	const socket = Object.assign(new EventEmitter(), {
		...{ remoteAddress, remotePort, destroyed: false, writableEnded: false },
		destroy() {
			socket.destroyed = true;
			socket.emit('close');
		},
	});
	return socket as unknown as FakeSocket;
}

/** A server without a port, whose connections and requests come when a test says so. */
export function fakeServer(options: Partial<ConnectionOptions> = {}, secure = false) {
	const server = new EventEmitter() as Server;
	const connections = new Connections({
		...{ maxConnections: 9, perAddress: 9, isProxy: () => false },
		...{ refuse: () => undefined, left: () => undefined },
		...options,
	});
	connections.watch(server, secure);
	return {
		...{ server, connections },
		connect(socket = fakeSocket()) {
			server.emit('connection', socket);
			return socket;
		},
		/** A request, of which as much has come and been answered. */
		ask(socket: Socket, hasCome = true, isAnswered = false, headers = 0) {
			const request: Half = Object.assign(new EventEmitter(), {
				...{ socket, rawHeaders: Array(2 * headers).fill('x'), complete: hasCome },
			});
			const reply: Half = Object.assign(new EventEmitter(), { writableEnded: isAnswered });
			const begun = connections.begin({ raw: request } as never, { raw: reply } as never);
			return { request, reply, begun };
		},
	};
}
