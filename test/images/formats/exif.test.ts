import { describe, expect, it } from '@jest/globals';

import { readOrientation } from '../../../images/formats/exif';

const ORIENTATION = 0x0112;
type Entry = [tag: number, value: number];

/** A TIFF structure with these entries in a directory that lies somewhere behind the header. */
function tiff(order: 'II' | 'MM', entries: Entry[], directory = 20): Buffer {
	const b = Buffer.alloc(directory + 2 + entries.length * 12);
	const little = order === 'II';
	const u16 = (value: number, at: number) =>
		little ? b.writeUInt16LE(value, at) : b.writeUInt16BE(value, at);
	b.write(little ? 'II*\0' : 'MM\0*', 'latin1');
	if (little) b.writeUInt32LE(directory, 4);
	else b.writeUInt32BE(directory, 4);
	u16(entries.length, directory);
	for (const [index, [tag, value]] of entries.entries()) {
		const at = directory + 2 + index * 12;
		u16(tag, at);
		u16(3, at + 2);
		u16(value, at + 8);
	}
	return b;
}

const others = (count: number): Entry[] => Array<Entry>(count).fill([0x0110, 6]);

describe.each(['II', 'MM'] as const)('the orientation in %s order', (order) => {
	it.each([1, 2, 3, 4, 5, 6, 7, 8])('is read: %i', (value) => {
		expect(readOrientation(tiff(order, [[ORIENTATION, value]]), 0)).toBe(value);
	});

	it.each([0, 9, 256, 0x0600])('is none that does not exist: %i', (value) => {
		expect(readOrientation(tiff(order, [[ORIENTATION, value]]), 0)).toBeUndefined();
	});

	it('is found behind other entries, of which the first counts', () => {
		const entries: Entry[] = [...others(11), [ORIENTATION, 3], [ORIENTATION, 8]];
		expect(readOrientation(tiff(order, entries), 0)).toBe(3);
	});

	it('is none among other entries alone', () => {
		expect(readOrientation(tiff(order, others(3)), 0)).toBeUndefined();
	});

	it('is looked for in 256 entries', () => {
		expect(readOrientation(tiff(order, [...others(255), [ORIENTATION, 5]]), 0)).toBe(5);
		expect(readOrientation(tiff(order, [...others(256), [ORIENTATION, 5]]), 0)).toBeUndefined();
	});

	it('is read where the structure begins further on', () => {
		const inside = Buffer.concat([Buffer.from('Exif\0\0'), tiff(order, [[ORIENTATION, 7]], 8)]);
		expect(readOrientation(inside, 6)).toBe(7);
		expect(readOrientation(inside, 0)).toBeUndefined();
	});

	it.each([1, 2, 3])('is none where byte %i of the header is another', (at) => {
		const b = tiff(order, [[ORIENTATION, 6]]);
		b[at] = 0x20;
		expect(readOrientation(b, 0)).toBeUndefined();
	});

	it('is none where the bytes end before it', () => {
		const b = tiff(order, [[ORIENTATION, 6]]);
		for (const end of [0, 4, 8, 20, 22, 30])
			expect(readOrientation(b.subarray(0, end), 0)).toBeUndefined();
	});
});
