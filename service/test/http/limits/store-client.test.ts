import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SharedWindow } from '../../../src/http/limits/shared-window';
import { stopClock, type Clock } from '../../support/clock';

/** Jest's own, since only with that one its `mock` goes in front of the imports. */
declare const jest: typeof import('@jest/globals').jest;

interface ClientOptions {
	disableOfflineQueue: boolean;
	socket: { connectTimeout: number; reconnectStrategy: () => number };
}

/** In place of Redis' client: answers what a test says, when it says so. */
class FakeClient extends EventEmitter {
	isReady = true;
	readonly asked: unknown[] = [];
	answer: Promise<unknown> = Promise.resolve(0);
	connect = async () => undefined;
	unref = () => undefined;
	isClosed = false;
	destroy = () => void (this.isClosed = true);
	eval = (_script: string, options: unknown) => {
		this.asked.push(options);
		return this.answer;
	};
}

let client: FakeClient;
let options: ClientOptions;

jest.mock('@redis/client', () => ({
	createClient: (given: ClientOptions) => {
		options = given;
		return client;
	},
}));

let clock: Clock;
let now = 0;
let told: [isUp: boolean, reason: string][];

beforeEach(() => {
	clock = stopClock();
	now = 0;
	jest.spyOn(performance, 'now').mockImplementation(() => now);
	client = new FakeClient();
	told = [];
});

afterEach(() => {
	jest.restoreAllMocks();
});

const windowOf = (more = {}) =>
	new SharedWindow({
		...{ url: 'redis://store', prefix: 'p', onChange: (...change) => void told.push(change) },
		...more,
	});

const never = new Promise<never>(() => undefined);

it('the client keeps nothing for later, and tries again after the same pause as is made in between', () => {
	windowOf();
	expect(options).toMatchObject({ disableOfflineQueue: true, socket: { connectTimeout: 5_000 } });
	expect(options.socket.reconnectStrategy()).toBe(5_000);
	windowOf({ pauseMs: 7 });
	expect(options.socket.reconnectStrategy()).toBe(7);
});

it('the store is asked for the account, its limit and the minute', async () => {
	client.answer = Promise.resolve('1500');
	expect(await windowOf().count('acme', 3)).toBe(1_500);
	expect(client.asked).toEqual([{ keys: ['p:requests:acme'], arguments: ['3', '60000'] }]);
	expect(clearTimeout).toHaveBeenCalledTimes(1);
});

it('nobody waits longer than 250 ms for the store, unless another time is set', async () => {
	client.answer = never;
	for (const [more, ms] of [
		[{}, 250],
		[{ answerMs: 40 }, 40],
	] as const) {
		let wait: number | undefined;
		void windowOf(more)
			.count('acme', 1)
			.then((of) => (wait = of));
		await clock.pass(ms - 1);
		expect(wait).toBeUndefined();
		await clock.pass(1);
		expect(wait).toBe(0);
		expect(told.pop()).toEqual([false, `no answer within ${ms} ms`]);
	}
});

it('the store is left alone for the pause, to the millisecond, and while it is not connected', async () => {
	const window = windowOf({ pauseMs: 50 });
	const ask = async () => {
		await window.count('acme', 9);
		return client.asked.length;
	};
	client.emit('error', new Error('gone'));
	now = 49;
	expect(await ask()).toBe(0);
	now = 50;
	expect(await ask()).toBe(1);
	client.isReady = false;
	expect(await ask()).toBe(1);
});

it('what the store refused is not counted here, and what it was not asked for is', async () => {
	const window = windowOf();
	client.answer = Promise.resolve(9);
	await window.count('acme', 1);
	client.emit('error', new Error('gone'));
	expect(await window.count('acme', 1)).toBe(0);
	expect(await window.count('acme', 1)).toBe(60_000);
});

it('the client is closed with what counts in the store', () => {
	const window = windowOf();
	expect(client.isClosed).toBe(false);
	window.close();
	expect(client.isClosed).toBe(true);
});

describe('the reason why it does not answer', () => {
	it.each([
		['what the error says', new Error('gone'), 'gone'],
		[
			'its code, where it says nothing',
			Object.assign(new Error(''), { code: 'ECONNREFUSED' }),
			'ECONNREFUSED',
		],
		['its name, where it has neither', new RangeError(''), 'RangeError'],
	])('is %s', (_what, error, reason) => {
		windowOf();
		client.emit('error', error);
		client.emit('error', error);
		client.emit('ready');
		client.emit('ready');
		expect(told).toEqual([
			[false, reason],
			[true, ''],
		]);
	});
});
