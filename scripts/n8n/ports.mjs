import { createServer } from 'node:net';

/** Listens once on 127.0.0.1 to see whether a port can be had; resolves to the port or the error. */
function tryPort(port) {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', (error) => resolve({ error }));
		server.listen(port, '127.0.0.1', () => {
			const found = server.address().port;
			server.close(() => resolve({ port: found }));
		});
	});
}

/** A TCP port on 127.0.0.1 that is free now. */
export async function freePort() {
	const { port, error } = await tryPort(0);
	if (error) throw error;
	return port;
}

/** Whether something else listens on that port of 127.0.0.1. */
export async function isTaken(port) {
	return (await tryPort(port)).error !== undefined;
}
