import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testConfig } from '../../support/accounts';
import { obtainToken, photo, send, v1Path } from '../../support/client';
import { dial, head, statusesIn, until } from '../../support/raw';
import { runService, type RunningService } from '../../support/run-service';

let service: RunningService;
let tagging: string;

beforeAll(async () => {
	service = await runService(testConfig());
	const body = JSON.stringify({ image: photo() });
	tagging =
		head('POST', v1Path, {
			'X-Auth-Token': await obtainToken(service),
			'Content-Type': 'application/json',
			'Content-Length': body.length,
		}) + body;
});

afterAll(() => service.stop());

const waiting = async () => {
	const { busy, queued } = (await send(service, { path: '/healthz' })).data;
	return Number(busy) + Number(queued);
};

const lines = (status: number) =>
	service
		.stderr()
		.split('\n')
		.filter((line) => line.includes('"msg":"answered"') && line.includes(`"status":${status},`));

it('requests behind each other on one connection are worked on one after the other', async () => {
	const { socket, heard } = await dial(service);
	socket.write(tagging.repeat(6));
	let most = 0;
	await until(async () => {
		most = Math.max(most, await waiting());
		return statusesIn(heard()).length === 6;
	});
	expect(statusesIn(heard())).toEqual([200, 200, 200, 200, 200, 200]);
	expect(most).toBe(1);
	socket.destroy();
});

it('none of them goes on when their client has left, and each has its line in the log', async () => {
	const { socket } = await dial(service);
	const before = lines(499).length;
	socket.write(tagging + head('GET', '/v3/projects').repeat(5));
	await until(async () => (await waiting()) === 1);
	socket.destroy();
	await until(() => lines(499).length - before >= 6);
	expect(lines(499)).toHaveLength(before + 6);
	await until(async () => (await waiting()) === 0);
	const { data } = await send(service, { path: '/metrics' });
	const counted = [...String(data).matchAll(/status="499",code=""\} (\d+)$/gm)];
	expect(counted.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(6);
});

it('a connection that sends more than anybody means well is ended', async () => {
	const { socket, closed } = await dial(service);
	socket.write(tagging + head('GET', '/healthz').repeat(8));
	await closed;
	expect((await send(service, { path: '/healthz' })).status).toBe(200);
});

describe('more than a hundred headers', () => {
	const fields = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`X-${i}`, i]));

	it('are refused', async () => {
		const { socket, heard } = await dial(service);
		socket.write(head('GET', '/healthz', fields));
		await until(() => statusesIn(heard()).length > 0);
		expect(statusesIn(heard())).toEqual([431]);
		socket.destroy();
	});

	it('do not wait behind a request: their connection is ended', async () => {
		const { socket, heard, closed } = await dial(service);
		socket.write(tagging + head('GET', '/healthz', fields));
		await closed;
		expect(statusesIn(heard())).toEqual([]);
	});
});
