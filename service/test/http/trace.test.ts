import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requestIdOf, traceIdOf } from '../../src/http/trace';
import { testConfig } from '../support/accounts';
import { obtainToken, photo, send, tokenBody, v1Path } from '../support/client';
import { dial, head, until } from '../support/raw';
import { runService, type RunningService } from '../support/run-service';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const parent = '00f067aa0ba902b7';
const fresh = /^[0-9a-f]{32}$/;

it.each([
	[`00-${trace}-${parent}-01`, trace],
	[`00-${trace}-${parent}-00`, trace],
	[`00-${'0'.repeat(31)}1-${'0'.repeat(15)}1-01`, `${'0'.repeat(31)}1`],
	[`01-${trace}-${parent}-01-what-comes-later`, trace],
	[`01-${trace}-${parent}-01`, trace],
	[`00-${trace}-${parent}-01-more`, undefined],
	[`01-${trace}-${parent}-01more`, undefined],
	[`ff-${trace}-${parent}-01`, undefined],
	[`00-${'0'.repeat(32)}-${parent}-01`, undefined],
	[`00-${trace}-${'0'.repeat(16)}-01`, undefined],
	[`00-${trace.toUpperCase()}-${parent}-01`, undefined],
	[`00-${trace}-${parent}`, undefined],
	[`00-${trace}-${parent}-01, 00-${trace}-${parent}-01`, undefined],
	[`x00-${trace}-${parent}-01`, undefined],
	['', undefined],
	[undefined, undefined],
])('a traceparent of %s is of the trace %s', (traceparent, expected) => {
	expect(traceIdOf({ headers: { traceparent } })).toBe(expected);
});

it.each(['a', '3f1c-7:/+=', '~'.repeat(128)])('an ID of visible ASCII is taken over: %s', (id) => {
	expect(requestIdOf({ headers: { 'x-request-id': id } })).toBe(id);
});

it.each([undefined, '', 'a b', 'a, b', 'é', 'a\tb', '\u001b[31m', 'a'.repeat(129)])(
	'any other gets a new one: %j',
	(id) => {
		expect(requestIdOf({ headers: { 'x-request-id': id } })).toMatch(fresh);
	},
);

describe('a request', () => {
	let service: RunningService;

	beforeAll(async () => {
		service = await runService(testConfig());
	});

	afterAll(() => service.stop());

	async function lineOf(id: string): Promise<Record<string, unknown>> {
		const find = () =>
			service
				.stderr()
				.split('\n')
				.find((line) => line.includes(`"request_id":"${id}"`));
		await until(() => find() !== undefined);
		return JSON.parse(find() ?? '');
	}

	it('that succeeds has the ID that it came with in its answer and in the log', async () => {
		const token = await obtainToken(service);
		const headers = {
			'X-Auth-Token': token,
			'X-Request-Id': 'flow-7/run-12',
			traceparent: `00-${trace}-${parent}-01`,
		};
		const answer = await send(service, { path: v1Path, body: { image: photo() }, headers });
		expect(answer.status).toBe(200);
		expect(answer.headers['x-request-id']).toBe('flow-7/run-12');
		expect(await lineOf('flow-7/run-12')).toMatchObject({ status: 200, trace_id: trace });
	});

	it.each([
		['of the API', '/v3/projects', undefined],
		['of IAM', '/v3/auth/tokens', tokenBody('ann', 'wrong')],
		['without a route', '/nowhere', undefined],
	])('that fails has it in its body too: %s', async (kind, path, body) => {
		const id = `id-${kind.replaceAll(' ', '-')}`;
		const answer = await send(service, { path, body, headers: { 'X-Request-Id': id } });
		expect(answer.status).toBeGreaterThanOrEqual(400);
		expect(answer.headers['x-request-id']).toBe(id);
		expect(answer.data.request_id).toBe(id);
		const line = await lineOf(id);
		expect(line).toMatchObject({ status: answer.status });
		expect(line).not.toHaveProperty('trace_id');
	});

	it.each([
		['on a path that is no path', 'GET', '/%zz', {}],
		['for another host', 'GET', '/v3/projects', { Host: 'example.com' }],
	])('that is refused early has it: %s', async (_what, method, path, fields) => {
		const client = await dial(service);
		client.socket.write(head(method, path, { ...fields, 'X-Request-Id': 'early-1' }));
		await until(() => client.heard().includes('request_id'));
		client.socket.destroy();
		expect(client.heard()).toMatch(/\r\nx-request-id: early-1\r\n/i);
		expect(client.heard()).toContain('"request_id":"early-1"');
	});

	it('that came with two IDs, or one that is none, has a new one', async () => {
		const client = await dial(service);
		const text = head('GET', '/nowhere', { 'X-Request-Id': 'one' });
		client.socket.write(text.replace('\r\n\r\n', '\r\nX-Request-Id: two\r\n\r\n'));
		await until(() => client.heard().includes('request_id'));
		client.socket.destroy();
		expect(client.heard()).toMatch(/\r\nx-request-id: [0-9a-f]{32}\r\n/i);
		const long = { 'X-Request-Id': 'x'.repeat(129) };
		const { headers, data } = await send(service, { path: '/nowhere', headers: long });
		expect(headers['x-request-id']).toMatch(fresh);
		expect(data.request_id).toBe(headers['x-request-id']);
	});
});
