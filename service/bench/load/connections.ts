import { connect, type Socket } from 'node:net';

interface Head {
	status: number;
	/** Bytes of the answer, its head included. */
	bytes: number;
	keepsOpen: boolean;
}

/** The head of an answer, as soon as it is all there. The service states the length of all that it answers. */
function readHead(received: Buffer): Head | undefined {
	const end = received.indexOf('\r\n\r\n');
	if (end < 0) return undefined;
	const text = received.toString('latin1', 0, end);
	return {
		status: Number(text.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length)),
		bytes: end + 4 + Number(/^content-length: (\d+)$/im.exec(text)?.[1] ?? 0),
		keepsOpen: !/^connection: close$/im.test(text),
	};
}

/**
 * Sends requests over sockets that are kept open. It does as little as it can, since it shares the processors with
 * the service that it measures: Node's own client takes twice the time.
 */
export class Connections {
	readonly #host: string;
	readonly #port: number;
	readonly #open = new Set<Socket>();
	readonly #free: Socket[] = [];

	constructor(url: string) {
		const { hostname, port } = new URL(url);
		this.#host = hostname;
		this.#port = Number(port);
	}

	/** @returns the status of the answer; 0 when the connection ended without one */
	send(head: string, body: Buffer): Promise<number> {
		const socket = this.#free.pop() ?? this.#connect();
		return new Promise((resolve) => {
			let received: Buffer = Buffer.alloc(0);
			const done = (status: number, reusable: boolean) => {
				socket.off('data', onData).off('close', onClose);
				if (reusable) this.#free.push(socket);
				else socket.destroy();
				resolve(status);
			};
			const onClose = () => done(0, false);
			const onData = (chunk: Buffer) => {
				received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
				const answer = readHead(received);
				if (answer && received.length >= answer.bytes) done(answer.status, answer.keepsOpen);
			};
			socket.on('data', onData).once('close', onClose);
			socket.cork();
			socket.write(head, 'latin1');
			socket.write(body);
			socket.uncork();
		});
	}

	close(): void {
		for (const socket of this.#open) socket.destroy();
	}

	#connect(): Socket {
		const socket = connect(this.#port, this.#host);
		this.#open.add(socket);
		// Every error is followed by a close.
		socket.on('error', () => {});
		socket.once('close', () => {
			this.#open.delete(socket);
			const place = this.#free.indexOf(socket);
			if (place >= 0) this.#free.splice(place, 1);
		});
		return socket;
	}
}
