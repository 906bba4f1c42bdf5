import { join } from 'node:path';

import { runService } from '../../test/support/run-service';
import { Connections } from './connections';
import { childrenOf } from './processes';

export const WORKERS = 2;

const account = {
	name: 'bench',
	projects: [{ id: 'bench-project', name: 'bench-1' }],
	users: [{ name: 'bench', password: 'bench-password' }],
};

export interface Answer {
	/** 0 when the connection ended without one. */
	status: number;
	milliseconds: number;
}

export interface Service {
	/** Sends one body to be tagged. */
	tag(body: Buffer): Promise<Answer>;
	/** Process ids of its workers (Linux). */
	workers(): number[];
	/** Process ids of the server and its workers. */
	processes(): number[];
	stop(): Promise<void>;
}

/** A request's body for each photo, made once. */
export const bodiesOf = (photos: Buffer[]): Buffer[] =>
	photos.map((photo) => Buffer.from(JSON.stringify({ image: photo.toString('base64') })));

async function tokenFor(url: string): Promise<string> {
	const [user] = account.users;
	const password = { user: { ...user, domain: { name: account.name } } };
	const scope = { project: { name: account.projects[0]?.name } };
	const answer = await fetch(`${url}/v3/auth/tokens`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ auth: { identity: { methods: ['password'], password }, scope } }),
	});
	return answer.headers.get('x-subject-token') ?? '';
}

/** Starts the built service with two workers; `limits` are its configuration's. */
export async function startService(limits: Record<string, number> = {}): Promise<Service> {
	const config = { region: 'bench-1', accounts: [account], workers: WORKERS, limits };
	const main = join('service', 'dist', 'main.js');
	const { url, pid, stop } = await runService({ ...config, logLevel: 'error' }, {}, main);
	const connections = new Connections(url);
	const headLines = [
		'POST /v1.0/image/tagging HTTP/1.1',
		`Host: ${new URL(url).host}`,
		'Content-Type: application/json',
		`X-Auth-Token: ${await tokenFor(url)}`,
	];
	const headFor = (body: Buffer) =>
		[...headLines, `Content-Length: ${body.length}`, '', ''].join('\r\n');

	const workers = () => childrenOf(pid);
	return {
		workers,
		async tag(body) {
			const start = performance.now();
			const status = await connections.send(headFor(body), body);
			return { status, milliseconds: performance.now() - start };
		},
		processes: () => [pid, ...workers()],
		async stop() {
			await stop();
			connections.close();
		},
	};
}
