import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EngineError } from '../../../src/engine/errors';
import { settled } from '../../support/clock';

/** Jest's own, since only with that one its `mock` goes in front of the imports. */
declare const jest: typeof import('@jest/globals').jest;

jest.mock('../../../src/engine/models/load', () => ({
	async loadModels(...args: unknown[]) {
		done.push(['load', ...args]);
		if (failure) throw failure;
		return [{ info: { name: 'one' } }, { info: { name: 'two' } }];
	},
}));
jest.mock('../../../src/engine/worker/tagger', () => ({
	async warmUp(models: unknown[]) {
		done.push(['warm up', models.length]);
	},
	tagImage: (models: unknown[], image: string, onBounded: () => void) =>
		new Promise((resolve, reject) => {
			done.push(['tag', models.length, image]);
			atWork = { onBounded, resolve, reject };
		}),
}));
jest.mock('../../../src/engine/worker/incoming', () => ({
	Incoming: class {
		constructor(descriptor: number) {
			from = descriptor;
		}
		take(length: number) {
			done.push(['take', length]);
			return new Promise((resolve, reject) => coming.push({ resolve, reject }));
		}
	},
}));

interface Open {
	resolve(value: unknown): void;
	reject(error: unknown): void;
}

let done: unknown[][];
let sent: unknown[];
let exits: unknown[];
let failure: unknown;
let from: number;
let coming: Open[];
let atWork: Open & { onBounded(): void };
const listeners = new Map<string, (message?: unknown) => void>();
const send = Object.getOwnPropertyDescriptor(process, 'send');

beforeAll(() => {
	jest.spyOn(process, 'on').mockImplementation(((event: string, listener: () => void) => {
		listeners.set(event, listener);
		return process;
	}) as never);
	jest.spyOn(process, 'exit').mockImplementation(((code: number) => exits.push(code)) as never);
	Object.defineProperty(process, 'send', {
		value: (message: unknown) => sent.push(message),
		configurable: true,
		writable: true,
	});
	jest.requireActual('../../../src/engine/worker/main');
});
afterAll(() => {
	jest.restoreAllMocks();
	if (send) Object.defineProperty(process, 'send', send);
	else delete process.send;
});
beforeEach(() => {
	[done, sent, exits, coming] = [[], [], [], []];
	failure = undefined;
});

async function told(message: unknown): Promise<void> {
	listeners.get('message')?.(message);
	await settled();
}
const load = { models: ['here'], inference: { threads: 2 } };
const FAILED = 'The image could not be tagged';
const memory: unknown = expect.any(Number);

describe('a worker', () => {
	it('loads its models, runs them once, and says which they are', async () => {
		await told(load);
		expect(done).toEqual([
			['load', ['here'], { threads: 2 }],
			['warm up', 2],
		]);
		expect(sent).toEqual([{ type: 'ready', models: [{ name: 'one' }, { name: 'two' }] }]);
	});

	it.each([
		['a reason of its own', new EngineError('damaged', 'It is cut.'), 'damaged', 'It is cut.'],
		['an error', new Error('no memory'), 'modelFailed', `${FAILED}: no memory`],
		['something else', 'no words', 'modelFailed', `${FAILED}: no words`],
	])('says why it can not: %s', async (_, error, kind, message) => {
		failure = error;
		await told(load);
		expect(sent).toEqual([{ type: 'unusable', failure: { kind, message } }]);
		failure = undefined;
		await told(load);
		await told({ bytes: 5 });
		coming[0]?.resolve('image');
		await settled();
		atWork.reject(error);
		await settled();
		expect(sent.slice(2)).toEqual([{ type: 'failed', failure: { kind, message }, memory }]);
	});

	it('tags an image whose bytes come by standard input, and asks for the next one', async () => {
		await told(load);
		await told({ bytes: 5 });
		expect([from, done.slice(2)]).toEqual([0, [['take', 5]]]);
		coming[0]?.resolve('image');
		await settled();
		expect(done.slice(3)).toEqual([['tag', 2, 'image']]);
		atWork.onBounded();
		expect(sent.slice(1)).toEqual([{ type: 'next' }]);
		atWork.resolve('what is in it');
		await settled();
		expect(sent.slice(2)).toEqual([{ type: 'tagged', image: 'what is in it', memory }]);
		expect((sent[2] as { memory: number }).memory).toBeGreaterThan(1e6);
	});

	it('takes the bytes of the next image in while it is at work, and tags it after', async () => {
		await told(load);
		await told({ bytes: 1 });
		coming[0]?.resolve('a');
		await settled();
		await told({ bytes: 2 });
		coming[1]?.resolve('b');
		await settled();
		expect(done.slice(2)).toEqual([
			['take', 1],
			['tag', 2, 'a'],
			['take', 2],
		]);
		atWork.resolve('in a');
		await settled();
		expect(done.at(-1)).toEqual(['tag', 2, 'b']);
		atWork.resolve('in b');
		await settled();
		expect(sent.slice(1)).toMatchObject([{ image: 'in a' }, { image: 'in b' }]);
	});

	it('ends when its server is gone, and not because of a key that reaches them both', async () => {
		listeners.get('SIGINT')?.();
		listeners.get('SIGTERM')?.();
		expect(exits).toEqual([]);
		listeners.get('disconnect')?.();
		expect(exits).toEqual([0]);
		expect([...listeners.keys()].sort()).toEqual(['SIGINT', 'SIGTERM', 'disconnect', 'message']);
	});

	it('ends when an image breaks off, as it does without a server alone', async () => {
		await told({ bytes: 5 });
		coming[0]?.reject(new Error('The image broke off.'));
		await settled();
		expect([exits, sent]).toEqual([[1], []]);
	});
});
