import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Connections, type Exchange } from '../../../src/http/connections/connections';

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

/** What of a request and its answer has come through; both can go on. */
interface Half extends EventEmitter {
	complete?: boolean;
	writableEnded?: boolean;
}

/** A server that is about to stop, with one connection. */
function start() {
	const server = new EventEmitter() as Server;
	const connections = new Connections({
		...{ maxConnections: 9, perAddress: 9, isProxy: () => false },
		...{ refuse: () => undefined, left: () => undefined },
	});
	connections.watch(server, false);
	const events: string[] = [];
	const socket = Object.assign(new EventEmitter(), {
		remoteAddress: '192.0.2.1',
		destroy: () => void events.push('ended'),
	});
	server.emit('connection', socket);
	return {
		server,
		events,
		/** A request, of which as much has come and been answered. */
		async ask(hasCome: boolean, isAnswered: boolean) {
			const request: Half = Object.assign(new EventEmitter(), {
				...{ socket, rawHeaders: [], complete: hasCome },
			});
			const reply: Half = Object.assign(new EventEmitter(), { writableEnded: isAnswered });
			await connections.begin({ raw: request } as never, { raw: reply } as never);
			return { request, reply };
		},
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
	] as const)('%s', async (_what, requests, withinMs, ms, outcome) => {
		const { ask, drain, events } = start();
		for (const [hasCome, isAnswered] of requests) await ask(hasCome, isAnswered);
		drain(withinMs);
		pass(ms - 100);
		expect(events).toEqual([]);
		pass(100);
		expect(events).toEqual([outcome]);
	});

	it('as long as it takes while the service is at work for it', async () => {
		const { ask, drain, events } = start();
		await ask(true, false);
		drain(2_000);
		pass(60_000);
		expect(events).toEqual([]);
	});

	it('its time anew whenever something else is awaited of it', async () => {
		const { ask, drain, events } = start();
		const { request, reply } = await ask(false, false);
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

	it('the time for another request when its last one is through', async () => {
		const { ask, drain, events } = start();
		const { request, reply } = await ask(true, true);
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
