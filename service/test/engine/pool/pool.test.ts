import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Engine, EngineOptions, TaggedImage } from '../../../src/engine';
import { EngineError } from '../../../src/engine/errors';
import { startEngine } from '../../../src/engine/pool/pool';
import { settled } from '../../support/clock';
import { MODEL, workers } from '../support/played-worker';

/** Jest's own, since only with that one its `mock` goes in front of the imports. */
declare const jest: typeof import('@jest/globals').jest;

jest.mock('../../../src/engine/pool/worker-process', () =>
	jest.requireActual('../support/played-worker'),
);

let told: string[];
let waits: number[];
beforeEach(() => {
	workers.length = 0;
	[told, waits] = [[], []];
});
afterEach(() => {
	jest.restoreAllMocks();
});

function started(options: Partial<EngineOptions> = {}): Engine {
	return startEngine({
		...{ workers: 1, models: ['here'], queueLimit: 2, taskTimeoutMs: 5000 },
		onTrouble: (sentence) => told.push(sentence),
		onTurn: (waitedMs) => waits.push(waitedMs),
		...options,
	});
}

/** An engine whose workers are warm. */
async function warm(options: Partial<EngineOptions> = {}): Promise<Engine> {
	const engine = started(options);
	for (const worker of workers) worker.warm();
	await engine.ready;
	return engine;
}

/** What became of an image, once it is known. */
const outcome = (answer: Promise<TaggedImage>) => {
	const known: { is?: unknown; message?: string } = {};
	answer.then(
		({ format }) => (known.is = format),
		(error: unknown) => {
			known.is = error instanceof EngineError ? error.kind : error;
			if (error instanceof Error) known.message = error.message;
		},
	);
	return known;
};
const tag = (engine: Engine, name: string, owner?: string, signal?: AbortSignal) =>
	outcome(engine.tag(Buffer.from(name), signal, owner));
/** What each worker has, the image at work first. */
const held = () => workers.map(({ has }) => has);

describe('images', () => {
	it('go to workers that are idle, then wait for the first that is free', async () => {
		const engine = await warm({ workers: 2 });
		const answers = ['a', 'b', 'c'].map((name) => tag(engine, name));
		expect(held()).toEqual([['a'], ['b']]);
		expect(workers[0]?.timeouts).toEqual([5000]);
		expect(engine.stats()).toMatchObject({ workers: 2, ready: 2, busy: 2, queued: 1 });
		workers[1]?.answer();
		await settled();
		expect(held()).toEqual([['a'], ['c']]);
		expect(engine.stats()).toMatchObject({ busy: 2, queued: 0, tagged: 1 });
		for (const worker of workers) worker.answer();
		await settled();
		expect(answers.map(({ is }) => is)).toEqual(['a', 'b', 'c']);
		expect(engine.stats()).toMatchObject({ busy: 0, queued: 0, tagged: 3, restarts: 0 });
	});

	it('are given to a worker that has nearly done its last one, where none is idle', async () => {
		const engine = await warm({ workers: 2 });
		for (const name of ['a', 'b', 'c', 'd']) tag(engine, name);
		workers[1]?.asksForNext();
		expect(held()).toEqual([['a'], ['b', 'c']]);
		expect(engine.stats()).toMatchObject({ busy: 2, queued: 2 });
	});

	it('wait for a worker that is not warm yet', async () => {
		const engine = started({ workers: 2 });
		const answer = tag(engine, 'a');
		expect([engine.stats().ready, engine.models]).toEqual([0, []]);
		workers[1]?.warm();
		await settled();
		expect(held()).toEqual([[], ['a']]);
		expect([engine.stats().ready, engine.models]).toEqual([1, [MODEL]]);
		workers[1]?.answer();
		await settled();
		expect(answer.is).toBe('a');
	});

	it('of several owners take turns', async () => {
		const engine = await warm({ queueLimit: 9 });
		for (const name of ['a1', 'a2', 'a3', 'b1']) tag(engine, name, name.charAt(0));
		for (const name of ['a1', 'a2', 'b1', 'a3']) {
			expect(held()).toEqual([[name]]);
			workers[0]?.answer();
			await settled();
		}
	});

	it('that can not be tagged fail, and the worker goes on', async () => {
		const engine = await warm();
		const [one, two] = [tag(engine, 'a'), tag(engine, 'b')];
		workers[0]?.answer(new EngineError('damaged', 'It is damaged.'));
		await settled();
		workers[0]?.answer();
		await settled();
		expect([one.is, two.is]).toEqual(['damaged', 'b']);
		expect(engine.stats()).toMatchObject({ tagged: 1, busy: 0 });
	});

	it('are told of with the time that they waited, each once', async () => {
		let now = 1000;
		jest.spyOn(performance, 'now').mockImplementation(() => now);
		const engine = await warm();
		for (const name of ['a', 'b']) tag(engine, name);
		now += 40;
		workers[0]?.lose();
		await settled();
		now += 2;
		workers[1]?.warm();
		await settled();
		expect(held()).toEqual([[], ['a']]);
		workers[1]?.answer();
		await settled();
		expect(waits).toEqual([0, 42]);
	});
});

