import { describe, expect, it } from '@jest/globals';
import { sniffImage } from '../../images/sniff';
import {
	bmpFile,
	cameraExif,
	ftyp,
	gifHeader,
	jpegHeader,
	losslessWebpHeader,
	lossyWebpHeader,
	pngHeader,
	webpHeader,
} from './support/headers';

describe('sniffImage', () => {
	it.each([
		['jpeg', 'image/jpeg', jpegHeader(640, 480)],
		['png', 'image/png', pngHeader(640, 480)],
		['bmp', 'image/bmp', bmpFile(640, 480)],
		['webp', 'image/webp', webpHeader(640, 480)],
		['gif', 'image/gif', gifHeader(640, 480)],
	])('reads format and size of a %s file', (format, mimeType, bytes) => {
		expect(sniffImage(bytes)).toEqual({
			format,
			mimeType,
			width: 640,
			height: 480,
			uprightWidth: 640,
			uprightHeight: 480,
		});
	});

	it.each([
		['tiff', Buffer.from('II*\0\x08\0\0\0', 'latin1')],
		['tiff', Buffer.from('MM\0*\0\0\0\x08', 'latin1')],
		['heic', ftyp('heic')],
		['avif', ftyp('avif')],
		['pdf', Buffer.from('%PDF-1.7\n')],
		['svg', Buffer.from('\ufeff<?xml version="1.0"?>\n<!-- a -->\n<svg xmlns="x">')],
		['unknown', Buffer.from('<!doctype html><title>Sign in</title>')],
		['unknown', Buffer.alloc(0)],
		['unknown', Buffer.from('BM is how this sentence starts')],
	])('recognises %s without reading its size', (format, bytes) => {
		const sniffed = sniffImage(bytes);
		expect(sniffed.format).toBe(format);
		expect(sniffed.width).toBeUndefined();
		expect(sniffed.damage).toBeUndefined();
	});

	it.each([1, 2, 3, 4, 5, 6, 7, 8] as const)(
		'turns the size for EXIF orientation %i',
		(orientation) => {
			const upright = orientation < 5 ? [40, 30] : [30, 40];
			for (const bytes of [jpegHeader(40, 30, { orientation }), pngHeader(40, 30, orientation)]) {
				const sniffed = sniffImage(bytes);
				expect(sniffed).toMatchObject({ width: 40, height: 30, orientation });
				expect([sniffed.uprightWidth, sniffed.uprightHeight]).toEqual(upright);
			}
		},
	);

	it.each(['II', 'MM'] as const)(
		'finds the orientation among what cameras write, byte order %s',
		(byteOrder) => {
			for (const orientation of [1, 3, 6, 8]) {
				const bytes = jpegHeader(40, 30, { tiff: cameraExif(orientation, byteOrder) });
				expect(sniffImage(bytes).orientation).toBe(orientation);
			}
		},
	);

	it.each([0, 9, 0x0106])('ignores %i as orientation', (orientation) => {
		const bytes = jpegHeader(40, 30, { tiff: cameraExif(orientation, 'MM') });
		expect(sniffImage(bytes).orientation).toBeUndefined();
	});

	it.each([
		[1, 1],
		[640, 480],
		[255, 257],
		[16_383, 1],
		[1, 16_383],
	])('reads %i × %i of each kind of WEBP', (width, height) => {
		const files = [
			webpHeader(width, height),
			...[0, 1, 3].map((scale) => lossyWebpHeader(width, height, scale)),
			...[0, 1, 15].map((rest) => losslessWebpHeader(width, height, rest)),
		];
		for (const file of files) {
			const { damage, ...sniffed } = sniffImage(file);
			expect(damage).toBeUndefined();
			expect(sniffed).toMatchObject({ format: 'webp', width, height });
		}
	});

	it('takes no WEBP of a kind that it does not know, or of no size', () => {
		const unknown = lossyWebpHeader(640, 480);
		unknown.write('VP9 ', 12, 'latin1');
		for (const file of [unknown, lossyWebpHeader(0, 480), lossyWebpHeader(640, 0)]) {
			expect(sniffImage(file).damage).toMatch(/header is cut off or broken/);
		}
	});

	it('ignores an orientation that does not exist', () => {
		expect(sniffImage(jpegHeader(40, 30, { orientation: 9 })).orientation).toBeUndefined();
	});

	it.each([0xc0, 0xc1, 0xc2])('reads the size from frame header %i', (frame) => {
		expect(sniffImage(jpegHeader(40, 30, { frame }))).toMatchObject({ width: 40, height: 30 });
	});

	it('does not take a Huffman table for a frame header', () => {
		expect(sniffImage(jpegHeader(40, 30, { frame: 0xc4 })).damage).toMatch(/broken/);
	});

	it('accepts a BMP whose rows run from top to bottom', () => {
		expect(sniffImage(bmpFile(20, -30))).toMatchObject({ width: 20, height: 30 });
	});

	it('reads bytes that are a window into a larger buffer', () => {
		const file = pngHeader(40, 30);
		const around = Buffer.concat([Buffer.from('IEND before'), file]).subarray(11);
		expect(sniffImage(around)).toEqual(sniffImage(file));
	});

	describe('damage', () => {
		it.each([
			['JPEG', jpegHeader(640, 480), -2, /end-of-image marker is missing/],
			['JPEG', jpegHeader(640, 480), 30, /header is cut off/],
			['PNG', pngHeader(640, 480), -4, /IEND/],
			['PNG', pngHeader(640, 480), 20, /header is cut off/],
			['BMP', bmpFile(64, 48), -1, /shorter than its header says/],
			['BMP', bmpFile(64, 48), 20, /header is cut off/],
			['WEBP', webpHeader(640, 480), -1, /shorter than its header says/],
			['GIF', gifHeader(640, 480), 8, /header is cut off/],
		])('of a %s that ends early is a sentence', (name, bytes, end, sentence) => {
			const { damage } = sniffImage(bytes.subarray(0, end));
			expect(damage).toMatch(sentence);
			expect(damage).toContain(name);
		});

		it('is not seen in what programs append after the end', () => {
			const trailer = Buffer.alloc(100_000);
			expect(sniffImage(Buffer.concat([jpegHeader(64, 48), trailer])).damage).toBeUndefined();
			expect(sniffImage(Buffer.concat([pngHeader(64, 48), trailer])).damage).toBeUndefined();
		});

		it('is a side of 0 pixels', () => {
			for (const bytes of [jpegHeader(0, 480), pngHeader(640, 0), bmpFile(0, 4), gifHeader(0, 1)]) {
				const sniffed = sniffImage(bytes);
				expect(sniffed.damage).toBeDefined();
				expect(sniffed.width).toBeUndefined();
			}
		});

		it('is an endless run of fill bytes or empty segments', () => {
			const start = Buffer.from([0xff, 0xd8]);
			const fill = Buffer.concat([start, Buffer.alloc(1_000_000, 0xff)]);
			const segments = Buffer.concat([start, Buffer.alloc(1_000_000, 'ffe00002', 'hex')]);
			expect(sniffImage(fill).damage).toMatch(/broken/);
			expect(sniffImage(segments).damage).toMatch(/broken/);
		});
	});
});
