import { createServer, request as forward, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/**
 * A forward proxy on a free loopback port that keeps the first lines of what is asked of it.
 * @param refuses whether it wants a password that nobody gives
 */
export async function forwardProxy(refuses = false) {
	const asked: string[] = [];
	const sockets = new Set<Socket>();
	const server: Server = createServer((request, response) => {
		asked.push(`${request.method} ${request.url}`);
		if (refuses) {
			response.writeHead(407, { 'Proxy-Authenticate': 'Basic realm="office"' });
			response.end('<html>Proxy Authentication Required</html>');
			return;
		}
		const { method, headers } = request;
		const onward = forward(request.url ?? '', { method, headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 500, answer.headers);
			answer.pipe(response);
		});
		request.pipe(onward);
	});
	server.on('connect', ({ url = '' }, socket: Socket) => {
		asked.push(`CONNECT ${url}`);
		if (refuses) {
			socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
			return;
		}
		const { hostname, port } = new URL(`http://${url}`);
		const onward = connect(Number(port), hostname, () => {
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			socket.pipe(onward).pipe(socket);
		});
		for (const one of [socket, onward]) one.on('error', () => one.destroy());
		socket.on('close', () => onward.destroy());
	});
	server.on('connection', (socket) => sockets.add(socket));
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise((closed) => server.close(closed));
		},
	};
}
