import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import path from 'node:path';
import { freePort, isTaken, portOf } from './ports.mjs';
import { photoFolder } from './workflows.mjs';

/** Its own port when it is free, so that the addresses in saved workflows stay right. */
const USUAL_PORT = 8088;

/** Serves the committed photos on loopback, for the examples that take addresses. */
export async function servePhotos() {
	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://localhost');
		createReadStream(path.join(photoFolder, path.basename(pathname)))
			.once('error', () => response.writeHead(404).end())
			.once('open', () => response.setHeader('content-type', 'image/jpeg'))
			.pipe(response);
	});
	server.listen((await isTaken(USUAL_PORT)) ? await freePort() : USUAL_PORT, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${portOf(server)}`,
		async stop() {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}
