import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../../scripts/n8n/failure.mjs';
import { freePort } from '../../../scripts/n8n/ports.mjs';
import { startProcess } from '../../../scripts/n8n/process.mjs';
import { dataFolder } from './data-folder.mjs';

const START_TIMEOUT_MS = 20_000;

/**
 * Sends PING, as a client does first.
 *
 * @param {number} port
 * @returns {Promise<boolean>} whether Redis answered PONG
 */
function ping(port) {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
		socket.setTimeout(1000, () => socket.destroy());
		socket.once('data', (data) => {
			resolve(data.toString().startsWith('+PONG'));
			socket.destroy();
		});
		socket.once('error', () => resolve(false));
		socket.once('close', () => resolve(false));
	});
}

/** @typedef {Awaited<ReturnType<typeof startRedis>>} Redis */

/**
 * Starts a Redis of its own on loopback that keeps its queue on disk, as one in production should.
 *
 * @param {string} redisServer path of the program
 * @throws {Failure} it does not start
 */
export async function startRedis(redisServer) {
	const port = await freePort();
	const data = dataFolder('scale-redis');
	const args = ['--port', port, '--bind', '127.0.0.1', '--dir', data.folder, '--appendonly', 'yes'];
	const running = startProcess(redisServer, args.map(String), { cwd: data.folder });
	const stop = async () => {
		await running.stop();
		data.remove();
	};
	const deadline = Date.now() + START_TIMEOUT_MS;
	while (!(await ping(port))) {
		if (running.hasEnded || Date.now() > deadline) {
			await stop();
			throw new Failure(`Redis did not start; its last words:\n${running.tail}`);
		}
		await sleep(100);
	}
	return { port, pid: running.child.pid, stop };
}
