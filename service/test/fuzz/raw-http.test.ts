import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { failureBody } from '../support/answer-schema';
import { v1Path } from '../support/client';
import { patience, runsOf } from './support/runs';
import { fuzzedServer } from './support/server';

let app: FastifyInstance;
let failures: string[];
let port: number;

beforeAll(async () => {
	({ app, failures } = await fuzzedServer());
	await app.listen({ host: '127.0.0.1', port: 0 });
	({ port } = app.server.address() as AddressInfo);
}, patience);

afterAll(async () => {
	await app.close();
	jest.restoreAllMocks();
});

/** Writes the bytes, says that no more will come, and reads to the end. */
function talk(bytes: Buffer): Promise<string> {
	return new Promise((resolve) => {
		let heard = '';
		const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
		socket.setTimeout(20_000, () => socket.destroy(new Error('no end')));
		socket.on('data', (data) => (heard += data.toString('latin1')));
		socket.on('error', () => undefined).on('close', () => resolve(heard));
	});
}

const lines = fc.array(
	fc.oneof(
		fc.constantFrom(
			...['POST / HTTP/1.1', `POST ${v1Path} HTTP/1.1`, 'GET /healthz HTTP/1.0', 'PRI * HTTP/2.0'],
			...['GET /%', 'CONNECT a:1 HTTP/1.1', 'OPTIONS * HTTP/1.1', 'GET http://a/ HTTP/1.1'],
			...[
				'Host: 127.0.0.1',
				'Host:',
				'Content-Length: 5',
				'Content-Length: -1',
				'Content-Length: 5, 5',
			],
			...[
				'Transfer-Encoding: chunked',
				'Transfer-Encoding: gzip',
				'Connection: close',
				'Expect: x',
			],
			...['Expect: 100-continue', 'Connection: Upgrade', 'Upgrade: websocket', 'X-Auth-Token: a'],
			...['', '0', '5', 'hello', 'ffffffffffffffff', '{}', '\0', ' folded', 'No colon'],
		),
		fc.string({ unit: 'binary', maxLength: 40 }),
	),
	{ minLength: 1, maxLength: 10 },
);

const ends = fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', '\r');

/** Text that begins as HTTP does, and bytes that don't. */
const spoken = fc.oneof(
	{
		weight: 5,
		arbitrary: fc
			.tuple(fc.constantFrom('POST', 'GET', 'PUT', 'post', 'HELLO'), lines, ends)
			.map(([method, rest, end]) =>
				Buffer.from([`${method} ${v1Path} HTTP/1.1`, 'Host: 127.0.0.1', ...rest, '', ''].join(end)),
			),
	},
	{ weight: 3, arbitrary: fc.tuple(lines, ends).map(([all, end]) => Buffer.from(all.join(end))) },
	{ weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)) },
);

/** The answers in what a connection said. */
const statuses = (heard: string) =>
	[...heard.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

it(
	'whatever is written to a connection gets a known answer or none, and the service goes on',
	async () => {
		let answered = 0;
		await fc.assert(
			fc.asyncProperty(spoken, async (bytes) => {
				const heard = await talk(bytes);
				for (const status of statuses(heard)) expect(status).toBeLessThan(500);
				answered += statuses(heard).length;
				if (heard !== '') expect(heard).toMatch(/^HTTP\/1\.1 \d{3} /);
				for (const [body] of heard.matchAll(/\{"error_code".*?\}/g)) {
					failureBody.parse(JSON.parse(body));
				}
			}),
			runsOf(0.08),
		);
		expect(failures).toEqual([]);
		expect(answered).toBeGreaterThan(runsOf(0.04).numRuns);
		expect((await app.inject('/healthz')).statusCode).toBe(200);
	},
	patience,
);
