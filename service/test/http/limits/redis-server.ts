import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether this machine has Redis (Debian: `redis-server`), which npm can't install. CI has it. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

const accepts = (port: number) =>
	new Promise<boolean>((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});

export interface RedisServer {
	url: string;
	kill(signal: NodeJS.Signals): void;
	stop(): Promise<void>;
}

/** Starts a Redis of its own that keeps nothing. */
export async function startRedis(port: number, password: string): Promise<RedisServer> {
	const folder = mkdtempSync(join(tmpdir(), 'service-redis-'));
	const settings = { port, bind: '127.0.0.1', dir: folder, save: '', requirepass: password };
	const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
	const child = spawn('redis-server', args, { stdio: 'ignore' });
	while (!(await accepts(port))) {
		if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`);
		await pause();
	}
	return {
		url: `redis://:${password}@127.0.0.1:${port}`,
		kill: (signal) => void child.kill(signal),
		async stop() {
			const ended = child.exitCode === null && child.signalCode === null && once(child, 'exit');
			child.kill('SIGKILL');
			await ended;
			rmSync(folder, { recursive: true });
		},
	};
}