describe('the queue', () => {
	it('is full with as many as it may have beside those at work', async () => {
		const engine = await warm();
		for (const name of ['a', 'b', 'c']) tag(engine, name);
		expect(engine.stats()).toMatchObject({ queued: 2, full: true });
		const refused = engine.tag(Buffer.from('d'));
		await expect(refused).rejects.toMatchObject({
			kind: 'busy',
			message: 'All workers are busy and 2 images wait already: try again later.',
		});
		workers[0]?.answer();
		await settled();
		expect(engine.stats()).toMatchObject({ queued: 1, full: false });
	});

	it('counts what a worker has at hand, and is not full while one is idle', async () => {
		const engine = await warm({ queueLimit: 1 });
		tag(engine, 'a');
		workers[0]?.asksForNext();
		tag(engine, 'b');
		expect(engine.stats()).toMatchObject({ queued: 1, full: true });
		const none = await warm({ queueLimit: 0 });
		expect(none.stats().full).toBe(false);
	});

	it('that owners share has room for one while more is left than that one has in it', async () => {
		const engine = await warm({ queueLimit: 4, queueShared: true });
		for (const name of ['at work', 'a1', 'a2']) tag(engine, name, 'a');
		expect(engine.stats('a').full).toBe(true);
		expect([engine.stats('b').full, engine.stats().full]).toEqual([false, false]);
		expect(tag(engine, 'b1', 'b')).toEqual({});
		engine.limitQueue({ images: 4, shared: false });
		expect(engine.stats('a').full).toBe(false);
		engine.limitQueue({ images: 3, shared: false });
		expect(engine.stats('a').full).toBe(true);
	});
});

describe('a caller who leaves', () => {
	it('takes the image out of the queue', async () => {
		const engine = await warm();
		tag(engine, 'a');
		const caller = new AbortController();
		const left = tag(engine, 'b', '', caller.signal);
		caller.abort('left');
		await settled();
		expect(left.is).toBe('left');
		expect(engine.stats().queued).toBe(0);
		expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
		expect(tag(engine, 'c', '', caller.signal)).toEqual({});
		expect(engine.stats().queued).toBe(0);
	});

	it('after the answer is held by nothing', async () => {
		const engine = await warm();
		const { signal } = new AbortController();
		tag(engine, 'a', '', signal);
		expect(getEventListeners(signal, 'abort')).toHaveLength(1);
		workers[0]?.answer();
		await settled();
		expect(getEventListeners(signal, 'abort')).toEqual([]);
	});

	it('gets no other worker for an image whose worker is lost', async () => {
		const engine = await warm();
		const caller = new AbortController();
		tag(engine, 'a', '', caller.signal);
		caller.abort('left');
		workers[0]?.lose();
		await settled();
		expect(engine.stats().queued).toBe(0);
	});
});

