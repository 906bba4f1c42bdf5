import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** One request, as far as it has been read, and the way to answer it. */
export interface Exchange {
	request: IncomingMessage;
	response: ServerResponse;
	/** The request's JSON; undefined when its body is not read. */
	body?: Record<string, unknown>;
}

export type Reply = (exchange: Exchange) => unknown;

export interface SeenRequest {
	headers: IncomingMessage['headers'];
	path: string;
	body?: Record<string, unknown>;
}

export interface FaultyServer {
	url: string;
	/** Tagging requests and downloads since the last `script`. */
	seen: SeenRequest[];
	/** Requests that have neither been answered to the end nor given up by the client. */
	underWay(): number;
	/**
	 * Decides the answer to a tagging request or a download; undefined is the usual one.
	 * @param readsBody whether a request is read at all before it is answered
	 */
	script(
		reply: (exchange: Exchange) => Reply | undefined,
		readsBody?: (request: IncomingMessage) => boolean,
	): void;
	close(): Promise<void>;
}

export const goodAnswer = {
	result: {
		tags: [
			{
				tag: 'cup',
				type: 'object',
				confidence: '98.5',
				i18n_tag: { en: 'cup', zh: '杯子' },
				i18n_type: { en: 'object', zh: '物体' },
				instances: [],
			},
		],
	},
};

/** An answer with any status: text and bytes as they are, anything else as JSON. */
export const answer =
	(status: number, body: unknown = '', headers: Record<string, string> = {}): Reply =>
	({ response }) => {
		const isRaw = typeof body === 'string' || body instanceof Uint8Array;
		response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
		response.end(isRaw ? body : JSON.stringify(body));
	};

/** The service's own form of a failure. */
export const refusal = (
	status: number,
	error_code: string,
	error_msg = 'no',
	headers: Record<string, string> = {},
): Reply => answer(status, { error_code, error_msg, request_id: '7a1c-7a11' }, headers);

export const resetBeforeAnswer: Reply = ({ request }) => request.socket.resetAndDestroy();

/** The head promises more than comes. */
const begin = (response: ServerResponse) => {
	response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '4000' });
	response.write('{"result":{"tags":[{"tag":"cu');
};

export const resetDuringAnswer: Reply = ({ request, response }) => {
	begin(response);
	setTimeout(() => request.socket.resetAndDestroy(), 20);
};

export const neverAnswer: Reply = () => undefined;

export const stallDuringAnswer: Reply = ({ response }) => begin(response);

/** Streams JSON without an end, as fast as the client takes it. */
export const endlessAnswer =
	(megabytes: number, sent: { bytes: number }): Reply =>
	({ response }) => {
		const block = Buffer.alloc(64 * 1024, ' ');
		const more = () => {
			while (sent.bytes < megabytes * 1024 * 1024 && !response.destroyed) {
				sent.bytes += block.length;
				if (!response.write(block)) return void response.once('drain', more);
			}
			response.end();
		};
		response.writeHead(200, { 'Content-Type': 'application/json' });
		more();
	};

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
}

/**
 * A tagging endpoint, IAM's list of projects, and whatever else a test scripts, on a free loopback port, which misbehaves as a test
 * scripts it and keeps what it saw.
 */
export async function faultyServer(tls?: { key: string; cert: string }): Promise<FaultyServer> {
	const seen: SeenRequest[] = [];
	const underWay = new Set<ServerResponse>();
	let reply: (exchange: Exchange) => Reply | undefined = () => undefined;
	let readsBody = (_request: IncomingMessage) => true;

	async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const path = request.url ?? '';
		if (path.startsWith('/v3/projects')) {
			answer(200, { projects: [{ id: 'p1', name: 'local-1', enabled: true }] })({
				request,
				response,
			});
			return;
		}
		const body =
			request.method === 'POST' && readsBody(request) ? await readJson(request) : undefined;
		seen.push({ headers: request.headers, path, body });
		const exchange = { request, response, body };
		(reply(exchange) ?? answer(200, goodAnswer))(exchange);
	}

	const listener = (request: IncomingMessage, response: ServerResponse) => {
		underWay.add(response);
		response.once('close', () => underWay.delete(response));
		serve(request, response).catch(() => request.socket.destroy());
	};
	const server = tls ? createTlsServer(tls, listener) : createServer(listener);
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http${tls ? 's' : ''}://127.0.0.1:${port}`,
		seen,
		underWay: () => underWay.size,
		script(replies, reads = () => true) {
			seen.length = 0;
			reply = replies;
			readsBody = reads;
		},
		async close() {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}
