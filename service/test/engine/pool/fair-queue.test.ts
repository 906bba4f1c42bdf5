import { describe, expect, it } from '@jest/globals';
import { FairQueue } from '../../../src/engine/pool/fair-queue';

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

describe('whoever has fewest at work', () => {
	it('do not come first again for who still has one of two at work', () => {
		const { queue } = queueOf('a1', 'a2', 'a3', 'b1', 'b2');
		const [first] = [queue.take(), queue.take(), queue.take()];
		queue.done(first!);
		expect(queue.take()?.name).toBe('b2');
	});

	it('is so until what was taken is done, each of it', () => {
		const { queue, items } = queueOf('a1', 'a2', 'a3', 'b1', 'b2', 'b3');
		const [a1, b1, a2, b2] = [queue.take()!, queue.take()!, queue.take()!, queue.take()!];
		expect([a1, b1, a2, b2]).toEqual([items[0], items[3], items[1], items[4]]);
		queue.done(a1);
		queue.done(b1);
		queue.done(b2);
		// One of a's is still at work, and none of b's, whose last turn was later.
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

	it('is not held up by an owner whose last one left', () => {
		const { queue, items, serve } = queueOf('a1', 'b1');
		queue.remove(items[0]!);
		queue.remove(item('c1'));
		expect(queue.length).toBe(1);
		expect(serve(2)).toEqual(['b1', undefined]);
		expect(queue.length).toBe(0);
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
