import { createServer } from 'node:net';

/**
 * The TCP port that a server listens on.
 *
 * @param {import('node:net').Server} server
 */
export function portOf(server) {
	const address = server.address();
	if (address === null || typeof address === 'string')
		throw new Error('no TCP port is listened on');
	return address.port;
}

/**
 * Listens once on 127.0.0.1 to see whether a port can be had.
 *
 * @param {number} port 0: any
 * @returns {Promise<{port: number, error?: undefined} | {port?: undefined, error: Error}>}
 */
function tryPort(port) {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', (error) => resolve({ error }));
		server.listen(port, '127.0.0.1', () => {
			const found = portOf(server);
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

/**
 * Whether something else listens on that port of 127.0.0.1.
 *
 * @param {number} port
 */
export async function isTaken(port) {
	return (await tryPort(port)).error !== undefined;
}
