import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { Engine } from '../../src/engine';
import { closeEngines, warmEngine } from './support/engines';
import { photo } from './support/paths';

describe('an engine whose owners share its queue', () => {
	/** A picture that keeps a worker busy for a while. */
	let large: Buffer;
	beforeAll(async () => {
		large = await sharp(photo('coffee')).resize(3500, 3500).png({ compressionLevel: 2 }).toBuffer();
	});
	afterEach(closeEngines);

	const refused = { kind: 'busy' };

	/** One worker that is busy with an image of `a`. */
	async function busyEngine(queueLimit: number, queueShared: boolean): Promise<Engine> {
		const engine = await warmEngine({ queueLimit, queueShared });
		void engine.tag(large, undefined, 'a').catch(() => undefined);
		return engine;
	}

	/** Fills the queue as far as `owner` may. */
	function fill(engine: Engine, owner: string): { accepted: number; done: Promise<unknown> } {
		const answers: Promise<unknown>[] = [];
		while (!engine.stats(owner).full) answers.push(engine.tag(photo('coffee'), undefined, owner));
		return { accepted: answers.length, done: Promise.all(answers) };
	}

	it('has room for others while one would fill it, and lets each have what is left', async () => {
		const engine = await busyEngine(8, true);
		const one = fill(engine, 'a');
		expect(one.accepted).toBe(4);
		await expect(engine.tag(photo('coffee'), undefined, 'a')).rejects.toMatchObject(refused);
		const other = fill(engine, 'b');
		expect(other.accepted).toBe(2);
		const third = fill(engine, 'c');
		expect(third.accepted).toBe(1);
		expect(engine.stats().full).toBe(false);
		const last = engine.tag(photo('coffee'), undefined, 'd');
		expect(engine.stats()).toMatchObject({ queued: 8, full: true });
		await expect(engine.tag(photo('coffee'), undefined, 'e')).rejects.toMatchObject(refused);
		await Promise.all([one.done, other.done, third.done, last]);
		expect(engine.stats('a').full).toBe(false);
	});

	it('tags the image of another before the backlog of one', async () => {
		const engine = await busyEngine(20, true);
		const order: string[] = [];
		const tag = (owner: string) =>
			engine.tag(photo('coffee'), undefined, owner).then(() => order.push(owner));
		const backlog = Array.from({ length: 8 }, () => tag('a'));
		await tag('b');
		// One that the worker had at hand already may come before it.
		expect(order.length).toBeLessThanOrEqual(2);
		await Promise.all(backlog);
		expect(order).toHaveLength(9);
	});

	it('lets one have all of it when there are no others, and takes other limits as it runs', async () => {
		const engine = await busyEngine(4, false);
		const all = fill(engine, 'a');
		expect(all.accepted).toBe(4);
		engine.limitQueue({ images: 6, shared: false });
		const more = fill(engine, 'a');
		expect(more.accepted).toBe(2);
		engine.limitQueue({ images: 2, shared: true });
		expect(engine.stats('b').full).toBe(true);
		await Promise.all([all.done, more.done]);
	});
});
