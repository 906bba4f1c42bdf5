import { describe, expect, it } from '@jest/globals';
import { Turns } from '../../src/iam/turns';

/** Works that say when they begin, and end when they are told. */
function works() {
	const begun: string[] = [];
	const ends = new Map<string, (error?: Error) => void>();
	const work = (name: string) => () => {
		begun.push(name);
		return new Promise<string>((resolve, reject) =>
			ends.set(name, (error) => (error ? reject(error) : resolve(name))),
		);
	};
	return { begun, ends, work };
}

const soon = () => new Promise(setImmediate);

describe('turns', () => {
	it('are taken one after the other under one name, whether they fail or not', async () => {
		const { begun, ends, work } = works();
		const turns = new Turns({ ofName: 9, atOnce: 9 });
		const one = turns.take('x', work('one'));
		const two = turns.take('x', work('two'));
		const other = turns.take('y', work('other'));
		await soon();
		expect(begun).toEqual(['one', 'other']);

		ends.get('one')?.(new Error('failed'));
		await expect(one).rejects.toThrow('failed');
		await soon();
		expect(begun).toEqual(['one', 'other', 'two']);
		for (const name of ['two', 'other']) ends.get(name)?.();
		expect(await Promise.all([two, other])).toEqual(['two', 'other']);
	});

	it('are refused where too many wait, until there is room again', async () => {
		const { ends, work } = works();
		const turns = new Turns({ ofName: 1, atOnce: 9 });
		const one = turns.take('x', work('one'));
		expect(turns.take('x', work('two'))).toBeUndefined();
		await soon();
		ends.get('one')?.();
		await one;
		const three = turns.take('x', work('three'));
		await soon();
		ends.get('three')?.();
		expect(await three).toBe('three');
	});

	it('are kept by those who wait when one before them ends', async () => {
		const { begun, ends, work } = works();
		const turns = new Turns({ ofName: 9, atOnce: 9 });
		const one = turns.take('x', work('one'));
		const two = turns.take('x', work('two'));
		await soon();
		ends.get('one')?.();
		await one;
		const three = turns.take('x', work('three'));
		await soon();
		expect(begun).toEqual(['one', 'two']);
		for (const name of ['two', 'three']) {
			ends.get(name)?.();
			await soon();
		}
		expect(await Promise.all([two, three])).toEqual(['two', 'three']);
	});

	it('keep no name longer than something waits under it', async () => {
		const turns = new Turns({ ofName: 9, atOnce: 9 });
		const failing = turns.take('x', () => Promise.reject(new Error('failed')));
		const working = turns.take('y', soon);
		expect(turns.names).toBe(2);
		await Promise.allSettled([failing, working]);
		expect(turns.names).toBe(0);
	});

	it('are taken by a few names at once, then by each name in turn', async () => {
		const { begun, ends, work } = works();
		const turns = new Turns({ ofName: 9, atOnce: 2 });
		const names = ['a1', 'a2', 'a3', 'b1', 'c1', 'c2', 'd1'];
		const done = names.map((name) => turns.take(name.charAt(0), work(name)));
		await soon();
		expect(begun).toEqual(['a1', 'b1']);
		for (const name of ['a1', 'b1', 'c1', 'd1', 'a2', 'c2', 'a3']) {
			ends.get(name)?.();
			await soon();
		}
		expect(begun).toEqual(['a1', 'b1', 'c1', 'd1', 'a2', 'c2', 'a3']);
		expect(await Promise.all(done)).toEqual(names);
	});

	it('come first for the only work of a name that may, however many wait', async () => {
		const { begun, ends, work } = works();
		const turns = new Turns({ ofName: 9, atOnce: 1 });
		const names = ['a1', 'a2', 'b1', 'c1'];
		const done = names.map((name) => turns.take(name.charAt(0), work(name)));
		done.push(turns.take('d', work('d1'), true), turns.take('a', work('a3'), true));
		await soon();
		for (let i = 0; i < 6; i++) {
			ends.get(begun.at(-1) ?? '')?.();
			await soon();
		}
		expect(begun).toEqual(['a1', 'd1', 'b1', 'c1', 'a2', 'a3']);
		await Promise.all(done);
	});

	it('come first for no work of a name that has another', async () => {
		const { begun, ends, work } = works();
		const turns = new Turns({ ofName: 9, atOnce: 1 });
		const done = [
			turns.take('a', work('a1')),
			turns.take('a', work('a2'), true),
			turns.take('b', work('b1')),
		];
		await soon();
		for (let i = 0; i < 3; i++) {
			ends.get(begun.at(-1) ?? '')?.();
			await soon();
		}
		expect(begun).toEqual(['a1', 'b1', 'a2']);
		await Promise.all(done);
	});
});