describe('a worker that is lost', () => {
	it('gives its images back, to be the first in their order', async () => {
		const engine = await warm({ queueLimit: 9 });
		const answers = ['a', 'b', 'c'].map((name) => tag(engine, name));
		workers[0]?.asksForNext();
		expect(held()).toEqual([['a', 'b']]);
		workers[0]?.lose();
		await settled();
		expect(engine.stats()).toMatchObject({ ready: 0, queued: 3, restarts: 1 });
		workers[1]?.warm();
		for (const name of ['a', 'b', 'c']) {
			await settled();
			expect(workers[1]?.has).toEqual([name]);
			workers[1]?.answer();
		}
		await settled();
		expect(answers.map(({ is }) => is)).toEqual(['a', 'b', 'c']);
	});

	it('is the fault of an image that two were lost on, not of one that they only had at hand', async () => {
		const engine = await warm();
		const [one, two] = [tag(engine, 'a'), tag(engine, 'b')];
		for (const i of [0, 1]) {
			workers[i]?.asksForNext();
			expect(workers[i]?.has).toEqual(['a', 'b']);
			workers[i]?.lose();
			await settled();
			workers[i + 1]?.warm();
			await settled();
		}
		expect([one.is, two.is]).toEqual(['workersLost', undefined]);
		expect(one.message).toBe('Two worker processes in a row were lost on this image.');
		expect(held()).toEqual([[], [], ['b']]);
		workers[2]?.lose();
		await settled();
		workers[3]?.warm();
		await settled();
		workers[3]?.answer();
		await settled();
		expect(two.is).toBe('b');
	});

	it('is none that is worn out, which another one replaces', async () => {
		const engine = await warm({ imagesPerWorker: 1 });
		tag(engine, 'a');
		workers[0]?.answer();
		await settled();
		expect(workers).toHaveLength(2);
		workers[1]?.warm();
		await settled();
		expect(engine.stats()).toMatchObject({ ready: 1, restarts: 0, renewals: 1 });
	});

	it('leaves nobody waiting where none can be started in its place', async () => {
		const engine = await warm();
		const [one, two] = [tag(engine, 'a'), tag(engine, 'b')];
		workers[0]?.lose();
		await settled();
		workers[1]?.refuse(new EngineError('modelFailed', 'It is gone.'));
		await settled();
		expect([one.is, two.is]).toEqual(['modelFailed', 'modelFailed']);
		expect(engine.stats()).toMatchObject({ ready: 0, queued: 0 });
	});
});

describe('closing', () => {
	it('waits for what was accepted, takes no more, and lets the workers go', async () => {
		const engine = await warm();
		const [one, two] = [tag(engine, 'a'), tag(engine, 'b')];
		let isClosed = false;
		const closed = engine.close().then(() => (isClosed = true));
		expect(engine.close()).toBe(engine.close());
		await expect(engine.tag(Buffer.from('c'))).rejects.toMatchObject({
			kind: 'closed',
			message: 'The engine is closed.',
		});
		for (const name of ['a', 'b']) {
			expect([workers[0]?.has, isClosed, workers[0]?.ended]).toEqual([[name], false, false]);
			workers[0]?.answer();
			await settled();
		}
		await closed;
		expect([one.is, two.is, workers[0]?.ended]).toEqual(['a', 'b', true]);
	});

	it('gets a worker in place of one that is lost while images are open, and none after', async () => {
		const engine = await warm();
		const one = tag(engine, 'a');
		const closed = engine.close();
		workers[0]?.lose();
		await settled();
		workers[1]?.warm();
		await settled();
		workers[1]?.answer();
		await closed;
		expect(one.is).toBe('a');
		await settled();
		expect(workers).toHaveLength(2);
	});
});

describe('models that can not be used', () => {
	it('are told to all, and no worker stays', async () => {
		const engine = started({ workers: 2 });
		const early = tag(engine, 'a');
		workers[0]?.refuse(new EngineError('modelFailed', 'It is gone.'));
		await expect(engine.ready).rejects.toThrow('It is gone.');
		await settled();
		expect(early.is).toBe('modelFailed');
		expect(workers.map(({ killed }) => killed)).toEqual([true, true]);
		await expect(engine.tag(Buffer.from('b'))).rejects.toMatchObject({ kind: 'closed' });
		await engine.close();
		expect(workers).toHaveLength(2);
	});
});
