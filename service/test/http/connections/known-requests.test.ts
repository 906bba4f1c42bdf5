import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Exchange } from '../../../src/http/connections/connections';
import { fakeServer, fakeSocket } from './fake-server';

const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

afterEach(() => {
	jest.restoreAllMocks();
});

/** Whether it is the turn of each of the requests. */
async function turnsOf(...requests: { begun: Promise<void> }[]): Promise<boolean[]> {
	const turns = requests.map(() => false);
	requests.forEach(({ begun }, i) => void begun.then(() => (turns[i] = true)));
	await soon();
	return turns;
}

describe('requests on one connection', () => {
	it.each(['finish', 'close'])(
		'have their turn one after the other, when the answer before has its %s',
		async (event) => {
			const { connect, ask } = fakeServer();
			const socket = connect();
			const [first, second, third] = [ask(socket), ask(socket), ask(socket)];
			expect(await turnsOf(first, second, third)).toEqual([true, false, false]);
			first.reply.emit(event);
			expect(await turnsOf(first, second, third)).toEqual([true, true, false]);
		},
	);

	it('on another connection do not wait for them', async () => {
		const { connect, ask } = fakeServer();
		const other = connect(fakeSocket('192.0.2.1', 2));
		expect(await turnsOf(ask(connect()), ask(other))).toEqual([true, true]);
	});

	it('whose client leaves never have their turn, which is told of each that waits', async () => {
		const left: Exchange[] = [];
		const { connect, ask } = fakeServer({ left: (exchange) => left.push(exchange) });
		const socket = connect();
		const [first, second, third] = [ask(socket), ask(socket), ask(socket)];
		await soon();
		socket.destroy();
		first.reply.emit('close');
		expect(await turnsOf(second, third)).toEqual([false, false]);
		expect(left.map(({ request }) => request.raw)).toEqual([second.request, third.request]);
	});

	it('are eight at most: with one more the connection is ended', () => {
		const { connect, ask } = fakeServer();
		const socket = connect();
		for (let i = 0; i < 8; i++) ask(socket);
		expect(socket.destroyed).toBe(false);
		ask(socket);
		expect(socket.destroyed).toBe(true);
	});

	it('have a hundred headers at most where they wait, since those are in no budget', () => {
		const { connect, ask } = fakeServer();
		const socket = connect();
		ask(socket, true, false, 101);
		ask(socket, true, false, 100);
		expect(socket.destroyed).toBe(false);
		ask(socket, true, false, 101);
		expect(socket.destroyed).toBe(true);
	});

	it('are known until request and answer are both through', () => {
		const { connect, connections, ask } = fakeServer();
		const socket = connect();
		const [first, second] = [ask(socket), ask(socket)];
		const last = () => connections.last(socket)?.request.raw;
		expect(last()).toBe(second.request);
		second.request.emit('close');
		expect(last()).toBe(second.request);
		second.reply.emit('close');
		expect(last()).toBe(first.request);
		for (const half of [first.reply, first.request]) half.emit('close');
		expect(last()).toBeUndefined();
		expect(connections.last(fakeSocket())).toBeUndefined();
	});
});

describe('a request on a connection that is not known', () => {
	it.each([
		['is let in, as one that a test makes up', {}, true],
		['is not, where the connection was ended', { destroyed: true }, false],
		['is not, where the connection is being refused', { writableEnded: true }, false],
	])('%s', async (_what, state, isIn) => {
		const { ask } = fakeServer();
		expect(await turnsOf(ask(Object.assign(fakeSocket(), state)))).toEqual([isIn]);
	});
});

describe('a connection', () => {
	it('is refused where there is no place for it, and not known', () => {
		const refused: unknown[] = [];
		const refuse = (socket: unknown) => refused.push(socket);
		const { connect, connections } = fakeServer({ perAddress: 1, refuse });
		connect();
		const second = connect(fakeSocket('192.0.2.1', 2));
		expect(refused).toEqual([second]);
		connections.limitTo({ maxConnections: 9, perAddress: 3, isProxy: () => false });
		connect(fakeSocket('192.0.2.1', 3));
		connect(fakeSocket('192.0.2.1', 4));
		expect(refused).toEqual([second]);
	});

	it('ends another for its place, which is idle since the last of its requests', () => {
		const now = jest.spyOn(performance, 'now').mockReturnValue(0);
		const refused: unknown[] = [];
		const refuse = (socket: unknown) => refused.push(socket);
		const { connect, ask } = fakeServer({ perAddress: 1, refuse });
		const first = connect();
		const { request, reply } = ask(first);
		now.mockReturnValue(5_000);
		for (const half of [request, reply]) half.emit('close');
		now.mockReturnValue(5_999);
		connect(fakeSocket('192.0.2.1', 2));
		expect([first.destroyed, refused.length]).toEqual([false, 1]);
		now.mockReturnValue(6_000);
		const third = connect(fakeSocket('192.0.2.1', 3));
		expect([first.destroyed, third.destroyed, refused.length]).toEqual([true, false, 1]);
	});

	it('over TLS is one, before its handshake and after', async () => {
		const refused: unknown[] = [];
		const refuse = (socket: unknown) => refused.push(socket);
		const { connect, connections, ask, server } = fakeServer({ perAddress: 2, refuse }, true);
		const open = (port: number) => {
			connect(fakeSocket('192.0.2.1', port));
			const secure = fakeSocket('192.0.2.1', port);
			server.emit('secureConnection', secure);
			return secure;
		};
		const [first] = [open(1), open(2)];
		expect(refused).toEqual([]);
		const { request } = ask(first);
		expect(connections.last(first)?.request.raw).toBe(request);
		connect(fakeSocket('192.0.2.1', 3));
		expect(refused).toHaveLength(1);
	});
});
