import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { ApiError, type FailureKind } from '../../contract/failures';
import { answerFailure } from '../answers';
import type { Observers } from '../observe';
import { newRequestId } from '../trace';
import type { Exchange } from './connections';

const bySocketCode: Record<string, FailureKind> = {
	ERR_HTTP_REQUEST_TIMEOUT: 'slowRequest',
	HPE_HEADER_OVERFLOW: 'headersTooLarge',
};

/** For a client to take the answer and close the connection. */
const closeWithinMs = 1_000;

/**
 * Answers what breaks off or never becomes a request: broken HTTP, headers too large, clients too slow.
 * @param open the last request of the connection, if one is open
 */
export function answerBrokenRequest(
	error: Error & { code?: string },
	socket: Duplex,
	open: Exchange | undefined,
	observers: Observers,
): void {
	const code = String(error.code);
	// Whoever fails at the handshake could not read an answer either.
	if (!socket.writable || /^(?:ECONNRESET$|ERR_TLS_|ERR_SSL_)/.test(code)) {
		socket.destroy();
		return;
	}
	const failure = new ApiError(bySocketCode[code] ?? 'badHttp');
	if (!open) answerOnSocket(failure, socket, observers);
	else if (!open.request.raw.complete) endExchange(failure, open, observers);
	// What came behind a request that is still worked on: the answer to that one is the last.
	else open.reply.raw.shouldKeepAlive = false;
}

/** Answers a request whose body does not come, or can't be read, and ends its connection. */
export function endExchange(failure: ApiError, open: Exchange, { log }: Observers): void {
	const { request, reply } = open;
	if (reply.raw.writableEnded) {
		request.raw.socket.destroy();
		return;
	}
	reply.raw.shouldKeepAlive = false;
	answerFailure(failure, request, reply, log);
}

/** Answers where there is no request to reply to, and ends the connection. */
export function answerOnSocket(
	failure: ApiError,
	socket: Duplex & { remoteAddress?: string },
	{ log, metrics }: Observers,
): void {
	const id = newRequestId();
	const { status, code } = failure;
	metrics.answered('unknown', 'unknown', status, code);
	log.info({ request_id: id, client: socket.remoteAddress, status, code }, 'answered');
	const body = JSON.stringify(failure.body(id));
	socket.end(
		[
			`HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
			`Date: ${new Date().toUTCString()}`,
			'Content-Type: application/json; charset=utf-8',
			`Content-Length: ${Buffer.byteLength(body)}`,
			`X-Request-Id: ${id}`,
			...(failure.retryAfterSeconds ? [`Retry-After: ${failure.retryAfterSeconds}`] : []),
			'Connection: close',
			'',
			body,
		].join('\r\n'),
	);
	// One that closes its side never would keep its place among the connections.
	const end = setTimeout(() => socket.destroy(), closeWithinMs).unref();
	socket.once('close', () => clearTimeout(end));
}
