import { once, EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { WorkerLost, WorkerProcess } from '../../src/engine/pool/worker-process';
import { BUILT_IN_MODEL, photo } from './support/paths';

const TIMEOUT_MS = 20_000;

let asks: EventEmitter;
let worker: WorkerProcess;

beforeEach(async () => {
	asks = new EventEmitter();
	worker = new WorkerProcess(
		() => asks.emit('next'),
		() => undefined,
	);
	await worker.start([BUILT_IN_MODEL]);
});
afterEach(async () => {
	worker.kill();
	await worker.exited;
});

const tag = (image: Buffer) => worker.tag(image, TIMEOUT_MS);

describe('a worker', () => {
	it('asks for the next picture before it has done the last, and takes one', async () => {
		expect(worker).toMatchObject({ idle: true, takesNext: false, atHand: 0 });
		const first = tag(photo('coffee'));
		expect(worker).toMatchObject({ idle: false, takesNext: false, atHand: 0 });
		await once(asks, 'next');
		expect(worker).toMatchObject({ idle: false, takesNext: true, atHand: 0 });
		const second = tag(photo('coffee'));
		expect(worker).toMatchObject({ idle: false, takesNext: false, atHand: 1 });
		expect((await second).findings).toEqual((await first).findings);
		expect(worker).toMatchObject({ idle: true, takesNext: false, atHand: 0 });
	});

	it('does not ask while it decodes, however long that takes', async () => {
		const large = await sharp(photo('coffee')).resize(3500, 3500).png().toBuffer();
		const start = performance.now();
		const asked = once(asks, 'next').then(() => performance.now() - start);
		const { timings } = await tag(large);
		expect(await asked).toBeGreaterThan(timings.decodeMs);
	});

	it('does not ask for the sake of a picture that it can not read', async () => {
		let asked = 0;
		asks.on('next', () => asked++);
		await expect(tag(Buffer.from('no picture'))).rejects.toMatchObject({
			kind: 'unsupportedFormat',
		});
		expect(asked).toBe(0);
	});

	it('tells which picture was at work when it is lost, and gives the later one back first', async () => {
		const back: [string, boolean][] = [];
		const note = (name: string) => (error: WorkerLost) => void back.push([name, error.atWork]);
		const first = tag(photo('coffee')).catch(note('at work'));
		await once(asks, 'next');
		const second = tag(photo('coffee')).catch(note('at hand'));
		worker.kill();
		await Promise.all([first, second]);
		expect(back).toEqual([
			['at hand', false],
			['at work', true],
		]);
		expect(worker).toMatchObject({ idle: true, atHand: 0 });
	});
});
