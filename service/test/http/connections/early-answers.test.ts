import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { testConfig } from '../../support/accounts';
import { obtainToken, v1Path } from '../../support/client';
import { dial, head, statusesIn, until } from '../../support/raw';
import { runService, type RunningService } from '../../support/run-service';

const MEGABYTE = Buffer.alloc(1024 * 1024, 'A');
/** More than the buffers of a connection's two ends take without anybody reading. */
const MEGABYTES = 32;

let service: RunningService;
let token: string;

beforeAll(async () => {
	service = await runService(testConfig());
	token = await obtainToken(service);
}, 60_000);

afterAll(async () => {
	await service.stop();
});

it.each([
	['stay connected', 'HTTP/1.1', 'keep-alive'],
	['ask for the connection to be closed', 'HTTP/1.1', 'close'],
	['speak HTTP/1.0', 'HTTP/1.0', 'close'],
])(
	'clients that %s may send their body to its end though it is refused at once',
	async (_, version, connection) => {
		const client = await dial(service);
		const fields = {
			Connection: connection,
			'X-Auth-Token': token,
			'Content-Length': MEGABYTES * MEGABYTE.length,
		};
		client.socket.write(head('POST', v1Path, fields).replace('HTTP/1.1', version));
		await until(() => statusesIn(client.heard()).length > 0);
		let failure: Error | undefined;
		client.socket.on('error', (error) => (failure = error));
		for (let sent = 0; sent < MEGABYTES && !client.socket.destroyed; sent++) {
			if (!client.socket.write(MEGABYTE)) {
				await Promise.race([once(client.socket, 'drain'), client.closed]);
			}
		}
		if (connection === 'close') await client.closed;
		else client.socket.destroy();
		expect(failure).toBeUndefined();
		expect(statusesIn(client.heard())).toEqual([413]);
		expect(client.socket.bytesWritten).toBeGreaterThan(MEGABYTES * MEGABYTE.length);
	},
);

it('clients that ask for the connection to be closed have it closed behind a body that was read and is wrong', async () => {
	const client = await dial(service);
	const fields = { Connection: 'close', 'X-Auth-Token': token, 'Content-Length': 2 };
	client.socket.write(`${head('POST', v1Path, fields)}[]`);
	await client.closed;
	expect(statusesIn(client.heard())).toEqual([400]);
});
