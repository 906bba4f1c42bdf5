import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';

export interface PhotoServer {
	url: string;
	/** Path and query of each request, in the order they came. */
	received: string[];
	close(): Promise<void>;
}

/** Serves the files of a folder on a free loopback port, by their names below any path. */
export async function photoServer(folder: string): Promise<PhotoServer> {
	const received: string[] = [];
	const server = createServer((request, response) => {
		received.push(request.url ?? '');
		const name = basename(new URL(request.url ?? '/', 'http://localhost').pathname);
		readFile(join(folder, name)).then(
			(bytes) => response.writeHead(200, { 'Content-Type': 'image/jpeg' }).end(bytes),
			() => response.writeHead(404).end(),
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		received,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
