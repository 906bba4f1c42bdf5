import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { v2Path } from '../support/client';
import { bmp } from '../support/pictures';
import { expectSound } from './support/answers';
import { mutatedPictures, smallPictures } from './support/pictures';
import { patience, runsOf } from './support/runs';
import { fuzzedServer, tokenFrom } from './support/server';

let app: FastifyInstance;
let failures: string[];
let token: string;
let host: Server;
/** What the host says next, whatever it is asked for. */
let next: Buffer = Buffer.alloc(0);

beforeAll(async () => {
	const urlFetch = { allowNetworks: ['127.0.0.0/8'], ports: 'any', timeoutMs: 500 };
	({ app, failures } = await fuzzedServer(undefined, { urlFetch }));
	token = await tokenFrom(app);
	host = createServer((socket) => {
		socket.on('error', () => undefined).once('data', () => socket.end(next));
	});
	await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
}, patience);

afterAll(async () => {
	host.close();
	await app.close();
	jest.restoreAllMocks();
});

const statusLines = fc.oneof(
	{ weight: 8, arbitrary: fc.constant('HTTP/1.1 200 OK') },
	{
		weight: 3,
		arbitrary: fc.constantFrom(
			...['HTTP/1.1 302 Found', 'HTTP/1.1 404 Not Found', 'HTTP/1.0 200', 'HTTP/1.1 100 Continue'],
			...['HTTP/1.1 101 Upgrade', 'HTTP/1.1 999 ?', 'HTTP/9.9 200 OK', 'ICY 200 OK', ''],
		),
	},
);

const headers = fc.array(
	fc.oneof(
		fc.constantFrom(
			...['Content-Length: 5', 'Content-Length: 99999999', 'Content-Length: -1', 'Location: /x'],
			...['Location: //', 'Location: file:///etc/passwd', 'Location: http://a@b/', 'Location:'],
			...['Transfer-Encoding: chunked', 'Content-Encoding: gzip', 'Connection: keep-alive'],
			...['Content-Type: text/html', 'Set-Cookie: a=b', 'Trailer: x', ' folded', 'No colon'],
		),
		fc.string({ unit: 'binary', maxLength: 30 }),
	),
	{ maxLength: 3 },
);

it(
	'no host of a picture makes the service fail',
	async () => {
		const tally: Record<string, number> = {};
		const bodies = mutatedPictures(await smallPictures());
		const { port } = host.address() as AddressInfo;
		const payload = JSON.stringify({ url: `http://127.0.0.1:${port}/x`, threshold: 0 });
		await fc.assert(
			fc.asyncProperty(statusLines, headers, bodies, async (status, lines, body) => {
				next = Buffer.concat([Buffer.from([status, ...lines, '', ''].join('\r\n')), body]);
				const answer = await app.inject({
					method: 'POST',
					url: v2Path,
					headers: { 'x-auth-token': token },
					payload,
				});
				expectSound('POST', v2Path, {
					status: answer.statusCode,
					headers: answer.headers,
					body: answer.body,
				});
				tally[answer.statusCode] = (tally[answer.statusCode] ?? 0) + 1;
			}),
			{ ...runsOf(0.02), examples: [['HTTP/1.1 200 OK', [], bmp(24, 20)]] },
		);
		expect(failures).toEqual([]);
		expect(tally[200]).toBeGreaterThan(0);
		expect(tally[400]).toBeGreaterThan(0);
	},
	patience,
);
