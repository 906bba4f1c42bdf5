import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ApiError } from '../../../src/contract/failures';
import {
	answerBrokenRequest,
	answerOnSocket,
	endExchange,
} from '../../../src/http/connections/broken-requests';
import type { Exchange } from '../../../src/http/connections/exchange';
import { stopClock, type Clock } from '../../support/clock';

let clock: Clock;

beforeEach(() => {
	clock = stopClock();
});

afterEach(() => {
	jest.restoreAllMocks();
});

/** A connection, with all that happened to it and was told of it. */
function connection(writable = true) {
	const events: unknown[][] = [];
	const note =
		(what: string) =>
		(...details: unknown[]) =>
			void events.push([what, ...details]);
	const socket = Object.assign(new EventEmitter(), {
		...{ remoteAddress: '192.0.2.1', writable },
		...{ destroy: note('destroyed'), end: note('sent') },
	});
	const observers = { log: { info: note('logged') }, metrics: { answered: note('counted') } };
	return { socket, events, observers: observers as never };
}

/** A request that is open on it. */
function exchangeOf(socket: object, complete: boolean, writableEnded = false) {
	const sent: unknown[] = [];
	const reply = {
		raw: { writableEnded, shouldKeepAlive: true },
		header: () => reply,
		code: (status: number) => (sent.push(status), reply),
		send: () => reply,
	};
	const request = { id: 'id-1', raw: { complete, socket } };
	return { sent, reply, open: { request, reply } as unknown as Exchange };
}

describe('what never became a request', () => {
	const answerTo = (code?: string) => {
		const { socket, events, observers } = connection();
		const error = Object.assign(new Error('broken'), code !== undefined && { code });
		answerBrokenRequest(error, socket as never, undefined, observers);
		return events;
	};

	it.each([
		['HPE_INVALID_METHOD', 400],
		[undefined, 400],
		['ERR_HTTP_REQUEST_TIMEOUT', 408],
		['HPE_HEADER_OVERFLOW', 431],
		['ECONNRESET_BY_NOBODY', 400],
		['NO_ERR_TLS_', 400],
	])('is answered, by its code: %s with %d', (code, status) => {
		expect(answerTo(code)).toContainEqual([
			'counted',
			...['unknown', 'unknown', status, 'APIG.0201'],
		]);
	});

	it.each(['ECONNRESET', 'ERR_TLS_HANDSHAKE_TIMEOUT', 'ERR_SSL_HTTP_REQUEST'])(
		'is cut off, and told to nobody, where nobody could read an answer: %s',
		(code) => {
			expect(answerTo(code)).toEqual([['destroyed']]);
		},
	);

	it('is cut off where its connection takes nothing more', () => {
		const { socket, events, observers } = connection(false);
		answerBrokenRequest(new Error('broken'), socket as never, undefined, observers);
		expect(events).toEqual([['destroyed']]);
	});
});

describe('an answer without a request', () => {
	const answer = (failure: ApiError) => {
		const told = connection();
		answerOnSocket(failure, told.socket as never, told.observers);
		const [head = '', body = ''] = String(told.events[2]?.[1]).split('\r\n\r\n');
		return { ...told, lines: head.split('\r\n'), body: JSON.parse(body) };
	};

	it('is a whole one, which is counted and logged', () => {
		const { events, lines, body } = answer(new ApiError('badHttp'));
		const id = body.request_id;
		expect(body).toEqual({
			...{ error_code: 'APIG.0201', error_msg: 'Bad request.' },
			request_id: expect.stringMatching(/^[0-9a-f]{32}$/),
		});
		expect(lines).toEqual([
			'HTTP/1.1 400 Bad Request',
			`Date: ${new Date().toUTCString()}`,
			'Content-Type: application/json; charset=utf-8',
			`Content-Length: ${JSON.stringify(body).length}`,
			`X-Request-Id: ${id}`,
			'Connection: close',
		]);
		const [status, code] = [400, 'APIG.0201'];
		expect(events.slice(0, 2)).toEqual([
			['counted', 'unknown', 'unknown', status, code],
			['logged', { request_id: id, client: '192.0.2.1', status, code }, 'answered'],
		]);
	});

	it('says when to come again, where it knows', () => {
		expect(answer(new ApiError('throttled', '', 1)).lines).toContain('Retry-After: 1');
	});

	it('leaves its client a second to take it and to close the connection', async () => {
		const { events } = answer(new ApiError('badHttp'));
		await clock.pass(999);
		expect(events).toHaveLength(3);
		await clock.pass(1);
		expect(events[3]).toEqual(['destroyed']);
	});

	it('does nothing more to a connection that is closed by then', async () => {
		const { socket, events } = answer(new ApiError('badHttp'));
		socket.emit('close');
		await clock.pass(2_000);
		expect(events).toHaveLength(3);
	});
});

describe('what breaks off behind an open request', () => {
	const error = Object.assign(new Error('broken'), { code: 'HPE_INVALID_METHOD' });

	it('of which not all has come is the end of that: it is answered, and the connection ends', () => {
		const { socket, events, observers } = connection();
		const { open, sent, reply } = exchangeOf(socket, false);
		answerBrokenRequest(error, socket as never, open, observers);
		expect({ sent, events, keepAlive: reply.raw.shouldKeepAlive }).toEqual({
			...{ sent: [400], events: [], keepAlive: false },
		});
	});

	it('leaves one that is worked on its answer, which is the last', () => {
		const { socket, events, observers } = connection();
		const { open, sent, reply } = exchangeOf(socket, true);
		answerBrokenRequest(error, socket as never, open, observers);
		expect({ sent, events, keepAlive: reply.raw.shouldKeepAlive }).toEqual({
			...{ sent: [], events: [], keepAlive: false },
		});
	});

	it('is cut off where that was answered before all of it had come', () => {
		const { socket, events, observers } = connection();
		const { open, sent } = exchangeOf(socket, false, true);
		endExchange(new ApiError('badHttp'), open, observers);
		expect({ sent, events }).toEqual({ sent: [], events: [['destroyed']] });
	});
});
