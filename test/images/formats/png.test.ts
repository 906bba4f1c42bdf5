import { describe, expect, it } from '@jest/globals';

import { sniffImage } from '../../../images/sniff';
import { exif, pngHeader } from '../support/headers';

const BROKEN = "The PNG's header is cut off or broken.";

/** A sound PNG with these bytes changed. */
function changed(changes: Record<number, number>): Buffer {
	const file = pngHeader(640, 480);
	for (const [at, value] of Object.entries(changes)) file[Number(at)] = value;
	return file;
}

const chunk = (type: string, body: Buffer = Buffer.alloc(0)) => {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(body.length);
	return Buffer.concat([length, Buffer.from(type, 'latin1'), body, Buffer.alloc(4)]);
};

/** A PNG with these chunks between its header and its end. */
const withChunks = (...chunks: Buffer[]) => {
	const file = pngHeader(640, 480);
	return Buffer.concat([file.subarray(0, 33), ...chunks, file.subarray(-12)]);
};

const turned = chunk('eXIf', exif(6));
const pixels = chunk('IDAT', Buffer.alloc(8));

describe("a PNG's header", () => {
	const DEPTHS: Record<number, number[]> = {
		0: [1, 2, 4, 8, 16],
		2: [8, 16],
		3: [1, 2, 4, 8],
		4: [8, 16],
		6: [8, 16],
	};
	const all = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((colour) =>
		[0, 1, 2, 3, 4, 8, 16, 32].map((depth): [number, number] => [colour, depth]),
	);

	it.each(all)(
		'with colour type %i and %i bits is sound as the specification has it',
		(colour, depth) => {
			const { damage } = sniffImage(changed({ 24: depth, 25: colour }));
			expect(damage).toBe(DEPTHS[colour]?.includes(depth) ? undefined : BROKEN);
		},
	);

	it.each([
		['another length', { 11: 14 }],
		['another name', { 12: 0x69 }],
		['no width', { 18: 0, 19: 0 }],
		['no height', { 22: 0, 23: 0 }],
		['another compression', { 26: 1 }],
		['another filter', { 27: 1 }],
		['another kind of interlacing', { 28: 2 }],
	])('is broken with %s', (_what, changes) => {
		expect(sniffImage(changed(changes))).toEqual({
			format: 'png',
			mimeType: 'image/png',
			damage: BROKEN,
		});
	});

	it('is sound with interlacing', () => {
		expect(sniffImage(changed({ 28: 1 })).damage).toBeUndefined();
	});
});

describe("a PNG's orientation", () => {
	const orientationOf = (...chunks: Buffer[]) => sniffImage(withChunks(...chunks)).orientation;
	const gamma = chunk('gAMA', Buffer.alloc(4));

	it('is found behind other chunks, but not behind the pixels', () => {
		expect(orientationOf(gamma, chunk('tEXt', Buffer.alloc(300)), turned, pixels)).toBe(6);
		expect(orientationOf(pixels, turned)).toBeUndefined();
	});

	it('is looked for in the first 64 chunks', () => {
		expect(orientationOf(...Array<Buffer>(63).fill(gamma), turned)).toBe(6);
		expect(orientationOf(...Array<Buffer>(64).fill(gamma), turned)).toBeUndefined();
	});

	it('is none where the chunks end', () => {
		expect(sniffImage(withChunks(gamma).subarray(0, -12)).orientation).toBeUndefined();
	});
});

describe('a PNG without its end', () => {
	it('has its size and orientation all the same', () => {
		const { width, height, orientation, damage } = sniffImage(
			withChunks(turned, pixels).subarray(0, -12),
		);
		expect([width, height, orientation]).toEqual([640, 480, 6]);
		expect(damage).toBe('The PNG ends too early: its end chunk (IEND) is missing.');
	});
});
