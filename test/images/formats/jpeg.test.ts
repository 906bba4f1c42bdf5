import { describe, expect, it } from '@jest/globals';

import { sniffImage } from '../../../images/sniff';
import { exif } from '../support/headers';

const BROKEN = "The JPEG's header is cut off or broken.";
const bytes = (...values: number[]) => Buffer.from(values);

function segment(marker: number, body: Buffer): Buffer {
	const length = body.length + 2;
	return Buffer.concat([bytes(0xff, marker, length >> 8, length & 255), body]);
}

const frame = (marker = 0xc0, height = 480, width = 640) =>
	segment(marker, bytes(8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0));
const scan = segment(0xda, bytes(1, 1, 0, 0, 63, 0));
const turned = (orientation: number, marker = 0xe1, name = 'Exif\0\0') =>
	segment(marker, Buffer.concat([Buffer.from(name, 'latin1'), exif(orientation)]));

/** A JPEG of these parts, then its scan and its end. */
const file = (...parts: Buffer[]) =>
	Buffer.concat([bytes(0xff, 0xd8), ...parts, scan, bytes(1, 2, 3, 0xff, 0xd9)]);

const sound = { width: 640, height: 480, damage: undefined };
const read = (...parts: Buffer[]) => {
	const { width, height, damage } = sniffImage(file(...parts));
	return { width, height, damage };
};
const from = (first: number, last: number) =>
	Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe("a JPEG's size", () => {
	it.each(from(0xc0, 0xcf).filter((marker) => ![0xc4, 0xc8, 0xcc].includes(marker)))(
		'is read from frame header %i',
		(marker) => expect(read(frame(marker))).toEqual(sound),
	);

	it.each([0xbf, 0xc4, 0xc8, 0xcc, 0xdb, 0xe0])('is not read from marker %i', (marker) => {
		expect(read(frame(marker))).toEqual({ damage: BROKEN });
	});

	it.each([0x01, ...from(0xd0, 0xd8)])(
		'is found behind marker %i, which stands alone',
		(marker) => {
			expect(read(bytes(0xff, marker), frame())).toEqual(sound);
		},
	);

	it('is found behind fill bytes and an empty segment', () => {
		expect(read(bytes(0xff, 0xff, 0xff), frame())).toEqual(sound);
		expect(read(segment(0xfe, bytes()), frame())).toEqual(sound);
	});

	it('is not read where a segment does not begin with a marker', () => {
		const other = frame();
		other[0] = 0xfe;
		expect(read(segment(0xfe, bytes(1)), other)).toEqual({ damage: BROKEN });
	});

	it.each([
		['width', frame(0xc0, 480, 0)],
		['height', frame(0xc0, 0, 640)],
	])('is damage without a %s', (_side, part) => {
		expect(read(part)).toEqual({ damage: "The JPEG's header names no width or height." });
	});
});

describe("a JPEG's header", () => {
	it.each([
		['no marker where a segment ends', bytes(0, 0xe0)],
		['a length of one', bytes(0xff, 0xe0, 0, 1)],
		['a length of nothing', bytes(0xff, 0xe0, 0, 0)],
		['its end', bytes(0xff, 0xd9, 0, 2)],
	])('is broken with %s, and keeps the size that was there', (_what, part) => {
		expect(read(frame(), part)).toEqual({ ...sound, damage: BROKEN });
	});

	it('is broken where the scan comes without a frame', () => {
		expect(read()).toEqual({ damage: BROKEN });
	});

	it('is broken where the bytes end', () => {
		expect(sniffImage(file(frame()).subarray(0, 18)).damage).toBe(BROKEN);
	});

	it('needs no end marker after the scan but its own', () => {
		const cut = file(segment(0xfe, bytes(0xff, 0xd9)), frame()).subarray(0, -2);
		expect(sniffImage(cut).damage).toBe(
			'The JPEG ends too early: its end-of-image marker is missing.',
		);
	});
});

describe("a JPEG's orientation", () => {
	const orientationOf = (...parts: Buffer[]) => sniffImage(file(...parts, frame())).orientation;

	it('is the first that makes sense', () => {
		expect(orientationOf(turned(6), turned(3))).toBe(6);
		expect(orientationOf(turned(9), turned(3))).toBe(3);
	});

	it('is in no segment of another kind or another name', () => {
		expect(orientationOf(turned(6, 0xe2))).toBeUndefined();
		expect(orientationOf(turned(6, 0xe1, 'http:/'))).toBeUndefined();
	});
});
