import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PictureHost {
	url: string;
	port: number;
	/** Paths asked for so far. */
	asked: string[];
	/** Names of the headers of the last request. */
	headersOfLast(): string[];
	close(): Promise<void>;
}

/** A loopback web server that answers as the test wants. */
export async function startPictureHost(listener: RequestListener): Promise<PictureHost> {
	const asked: string[] = [];
	let headers: string[] = [];
	const server: Server = createServer((request, response) => {
		asked.push(request.url ?? '');
		headers = Object.keys(request.headers);
		listener(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		port,
		asked,
		headersOfLast: () => headers,
		close: () =>
			new Promise((resolve) => {
				server.close(() => {
					resolve();
				});
				server.closeAllConnections();
			}),
	};
}
