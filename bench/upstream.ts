import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { indexOfImage } from './image';

export interface UpstreamOptions {
	/** Milliseconds until an answer. */
	latencyMs: number;
	/** Requests in flight; more are throttled. */
	inFlight: number;
	/** Refill of a token bucket; a request without a token is throttled. */
	perSecond?: number;
	/** Share of the answers, 0 to 1, that are replaced by faults. */
	faultShare?: number;
}

export interface Answered {
	/** Milliseconds since the first request. */
	at: number;
	/** What was answered; 0 for a reset connection or a truncated body. */
	status: number;
}

/** Seconds' worth of tokens that the bucket holds, so that a pause is not lost for good. */
const BURST_SECONDS = 0.5;

const refusal = (code: string, message: string): string =>
	JSON.stringify({ error_code: code, error_msg: message, request_id: 'bench' });

const tagged = (index: number): string =>
	JSON.stringify({
		result: {
			tags: [
				{
					tag: `image ${index}`,
					type: 'object',
					confidence: '98.5',
					i18n_tag: { en: `image ${index}`, zh: '图' },
					i18n_type: { en: 'object', zh: '物体' },
					instances: [],
				},
			],
		},
	});

const send = (response: ServerResponse, status: number, body: string): number => {
	response.writeHead(status, { 'Content-Type': 'application/json' });
	response.end(body);
	return status;
};

/** Each sends something that is no answer, and returns what the status of it is. */
const FAULTS: Array<(request: IncomingMessage, response: ServerResponse) => number> = [
	(_, response) => send(response, 500, refusal('AIS.0506', 'Internal error.')),
	(_, response) => send(response, 502, '<html><title>502 Bad Gateway</title></html>'),
	(_, response) => send(response, 503, ''),
	(request) => {
		request.socket.resetAndDestroy();
		return 0;
	},
	(request, response) => {
		response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '4000' });
		response.write('{"result":{"tags":[{"tag":"im', () => request.socket.destroy());
		return 0;
	},
];

/** Reads all of a body, and keeps its first bytes. */
async function headOf(request: IncomingMessage): Promise<Buffer> {
	let head: Buffer = Buffer.alloc(0);
	for await (const chunk of request) {
		if (head.length < 256) head = Buffer.concat([head, chunk as Buffer]).subarray(0, 4096);
	}
	return head;
}

/**
 * A tagging endpoint that looks at nothing but the number in the image, in a process of its own so
 * that it shares no event loop with what is measured. Says its address to the parent process, and
 * what it answered when asked.
 */
export function upstream({
	latencyMs,
	inFlight,
	perSecond,
	faultShare = 0,
}: UpstreamOptions): void {
	const answered: Answered[] = [];
	let running = 0;
	let firstAt: number | undefined;
	let tokens = 0;
	let filledAt = 0;
	let requests = 0;
	let faults = 0;

	const admitted = (now: number): boolean => {
		if (running > inFlight) return false;
		if (perSecond === undefined) return true;
		tokens = Math.min(BURST_SECONDS * perSecond, tokens + ((now - filledAt) * perSecond) / 1000);
		filledAt = now;
		if (tokens < 1) return false;
		tokens--;
		return true;
	};

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<number> {
		const now = performance.now();
		firstAt ??= now;
		if (!admitted(now)) {
			await headOf(request);
			return send(response, 429, refusal('APIG.0308', 'The throttling threshold has been reached'));
		}
		const head = await headOf(request);
		await sleep(Math.max(0, latencyMs - (performance.now() - now)));
		const faulty = Math.floor(++requests * faultShare) > faults;
		const fault = faulty ? FAULTS[faults++ % FAULTS.length] : undefined;
		return fault ? fault(request, response) : send(response, 200, tagged(indexOfImage(head)));
	}

	const server = createServer((request, response) => {
		running++;
		answer(request, response)
			.then((status) => answered.push({ at: performance.now() - (firstAt ?? 0), status }))
			.catch(() => request.socket.destroy())
			.finally(() => running--);
	});
	// The client decides how long a connection lives: a measured reset should be one that was meant.
	server.keepAliveTimeout = 0;
	server.listen(0, '127.0.0.1', () => {
		const { port } = server.address() as AddressInfo;
		process.send?.({ url: `http://127.0.0.1:${port}` });
	});
	process.on('message', () => process.send?.({ answered }));
}
