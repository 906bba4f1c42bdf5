import { describe, expect, it } from '@jest/globals';

import {
	endsWithMarker,
	hasText,
	latin1,
	u16be,
	u16le,
	u32be,
	u32le,
	u8,
} from '../../../images/formats/bytes';

const b = Buffer.from([0x81, 0x92, 0xa3, 0xb4, 0xc5]);

describe('numbers in bytes', () => {
	it.each([
		[u8, 1, 0x92],
		[u16be, 1, 0x92a3],
		[u16le, 1, 0xa392],
		[u32be, 1, 0x92a3b4c5],
		[u32le, 1, 0xc5b4a392],
	])('are read at their place, without a sign: %p', (read, at, value) => {
		expect(read(b, at)).toBe(value);
	});

	it.each([
		[u8, 5],
		[u16be, 4],
		[u16le, 4],
		[u32be, 2],
		[u32le, 2],
	])('are none where the bytes end: %p', (read, at) => {
		expect(read(b, at)).toBeNaN();
		expect(read(b, -1)).toBeNaN();
	});
});

describe('texts in bytes', () => {
	const text = Buffer.from('--abé--', 'latin1');
	const window = new Uint8Array(text.buffer, text.byteOffset + 2, 3);

	it('are those of the window that bytes are', () => {
		expect(hasText(window, 0, 'abé')).toBe(true);
		expect(hasText(window, 1, 'bé')).toBe(true);
		expect(hasText(window, 0, 'abé-')).toBe(false);
		expect(hasText(window, 0, 'abe')).toBe(false);
		expect(hasText(window, 5, '')).toBe(true);
	});

	it.each([
		[0, 3, 'abé'],
		[1, 2, 'b'],
		[1, 99, 'bé'],
		[-5, 2, 'ab'],
		[2, 1, ''],
		[99, 100, ''],
	])('are cut at the ends: %i to %i', (start, end, expected) => {
		expect(latin1(window, start, end)).toBe(expected);
	});
});

describe('the marker at the end of a file', () => {
	const MB = 1024 * 1024;
	const file = (at: number, length: number) => {
		const bytes = Buffer.alloc(length);
		bytes.write('END', at, 'latin1');
		return bytes;
	};

	it('is looked for in the last megabyte', () => {
		expect(endsWithMarker(file(50, 50 + MB), 'END', 0)).toBe(true);
		expect(endsWithMarker(file(49, 50 + MB), 'END', 0)).toBe(false);
	});

	it('is looked for behind a place', () => {
		expect(endsWithMarker(file(10, 20), 'END', 10)).toBe(true);
		expect(endsWithMarker(file(10, 20), 'END', 11)).toBe(false);
		expect(endsWithMarker(file(0, 20), 'END', 0)).toBe(true);
	});

	it('is that of the window that bytes are', () => {
		const bytes = file(17, 20);
		expect(endsWithMarker(bytes.subarray(0, 19), 'END', 0)).toBe(false);
		expect(endsWithMarker(bytes.subarray(17), 'END', 0)).toBe(true);
	});
});
