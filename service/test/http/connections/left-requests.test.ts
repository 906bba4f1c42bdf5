import { connect, type AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { Connections } from '../../../src/http/connections/connections';
import { head, until } from '../../support/raw';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const come: WeakRef<object>[] = [];
let left = 0;
let app: FastifyInstance;

beforeAll(async () => {
	const connections = new Connections({
		maxConnections: 100,
		perAddress: 100,
		isProxy: () => false,
		refuse: (socket) => socket.destroy(),
		left: () => left++,
	});
	app = fastify();
	app.addHook('onRequest', async (request, reply) => {
		come.push(new WeakRef(request.raw));
		await connections.begin(request, reply);
	});
	app.get('/unanswered', async () => await new Promise(() => undefined));
	connections.watch(app.server, false);
	await app.listen({ host: '127.0.0.1', port: 0 });
});

afterAll(async () => await app.close());

it('nothing is kept of requests whose client left before it was their turn', async () => {
	const { port } = app.server.address() as AddressInfo;
	for (let client = 1; client <= 5; client++) {
		const socket = connect(port, '127.0.0.1');
		socket.write(head('GET', '/unanswered').repeat(4));
		await until(() => come.length === client * 4);
		socket.destroy();
		await until(() => left === client * 3);
	}
	for (let turn = 0; turn < 20; turn++) {
		await setImmediate();
		collectGarbage();
	}
	expect(come.filter((request) => request.deref())).toHaveLength(0);
});
