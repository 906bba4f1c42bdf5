import { describe, expect, it } from '@jest/globals';

import { sniffImage } from '../../../images/sniff';

const latin = (text: string) => Buffer.from(text, 'latin1');

/** The file type box of an ISO base media file: its brands, the first with its version. */
function box(
	brands: string[],
	{ length = 16 + 4 * (brands.length - 1), name = 'ftyp' } = {},
): Buffer {
	const [major = '', ...others] = brands;
	const b = latin(`\0\0\0\0${name}${major}\0\0\0\0${others.join('')}${'\0'.repeat(400)}`);
	b.writeUInt32BE(length);
	return b;
}

describe('HEIC and AVIF', () => {
	it.each([
		...['avif', 'avis'].map((brand) => [brand, 'avif']),
		...['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1'].map((brand) => [brand, 'heic']),
		...['jp2 ', 'isom', 'HEIC'].map((brand) => [brand, 'unknown']),
	])('are known by their brand, first or later: %s is %s', (brand = '', format) => {
		expect(sniffImage(box([brand])).format).toBe(format);
		expect(sniffImage(box(['abcd', 'efgh', brand])).format).toBe(format);
	});

	it('have a type of their own, and nothing more is read', () => {
		expect(sniffImage(box(['heic']))).toEqual({ format: 'heic', mimeType: 'image/heic' });
		expect(sniffImage(box(['mif1', 'avif']))).toEqual({ format: 'avif', mimeType: 'image/avif' });
	});

	it.each([
		['another box', box(['heic'], { name: 'moov' })],
		['a brand that is not in its place', box(['abhe', 'icxx'])],
		['a brand behind the box', box(['abcd', 'heic'], { length: 16 })],
		['a brand behind 256 bytes', box([...Array<string>(61).fill('abcd'), 'heic'])],
	])('are none with %s', (_, bytes) => {
		expect(sniffImage(bytes).format).toBe('unknown');
	});

	it('are known by a brand that ends with its 256th byte', () => {
		expect(sniffImage(box([...Array<string>(60).fill('abcd'), 'heic'])).format).toBe('heic');
	});
});

describe('SVG', () => {
	it.each([
		['<svg>', 'svg'],
		['<svg xmlns="x">', 'svg'],
		[' \n<SVG\n>', 'svg'],
		['\xef\xbb\xbf<svg>', 'svg'],
		['<?xml version="1.0"?><!-- a --><svg>', 'svg'],
		['<svgx>', 'unknown'],
		['see <svg>', 'unknown'],
		['x\xef\xbb\xbf<svg>', 'unknown'],
		['\n\xef\xbb\xbf<svg>', 'unknown'],
		['<html>', 'unknown'],
	])('is known by its root element, behind a prologue: %j is %s', (text, format) => {
		expect(sniffImage(latin(text)).format).toBe(format);
	});

	it('is looked for in the first 1024 bytes', () => {
		const behind = (bytes: number) => latin(`<${'!'.repeat(bytes - 1)}<svg>`);
		expect(sniffImage(behind(1019)).format).toBe('svg');
		expect(sniffImage(behind(1020)).format).toBe('unknown');
	});
});

describe('other formats that the service does not take', () => {
	it.each([
		['%PDF-1.4', { format: 'pdf', mimeType: 'application/pdf' }],
		['<svg>', { format: 'svg', mimeType: 'image/svg+xml' }],
		['II*\0', { format: 'tiff', mimeType: 'image/tiff' }],
		['MM\0*', { format: 'tiff', mimeType: 'image/tiff' }],
		['II\0*', { format: 'unknown', mimeType: 'application/octet-stream' }],
		['PDF-1.4', { format: 'unknown', mimeType: 'application/octet-stream' }],
	])('are known by their first bytes alone: %j', (text, sniffed) => {
		expect(sniffImage(latin(text))).toEqual(sniffed);
	});

	const BROKEN = "The GIF's header is cut off or broken.";
	it.each([
		['GIF87a', [5, 3], { width: 5, height: 3, uprightWidth: 5, uprightHeight: 3 }],
		['GIF89a', [5, 3], { width: 5, height: 3, uprightWidth: 5, uprightHeight: 3 }],
		['GIF89a', [0, 3], { damage: BROKEN }],
		['GIF89a', [5, 0], { damage: BROKEN }],
	])('%s with sides %j', (name, [width = 0, height = 0], found) => {
		const bytes = Buffer.concat([latin(name), Buffer.alloc(8)]);
		bytes.writeUInt16LE(width, 6);
		bytes.writeUInt16LE(height, 8);
		expect(sniffImage(bytes)).toEqual({ format: 'gif', mimeType: 'image/gif', ...found });
		expect(sniffImage(bytes.subarray(0, 9))).toMatchObject({ damage: BROKEN });
	});

	it('GIF has two versions', () => {
		expect(sniffImage(latin('GIF88a\x05\0\x03\0')).format).toBe('unknown');
	});
});
