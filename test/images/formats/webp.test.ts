import { describe, expect, it } from '@jest/globals';

import { sniffImage } from '../../../images/sniff';

const SIDE = 16_384;

/** A WEBP whose first chunk is of that kind, with zeroes to write its size into. */
function file(kind: string, write: (b: Buffer) => void, length = 40): Buffer {
	const b = Buffer.alloc(length);
	b.write(`RIFF\0\0\0\0WEBP${kind}`, 'latin1');
	b.writeUInt32LE(length - 8, 4);
	write(b);
	return b;
}

/** The three kinds, as RFC 9649 has them, with every other bit around the sides set. */
const KINDS: Record<string, (width: number, height: number) => Buffer> = {
	'VP8 ': (width, height) =>
		file('VP8 ', (b) => {
			b.writeUInt16LE(0xc000 | width, 26);
			b.writeUInt16LE(0xc000 | height, 28);
		}),
	VP8L: (width, height) =>
		file('VP8L', (b) => {
			b.writeUInt32LE((0xf0000000 | ((height - 1) << 14) | (width - 1)) >>> 0, 21);
		}),
	VP8X: (width, height) =>
		file('VP8X', (b) => {
			b.writeUIntLE(width - 1, 24, 3);
			b.writeUIntLE(height - 1, 27, 3);
		}),
};

describe.each(Object.entries(KINDS))('the size of a WEBP of the kind %s', (_kind, make) => {
	it.each([
		[1, 1],
		[640, 480],
		[257, 513],
		[SIDE - 1, 2],
		[3, SIDE - 1],
	])('is read: %i × %i', (width, height) => {
		expect(sniffImage(make(width, height))).toMatchObject({ format: 'webp', width, height });
		expect(sniffImage(make(width, height)).damage).toBeUndefined();
	});
});

describe('a WEBP', () => {
	const vp8x = KINDS.VP8X!(640, 480);

	it('in the extended form may be larger than 65,535 pixels', () => {
		expect(sniffImage(KINDS.VP8X!(70_001, 80_002))).toMatchObject({
			width: 70_001,
			height: 80_002,
		});
	});

	it.each([
		['another first chunk', file('ICCP', () => undefined)],
		['no width', KINDS['VP8 ']!(0, 480)],
		['a header that is cut off', KINDS.VP8L!(640, 480).subarray(0, 29)],
		['no height', KINDS['VP8 ']!(640, 0)],
		['a byte less than its header', vp8x.subarray(0, 29)],
	])('is damaged with %s', (_what, bytes) => {
		expect(sniffImage(bytes)).toEqual({
			format: 'webp',
			mimeType: 'image/webp',
			damage: "The WEBP's header is cut off or broken.",
		});
	});

	it('may end with its header, and have more behind its end', () => {
		const header = Buffer.from(vp8x.subarray(0, 30));
		header.writeUInt32LE(22, 4);
		expect(sniffImage(header).damage).toBeUndefined();
		expect(sniffImage(Buffer.concat([header, Buffer.alloc(9)])).damage).toBeUndefined();
	});

	it('that is shorter than it says keeps its size', () => {
		expect(sniffImage(vp8x.subarray(0, -1))).toMatchObject({
			width: 640,
			height: 480,
			damage: 'The WEBP is shorter than its header says, so a part of it is missing.',
		});
	});

	it.each([
		['RIFF', 0],
		['WEBP', 8],
	])('is none without %s', (_word, at) => {
		const b = Buffer.from(vp8x);
		b[at] = 0;
		expect(sniffImage(b).format).toBe('unknown');
	});
});
