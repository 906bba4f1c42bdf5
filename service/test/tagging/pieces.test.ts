import { describe, expect, it } from '@jest/globals';
import { decodeBase64InPlace } from '../../src/tagging/base64';
import { digitsOf } from '../../src/tagging/image-text';
import { everyPiece } from '../../src/tagging/pieces';

const piece = 48 * 1024;

/** The places from which and to which there is work, until one is not good. */
async function placesOf(length: number, options: { atOnce: number; bad?: number }) {
	const places: [number, number][] = [];
	const isGood = (from: number, to: number) => places.push([from, to]) !== options.bad;
	const all = await everyPiece(length, isGood, options);
	return { places, all };
}

describe('work in pieces', () => {
	it.each([
		[0, []],
		[1, [[0, 1]]],
		[piece, [[0, piece]]],
		[
			piece + 1,
			[
				[0, piece],
				[piece, piece + 1],
			],
		],
		[
			2 * piece,
			[
				[0, piece],
				[piece, 2 * piece],
			],
		],
	])('goes over all of %d bytes, one piece after the other', async (length, places) => {
		expect(await placesOf(length, { atOnce: 9 })).toEqual({ places, all: true });
	});

	it('ends at the first piece that is not good', async () => {
		const { places, all } = await placesOf(5 * piece, { atOnce: 9, bad: 2 });
		expect(places).toHaveLength(2);
		expect(all).toBe(false);
	});

	it('lets others have a turn after so many pieces, and not before', async () => {
		const done: number[] = [];
		let turn = 0;
		let isOver = false;
		const count = () => {
			turn++;
			if (!isOver) setImmediate(count);
		};
		setImmediate(count);
		await everyPiece(6 * piece, () => done.push(turn) > 0, { atOnce: 2 });
		isOver = true;
		expect([done[1], done[3], done[5]]).toEqual([done[0], done[2], done[4]]);
		expect(new Set(done).size).toBe(3);
	});

	it('is all done at once where it is no more than that', async () => {
		let ended = false;
		void everyPiece(2 * piece, () => true, { atOnce: 2 }).then(() => (ended = true));
		await Promise.resolve();
		await Promise.resolve();
		expect(ended).toBe(true);
	});

	it('ends when nobody waits for it any more', async () => {
		const gone = new AbortController();
		const places: number[] = [];
		const isGood = (from: number) => {
			places.push(from);
			gone.abort(new Error('gone'));
			return true;
		};
		const work = everyPiece(3 * piece, isGood, { atOnce: 1, signal: gone.signal });
		await expect(work).rejects.toThrow('gone');
		expect(places).toEqual([0]);
	});
});

describe('the work on a large image', () => {
	/** Turns of the event loop until it is done. */
	async function turnsOf(work: Promise<unknown>): Promise<number> {
		let turns = 0;
		let isOver = false;
		const count = () => {
			turns++;
			if (!isOver) setImmediate(count);
		};
		setImmediate(count);
		await work;
		isOver = true;
		return turns;
	}

	it.each([
		['is decoded', decodeBase64InPlace, 41 * piece],
		['is cleaned, which takes longer,', digitsOf, 9 * piece],
	])('leaves others a turn or two while it %s', async (_how, work, length) => {
		const text = Buffer.alloc(length, 'A');
		text.write(' ', length - 1);
		expect(await turnsOf(work(text))).toBeGreaterThan(1);
	});
});
