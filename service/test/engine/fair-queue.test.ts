import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { Engine } from '../../src/engine';
import { FairQueue } from '../../src/engine/pool/fair-queue';
import { closeEngines, warmEngine } from './support/engines';
import { photo } from './support/paths';

const item = (name: string) => ({ owner: name.slice(0, 1), name });

/** A queue in which these wait, in this order; the letter is the owner. */
function queueOf(...names: string[]) {
	const queue = new FairQueue<ReturnType<typeof item>>();
	const items = names.map(item);
	for (const each of items) queue.add(each);
	/** Lets one worker work at the next so many, one after the other. */
	const serve = (count: number) =>
		Array.from({ length: count }, () => {
			const next = queue.take();
			if (next) queue.done(next);
			return next?.name;
		});
	return { queue, items, serve };
}

describe('turns', () => {
	it('go round the owners, each with its own in order of arrival', () => {
		const { serve } = queueOf('a1', 'a2', 'a3', 'b1', 'b2', 'c1');
		expect(serve(7)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', undefined]);
	});

	it('come soon for an owner who comes late', () => {
		const { queue, serve } = queueOf('a1', 'a2', 'a3', 'a4');
		expect(serve(1)).toEqual(['a1']);
		queue.add(item('b1'));
		expect(serve(3)).toEqual(['a2', 'b1', 'a3']);
	});

	it('come no sooner for an owner who sends one at a time', () => {
		const { queue, serve } = queueOf('a1', 'b1', 'b2');
		const seen = [];
		for (let i = 2; i < 5; i++) {
			seen.push(...serve(1));
			queue.add(item(`a${i}`));
		}
		expect(seen).toEqual(['a1', 'b1', 'a2']);
	});

	it('come first for whoever has fewest at work, so that slow images of one owner do not take every worker', () => {
		const { queue, items } = queueOf('a1', 'a2', 'a3', 'b1', 'b2', 'b3');
		expect([queue.take(), queue.take()]).toEqual([items[0], items[3]]);
		queue.done(items[3]!);
		expect(queue.take()).toBe(items[4]);
		queue.done(items[4]!);
		expect(queue.take()).toBe(items[5]);
	});
});

describe('what is in the queue', () => {
	it('is counted for each owner and over all', () => {
		const { queue, serve } = queueOf('a1', 'a2', 'b1');
		expect([queue.length, queue.lengthOf('a'), queue.lengthOf('c')]).toEqual([3, 2, 0]);
		serve(2);
		expect([queue.length, queue.lengthOf('a'), queue.lengthOf('b')]).toEqual([1, 1, 0]);
	});

	it('leaves it when nobody wants it any more, once', () => {
		const { queue, items, serve } = queueOf('a1', 'a2', 'b1');
		queue.remove(items[0]!);
		queue.remove(items[0]!);
		queue.remove(items[2]!);
		expect([queue.length, queue.lengthOf('b')]).toEqual([1, 0]);
		expect(serve(2)).toEqual(['a2', undefined]);
	});

	it('has its old place after a worker was lost on it', () => {
		const { queue, items, serve } = queueOf('a1', 'a2', 'b1', 'a3');
		const [first, second] = [queue.take()!, queue.take()!];
		expect([first, second]).toEqual([items[0], items[2]]);
		for (const lost of [second, first]) {
			queue.done(lost);
			queue.putBack(lost);
		}
		expect(queue.length).toBe(4);
		expect(serve(4)).toEqual(['a1', 'b1', 'a2', 'a3']);
	});

	it('can be taken out all at once', () => {
		const { queue, items, serve } = queueOf('a1', 'b1', 'a2');
		expect(new Set(queue.clear())).toEqual(new Set(items));
		expect(queue.length).toBe(0);
		expect(serve(1)).toEqual([undefined]);
	});
});

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
