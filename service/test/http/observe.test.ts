import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { clientLeft, observe, record } from '../../src/http/observe';
import type { Life } from '../../src/operation/phase';
import { head, until } from '../support/raw';

/** Lines of the log and counts, as they are told. */
let told: unknown[][];
const note =
	(what: string) =>
	(...details: unknown[]) =>
		void told.push([what, ...details]);
const observers = {
	log: Object.fromEntries(['debug', 'info', 'warn', 'error'].map((level) => [level, note(level)])),
	metrics: { answered: note('answered'), refused: note('refused') },
} as never;

beforeEach(() => {
	told = [];
});

describe('what is told of a request', () => {
	const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
	const request = {
		...{ id: 'id-1', ip: '192.0.2.1', method: 'POST', accountName: 'acme', audit: null },
		headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` },
		routeOptions: { url: '/v3/projects' },
	};
	const reply = { statusCode: 200, failureCode: '', refusal: '', elapsedTime: 12.6 };
	const line = {
		...{ request_id: 'id-1', trace_id: trace, client: '192.0.2.1', method: 'POST' },
		...{ route: '/v3/projects', status: 200, account: 'acme', ms: 13 },
	};
	const tell = (changes: { request?: object; reply?: object }, status?: number) =>
		record(
			observers,
			{ ...request, ...changes.request } as never,
			{ ...reply, ...changes.reply } as never,
			status,
		);

	it('is a count and a line, without what there is not', () => {
		tell({});
		expect(told).toStrictEqual([
			['answered', '/v3/projects', 'POST', 200, '', 12.6],
			['info', { ...line, code: undefined }, 'answered'],
		]);
		told = [];
		tell({ request: { accountName: '', headers: {} } });
		const { trace_id: _, ...rest } = line;
		expect(told[1]).toStrictEqual([
			...['info', { ...rest, code: undefined, account: undefined }, 'answered'],
		]);
	});

	it('names no path or method that strangers make up', () => {
		tell({ request: { method: 'BREW', routeOptions: {} }, reply: { statusCode: 404 } });
		expect(told[0]).toEqual(['answered', 'unknown', 'unknown', 404, '', 12.6]);
		expect(told[1]?.[1]).toMatchObject({ route: 'unknown', method: 'BREW' });
	});

	it('has its code where it failed, but where its client left before that', () => {
		const failed = { reply: { statusCode: 400, failureCode: 'AIS.0014' } };
		tell(failed);
		tell(failed, clientLeft);
		expect(told.map(([, fields]) => (fields as { code?: string }).code)).toEqual([
			...[undefined, 'AIS.0014', undefined, undefined],
		]);
		expect(told.filter(([what]) => what === 'answered')).toEqual([
			['answered', '/v3/projects', 'POST', 400, 'AIS.0014', 12.6],
			['answered', '/v3/projects', 'POST', 499, '', 12.6],
		]);
	});

	it('says who it was and why he was not let in', () => {
		const audit = { access_key: 'KEY' };
		tell({ request: { audit }, reply: { statusCode: 401, refusal: 'bad_signature' } });
		expect(told[1]).toEqual(['refused', 'bad_signature']);
		expect(told[2]?.[1]).toMatchObject({
			...{ access_key: 'KEY', audit: 'refused', refusal: 'bad_signature' },
		});
	});

	it.each([
		['/v3/projects', 200, 'info'],
		['/v3/projects', 429, 'info'],
		['/v3/projects', 500, 'error'],
		['/v3/projects', 503, 'warn'],
		['/healthz', 200, 'debug'],
		['/healthz', 503, 'debug'],
	])('is as loud as it matters: %s with %d', (url, statusCode, level) => {
		tell({ request: { routeOptions: { url } }, reply: { statusCode } });
		expect(told[1]?.[0]).toBe(level);
	});
});

describe('an answer', () => {
	let app: FastifyInstance;
	let life: Life;
	let answer: (() => void) | undefined;
	const port = () => (app.server.address() as AddressInfo).port;
	const ask = () => fetch(`http://127.0.0.1:${port()}/`);

	beforeEach(async () => {
		life = { phase: 'ready' };
		app = fastify();
		observe(app, { life, ...(observers as object) } as never);
		app.get('/', async () => 'text');
		app.get('/late', async () => new Promise((resolve) => (answer = () => resolve('text'))));
		await app.listen({ host: '127.0.0.1', port: 0 });
	});

	afterEach(() => app.close());

	it('has its number, and is no page unless it says so', async () => {
		const { headers, status } = await ask();
		expect(status).toBe(200);
		expect(headers.get('x-request-id')).toMatch(/./);
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('connection')).not.toBe('close');
	});

	it('is told of once, though its connection closes too', async () => {
		const socket = connect(port(), '127.0.0.1').resume();
		socket.write(head('GET', '/', { Connection: 'close' }));
		await once(socket, 'close');
		expect(told).toEqual([
			['answered', '/', 'GET', 200, '', expect.any(Number)],
			[
				'info',
				{
					...{ request_id: expect.any(String), client: '127.0.0.1', method: 'GET', route: '/' },
					...{ status: 200, ms: expect.any(Number) },
				},
				'answered',
			],
		]);
	});

	it('ends its connection when the service stops', async () => {
		life.phase = 'stopping';
		expect((await ask()).headers.get('connection')).toBe('close');
	});

	it('that nobody waited for is told of once, as one that was not given', async () => {
		const socket = connect(port(), '127.0.0.1');
		socket.write(head('GET', '/late'));
		await until(() => answer !== undefined);
		socket.destroy();
		await until(() => told.length > 0);
		answer?.();
		await new Promise((resolve) => setImmediate(resolve));
		expect(told.map(([what]) => what)).toEqual(['answered', 'info']);
		expect(told[0]).toEqual(['answered', '/late', 'GET', 499, '', expect.any(Number)]);
	});
});
