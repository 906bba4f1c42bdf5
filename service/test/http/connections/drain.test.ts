import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Exchange } from '../../../src/http/connections/connections';
import { fakeServer } from './fake-server';

let now = 5_000;
let checks: (() => void)[] = [];

beforeEach(() => {
	checks = [];
	jest.spyOn(performance, 'now').mockImplementation(() => now);
	jest.spyOn(globalThis, 'setInterval').mockImplementation(((check: () => void, ms: number) => {
		expect(ms).toBe(100);
		checks.push(check);
		return { unref: () => check };
	}) as never);
	jest.spyOn(globalThis, 'clearInterval').mockImplementation((timer) => {
		checks = checks.filter((check) => check !== (timer as unknown));
	});
});

afterEach(() => {
	jest.restoreAllMocks();
});

/** A server that is about to stop, with one connection. */
function start() {
	const { server, connections, connect, ask } = fakeServer();
	const events: string[] = [];
	const socket = connect();
	socket.once('close', () => events.push('ended'));
	return {
		...{ server, events },
		ask: (hasCome: boolean, isAnswered: boolean) => ask(socket, hasCome, isAnswered),
		drain: (withinMs: number) => {
			const refuse = ({ request }: Exchange) =>
				void events.push(`refused ${request.raw.complete ? 'whole' : 'unfinished'}`);
			connections.drain(withinMs, refuse);
		},
	};
}

function pass(ms: number): void {
	for (let passed = 0; passed < ms; passed += 100) {
		now += 100;
		for (const check of checks) check();
	}
}

describe('a stop gives the client of a connection', () => {
	it.each([
		['without a request half a second, in which one may come', [], 20_000, 500, 'ended'],
		[
			'that sends a body five seconds, and a refusal',
			[[false, false]],
			20_000,
			5_000,
			'refused unfinished',
		],
		['that goes on sending after its answer as long', [[false, true]], 20_000, 5_000, 'ended'],
		['that takes no answer as long', [[true, true]], 20_000, 5_000, 'ended'],
		['half of the time of the stop at most', [[true, true]], 2_000, 1_000, 'ended'],
	] as const)('%s', (_what, requests, withinMs, ms, outcome) => {
		const { ask, drain, events } = start();
		for (const [hasCome, isAnswered] of requests) ask(hasCome, isAnswered);
		drain(withinMs);
		pass(ms - 100);
		expect(events).toEqual([]);
		pass(100);
		expect(events).toEqual([outcome]);
	});

	it('as long as it takes while the service is at work for it, whatever it sends meanwhile', () => {
		const { ask, drain, events } = start();
		ask(true, false);
		ask(false, false);
		drain(2_000);
		pass(60_000);
		expect(events).toEqual([]);
	});

	it('its time anew whenever something else is awaited of it', () => {
		const { ask, drain, events } = start();
		const { request, reply } = ask(false, false);
		drain(4_000);
		pass(1_900);
		request.complete = true;
		pass(1_900);
		reply.writableEnded = true;
		pass(2_000);
		expect(events).toEqual([]);
		pass(100);
		expect(events).toEqual(['ended']);
	});

	it('its time anew when it has sent all, and has still to take the answer', () => {
		const { ask, drain, events } = start();
		ask(true, true);
		const { request } = ask(false, true);
		drain(4_000);
		pass(1_900);
		request.complete = true;
		pass(2_000);
		expect(events).toEqual([]);
		pass(100);
		expect(events).toEqual(['ended']);
	});

	it('the time for another request when its last one is through', () => {
		const { ask, drain, events } = start();
		const { request, reply } = ask(true, true);
		drain(20_000);
		pass(1_000);
		for (const half of [request, reply]) half.emit('close');
		pass(500);
		expect(events).toEqual([]);
		pass(100);
		expect(events).toEqual(['ended']);
	});
});

it('a stop that is over looks after nobody any more', () => {
	const { drain, events, server } = start();
	drain(2_000);
	server.emit('close');
	pass(5_000);
	expect(events).toEqual([]);
});
