import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isJson } from '../../src/http/request-headers';
import { testConfig } from '../support/accounts';
import { failureBody } from '../support/answer-schema';
import { send } from '../support/client';
import { dial, head, statusesIn, until } from '../support/raw';
import { runService, type RunningService } from '../support/run-service';

let service: RunningService;

beforeAll(async () => {
	service = await runService(testConfig());
});

afterAll(() => service.stop());

/** The first of what the service says to these lines. */
async function hear(...lines: string[]): Promise<string> {
	const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
	socket.write([...lines, '', ''].join('\r\n'));
	const [heard] = (await once(socket, 'data')) as [Buffer];
	socket.destroy();
	return heard.toString();
}

describe('what Node would answer by itself, or not at all, has a code, a line in the log and a count:', () => {
	it.each([
		['no Host', ['GET / HTTP/1.1'], 400, 'APIG.0201', /Host once/],
		['two Hosts', ['GET / HTTP/1.1', 'Host: 127.0.0.1', 'host: b'], 400, 'APIG.0201', /Host once/],
		[
			'an expectation',
			['GET / HTTP/1.1', 'Host: 127.0.0.1', 'Expect: x'],
			417,
			'APIG.0201',
			/Expect/,
		],
		[
			'the name of another service',
			['GET / HTTP/1.1', 'Host: evil.example'],
			421,
			'APIG.0201',
			/Its names are in the setting hosts/,
		],
		[
			'more than a hundred headers',
			['GET / HTTP/1.1', 'Host: 127.0.0.1', ...Array.from({ length: 100 }, (_, i) => `X-${i}: x`)],
			431,
			'APIG.0201',
			/Send at most 100 of them/,
		],
		['CONNECT', ['CONNECT a:1 HTTP/1.1', 'Host: 127.0.0.1'], 404, 'APIG.0101', /not exist/],
	])('%s', async (_what, lines, status, code, words) => {
		const heard = await hear(...lines);
		expect(heard).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
		const body = failureBody.parse(JSON.parse(heard.slice(heard.indexOf('\r\n\r\n') + 4)));
		expect(body).toMatchObject({ error_code: code, error_msg: expect.stringMatching(words) });
		expect(heard).toMatch(new RegExp(`^x-request-id: ${body.request_id}\r$`, 'im'));
		while (!service.stderr().includes(body.request_id)) await send(service, { path: '/healthz' });
		const { data } = await send(service, { path: '/metrics' });
		expect(data).toMatch(
			new RegExp(`image_tagging_requests_total\\{.*status="${status}",code="${code}"\\} \\d`),
		);
	});
});

it('an HTTP/1.0 client, which sends no Host, is served', async () => {
	expect(await hear('GET /healthz HTTP/1.0')).toMatch(/^HTTP\/1\.1 200 /);
});

it.each([
	['a hundred headers', Array.from({ length: 99 }, (_, i) => `X-${i}: x`)],
	['a header whose value is the name of another', ['X-Name: Host']],
])('a client that sends %s is served', async (_what, lines) => {
	const heard = await hear('GET /healthz HTTP/1.1', 'Host: 127.0.0.1', ...lines);
	expect(heard).toMatch(/^HTTP\/1\.1 200 /);
});

it('a client that waits to be told to go on is told so, and then answered', async () => {
	const fields = { Expect: '100-Continue', 'Content-Length': 2, Connection: 'close' };
	const { socket, heard, closed } = await dial(service);
	socket.write(head('POST', '/v3/auth/tokens', fields));
	await until(() => heard() !== '');
	expect(heard()).toMatch(/^HTTP\/1\.1 100 Continue/);
	socket.write('{}');
	await closed;
	expect(statusesIn(heard())).toEqual([100, 400]);
});

describe('a body', () => {
	const isCalled = (type?: string) =>
		isJson({ headers: type === undefined ? {} : { 'content-type': type } } as never);

	it.each([
		undefined,
		'application/json',
		'application/json;charset=utf8',
		'Application/JSON ; a=b',
		'application/json ',
		'application/vnd.x-1+json',
		'application/a+b+json;x=y',
	])('is JSON if it is called %s', (type) => {
		expect(isCalled(type)).toBe(true);
	});

	it.each([
		'',
		'application/jsonx',
		'application/json x',
		'application/+json',
		'application/x y+json',
		'application/xjson',
		'text/json',
		'x-application/json',
		'text/plain;application/json',
	])('is none if it is called %j', (type) => {
		expect(isCalled(type)).toBe(false);
	});
});
