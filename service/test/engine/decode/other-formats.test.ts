import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { adviceOn } from '../../../src/engine/decode/other-formats';
import { gif } from '../../support/pictures';

const bytes = (text: string) => Buffer.from(text.padEnd(200, '\0'), 'latin1');
const blank = () => sharp({ create: { width: 32, height: 32, channels: 3, background: 'red' } });
const box = (brand: string) => `\0\0\0\x24ftyp${brand}\0\0\0\0mif1`;

const BEGINNINGS: [name: string, beginnings: string[]][] = [
	['a GIF image', ['GIF87a', 'GIF89a']],
	[
		'a HEIC image',
		['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs'].map((brand) => box(brand)),
	],
	['an AVIF image', [box('avif'), box('avis')]],
	['a TIFF image', ['II*\0', 'MM\0*']],
	['a JPEG 2000 image', ['\0\0\0\fjP  \r\n\x87\n']],
	['a JPEG XL image', ['\xff\n\xfa\x7f', '\0\0\0\fJXL \r\n\x87\n']],
	['a Photoshop file', ['8BPS\0\x01']],
	[
		'an SVG drawing',
		[
			...['<svg>', '<svg xmlns=""/>', '\n  <SVG\n', '\xef\xbb\xbf<svg>'],
			...['\xef\xbb\xbf<?xml version="1.0"?>\n<svg xmlns=""/>', '<?xml?><svg>'],
		],
	],
	['a PDF document', ['%PDF-1.7']],
	[
		'a web page',
		[
			...['<html>', '<html lang="en">', '\n  <!DOCTYPE html>', '<!doctype HTML\n'],
			...['\xef\xbb\xbf<html>', '\xef\xbb\xbf\n<!DOCTYPE html>'],
		],
	],
];
const UNKNOWN = 'It does not begin as an image does: save it as JPG, PNG, BMP or WEBP.';

describe('what comes instead of an image that is accepted', () => {
	it.each(BEGINNINGS)('is named by its first bytes: %s', (name, beginnings) => {
		const remedy =
			name === 'a web page'
				? 'give the image itself, or its own address'
				: 'save it as JPG, PNG, BMP or WEBP';
		for (const beginning of beginnings)
			expect([beginning, adviceOn(bytes(beginning))]).toEqual([
				beginning,
				`It is ${name}: ${remedy}.`,
			]);
	});

	it.each(BEGINNINGS)('is not %s because that comes later', (_, beginnings) => {
		for (const beginning of beginnings)
			expect([beginning, adviceOn(bytes(`see ${beginning}`))]).toEqual([beginning, UNKNOWN]);
	});

	it.each([
		['sharp’s GIF', () => gif, /a GIF image/],
		['sharp’s TIFF', () => blank().tiff().toBuffer(), /a TIFF image/],
		['sharp’s AVIF', () => blank().avif().toBuffer(), /an AVIF image/],
	])('is named where programs write it: %s', async (_, image, words) => {
		expect(adviceOn(await image())).toMatch(words);
	});

	it.each([
		['nothing', ''],
		['a video', box('isom')],
		['another kind of GIF', 'GIF88a'],
		['boxes of other brands', box('heiz')],
		['boxes of other brands', box('hevz')],
		['boxes of other brands', box('avio')],
		['XML that is no drawing', '<?xml version="1.0"?><feed>'],
		['an element that is only called alike', '<svgs>'],
		['an element that is only called alike', '<htmls>'],
		['a document of another type', '<!doctype svg>'],
	])('is not named where it is none of them: %s', (_, text) => {
		expect(adviceOn(bytes(text))).toBe(UNKNOWN);
	});
});
