import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Engine, EngineOptions } from '../../../src/engine';
import { RenewableEngine } from '../../../src/engine/pool/renewable';
import { settled } from '../../support/clock';

/** Jest's own, since only with that one its `mock` goes in front of the imports. */
declare const jest: typeof import('@jest/globals').jest;

jest.mock('../../../src/engine/pool/pool', () => ({
	startEngine: (options: EngineOptions) => new PlayedEngine(options),
}));

const started: PlayedEngine[] = [];

/** An engine that is ready, and has closed, when the test says so. */
class PlayedEngine {
	readonly ready: Promise<void>;
	readonly models = [{ name: `models of ${started.length}` }];
	/** What it was asked, in words. */
	readonly asked: unknown[][] = [];
	readonly counts = { restarts: 0, renewals: 0, tagged: 0 };
	warm = () => {};
	refuse: (error: Error) => void = () => {};
	closed = () => {};

	constructor(readonly options: EngineOptions) {
		started.push(this);
		this.ready = new Promise((resolve, reject) => {
			this.warm = resolve;
			this.refuse = reject;
		});
		this.ready.catch(() => {});
	}

	stats(...args: unknown[]) {
		this.asked.push(['stats', ...args]);
		return { ...this.counts, workers: this.options.workers, full: false };
	}

	async tag(...args: unknown[]) {
		this.asked.push(['tag', ...args]);
		return { format: this.models[0]!.name };
	}

	limitQueue(...args: unknown[]) {
		this.asked.push(['limitQueue', ...args]);
	}

	close() {
		this.asked.push(['close']);
		return new Promise<void>((resolve) => (this.closed = resolve));
	}
}

let folder: string;
let options: EngineOptions;
beforeEach(() => {
	started.length = 0;
	folder = mkdtempSync(join(tmpdir(), 'model-'));
	writeFileSync(join(folder, 'model.json'), '{}');
	options = { workers: 1, models: [folder], queueLimit: 2, taskTimeoutMs: 5 };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const image = Buffer.from('image');
const taggedBy = async (engine: Engine) => (await engine.tag(image)).format;
const isClosing = (place: number) => started[place]?.asked.some(([what]) => what === 'close');

describe('an engine that can be renewed', () => {
	it('is the one that it was started with', async () => {
		const engine = new RenewableEngine(options);
		expect(started.map((one) => one.options)).toEqual([options]);
		expect(engine.ready).toBe(started[0]?.ready);
		expect(engine.models).toBe(started[0]?.models);
		const { signal } = new AbortController();
		await engine.tag(image, signal, 'owner');
		engine.limitQueue({ images: 7, shared: true });
		expect(engine.stats('owner')).toMatchObject({ workers: 1, full: false });
		expect(started[0]?.asked).toEqual([
			['tag', image, signal, 'owner'],
			['limitQueue', { images: 7, shared: true }],
			['stats', 'owner'],
		]);
	});

	it.each<[string, Partial<EngineOptions>]>([
		['nothing', {}],
		['the limit of the queue', { queueLimit: 9, queueShared: true }],
		['whom it tells', { onTurn: () => {}, onTrouble: () => {} }],
	])('starts no other one for %s', async (_, changed) => {
		const engine = new RenewableEngine(options);
		await engine.renew({ ...options, ...changed });
		expect(started).toHaveLength(1);
		expect(isClosing(0)).toBe(false);
	});

	it.each<[string, Partial<EngineOptions>]>([
		['more workers', { workers: 2 }],
		['another time for an image', { taskTimeoutMs: 6 }],
		['another way to run models', { inference: { threads: 2 } }],
		['another age of workers', { imagesPerWorker: 9 }],
		['more memory', { workerMemoryBytes: 9 }],
		['no models of this folder', { models: [] }],
		['models of another folder', { models: ['elsewhere'] }],
	])('starts another one for %s', async (_, changed) => {
		const engine = new RenewableEngine(options);
		void engine.renew({ ...options, ...changed });
		await settled();
		expect(started[1]?.options).toEqual({ ...options, ...changed });
	});

	it.each<[string, () => void]>([
		['one more', () => writeFileSync(join(folder, 'labels.json'), '[]')],
		['another size', () => writeFileSync(join(folder, 'model.json'), '{ }')],
		['another time', () => utimesSync(join(folder, 'model.json'), 1, 1)],
		['none left', () => rmSync(folder, { recursive: true })],
	])('starts another one when its models have other files: %s', async (_, change) => {
		const engine = new RenewableEngine(options);
		change();
		void engine.renew(options);
		await settled();
		expect(started).toHaveLength(2);
	});

	it('starts another one for another folder, even if neither is there', async () => {
		const engine = new RenewableEngine({ ...options, models: ['nowhere'] });
		void engine.renew({ ...options, models: ['elsewhere'] });
		await settled();
		expect(started).toHaveLength(2);
	});

	it('goes over to the other one once that is warm, and lets the first end what it has', async () => {
		const engine = new RenewableEngine(options);
		const renewed = engine.renew({ ...options, workers: 2 });
		await settled();
		expect(await taggedBy(engine)).toBe('models of 0');
		started[1]?.warm();
		await renewed;
		expect(await taggedBy(engine)).toBe('models of 1');
		expect([isClosing(0), isClosing(1)]).toEqual([true, false]);
		await engine.renew({ ...options, workers: 2 });
		expect(started).toHaveLength(2);
	});

	it('stays what it was where the other one can not be used', async () => {
		const engine = new RenewableEngine(options);
		const renewed = engine.renew({ ...options, workers: 2 });
		started[1]?.refuse(new Error('no model'));
		await settled();
		expect(isClosing(1)).toBe(true);
		started[1]?.closed();
		await expect(renewed).rejects.toThrow('no model');
		expect(await taggedBy(engine)).toBe('models of 0');
		expect(isClosing(0)).toBe(false);
		void engine.renew({ ...options, workers: 2 });
		expect(started).toHaveLength(3);
	});

	it('counts what all did that there were, those that are ending too', async () => {
		const engine = new RenewableEngine(options);
		const renewed = engine.renew({ ...options, workers: 2 });
		started[1]?.warm();
		await renewed;
		Object.assign(started[0]!.counts, { restarts: 1, renewals: 2, tagged: 30 });
		Object.assign(started[1]!.counts, { restarts: 10, renewals: 20, tagged: 300 });
		const both = { workers: 2, restarts: 11, renewals: 22, tagged: 330 };
		expect(engine.stats()).toMatchObject(both);
		started[0]?.closed();
		await settled();
		expect(engine.stats()).toMatchObject(both);
		started[0]!.counts.tagged = 99;
		expect(engine.stats()).toMatchObject(both);
	});

	it('has closed when all have that there are', async () => {
		const engine = new RenewableEngine(options);
		const renewed = engine.renew({ ...options, workers: 2 });
		started[1]?.warm();
		await renewed;
		let isClosed = false;
		void engine.close().then(() => (isClosed = true));
		started[1]?.closed();
		await settled();
		expect(isClosed).toBe(false);
		started[0]?.closed();
		await settled();
		expect(isClosed).toBe(true);
	});
});
