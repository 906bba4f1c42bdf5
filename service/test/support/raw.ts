import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { RunningService } from './run-service';

export interface RawClient {
	socket: Socket;
	/** All that came so far. */
	heard(): string;
	closed: Promise<void>;
}

/** A connection on which a test says what it wants, byte for byte. */
export async function dial(service: RunningService, from = '127.0.0.1'): Promise<RawClient> {
	const port = Number(new URL(service.url).port);
	const socket = connect({ port, host: '127.0.0.1', localAddress: from });
	let heard = '';
	socket.on('data', (data) => (heard += data.toString('latin1'))).on('error', () => undefined);
	const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
	await Promise.race([once(socket, 'connect'), closed]);
	return { socket, heard: () => heard, closed };
}

/** The head of a request with this header fields. */
export const head = (method: string, path: string, fields: Record<string, string | number> = {}) =>
	[
		`${method} ${path} HTTP/1.1`,
		'Host: 127.0.0.1',
		...Object.entries(fields).map(([name, value]) => `${name}: ${value}`),
		'',
		'',
	].join('\r\n');

export const statusesIn = (heard: string) =>
	[...heard.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
	while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}
