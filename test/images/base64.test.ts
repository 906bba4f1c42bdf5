import { describe, expect, it } from '@jest/globals';
import { parseBase64 } from '../../images/base64';
import { ImageError } from '../../images/errors';

const BYTES = Buffer.from([0xfb, 0xff, 0xbe, 1, 2]);
const TEXT = BYTES.toString('base64');

function failure(value: unknown): ImageError {
	try {
		parseBase64(value);
	} catch (error) {
		if (error instanceof ImageError) return error;
		throw error;
	}
	throw new Error('did not fail');
}

describe('parseBase64', () => {
	it.each([
		['plain', TEXT],
		['without padding', TEXT.replace(/=+$/, '')],
		['URL-safe', BYTES.toString('base64url')],
		['wrapped at 4 characters', TEXT.replace(/.{4}/g, '$&\r\n')],
		['with white space around', `\n\t ${TEXT} \u00a0`],
	])('decodes base64 %s', (_name, text) => {
		expect(Buffer.from(parseBase64(text).bytes)).toEqual(BYTES);
		expect(parseBase64(text).mimeType).toBeUndefined();
	});

	it('decodes every byte, whatever is left over in the last group', () => {
		const all = Buffer.from(Array.from({ length: 256 }, (_, i) => (i * 37) & 255));
		for (const length of [254, 255, 256]) {
			const bytes = all.subarray(0, length);
			expect(Buffer.from(parseBase64(bytes.toString('base64')).bytes)).toEqual(bytes);
			expect(Buffer.from(parseBase64(bytes.toString('base64url')).bytes)).toEqual(bytes);
		}
	});

	it('decodes a data: URL and tells the type that it declares', () => {
		const { bytes, mimeType } = parseBase64(`DATA:Image/PNG;name=a.png;BASE64,${TEXT}`);
		expect(Buffer.from(bytes)).toEqual(BYTES);
		expect(mimeType).toBe('image/png');
		expect(parseBase64(`data:;base64,${TEXT}`).mimeType).toBeUndefined();
		expect(parseBase64(`\n data:image/png;base64,${TEXT}`).mimeType).toBe('image/png');
	});

	it.each([
		['', 'The base64 image is empty.'],
		['data:image/png;base64,', 'The base64 image is empty.'],
		[
			'AAAA$AAA',
			`The base64 image has a character that base64 doesn't use: "$" (U+0024) at position 5.`,
		],
		[
			'AAAA\0AAA',
			`The base64 image has a character that base64 doesn't use: U+0000 at position 5.`,
		],
		[
			'AAAA😀AAA',
			`The base64 image has a character that base64 doesn't use: "😀" (U+1F600) at position 5.`,
		],
		['AAAAA', 'The base64 image is not complete: its length or padding is wrong.'],
		['AA=AA=', 'The base64 image is not complete: its length or padding is wrong.'],
		['AAA==', 'The base64 image is not complete: its length or padding is wrong.'],
		['AAAA=', 'The base64 image is not complete: its length or padding is wrong.'],
		['A===', 'The base64 image is not complete: its length or padding is wrong.'],
		['data:image/png,%89PNG', 'The data: URL is not base64-encoded: it lacks ";base64".'],
		['data:image/png;base64', 'The data: URL has no comma before its data.'],
		['https://example.com/a.jpg', 'The base64 image is a URL.'],
		[undefined, 'The base64 image is not text but missing.'],
		[null, 'The base64 image is not text but null.'],
		[{ data: TEXT }, 'The base64 image is not text but of type object.'],
		[[1, 2], 'The base64 image is not text but a list.'],
		[42, 'The base64 image is not text but of type number.'],
	])('says what is wrong with %j', (value, sentence) => {
		expect(failure(value).message).toBe(sentence);
		expect(failure(value).remedy).toMatch(/\.$/);
	});

	const FORMS =
		'Give the plain base64 text of a JPG, PNG or BMP file, or a data: URL such as data:image/png;base64,….';

	it.each([
		[42, FORMS],
		['', FORMS],
		['AAAAA', FORMS],
		['data:image/png,x', FORMS],
		['data:image/png', FORMS],
		[
			'HTTP://example.com/a.jpg',
			"Set the parameter Image Source to 'URL', or give the file's base64 text.",
		],
	])('says what to do about %j', (value, remedy) => {
		expect(failure(value).remedy).toBe(remedy);
		expect(failure(value).name).toBe('ImageError');
	});

	it.each([
		[`xdata:image/png;base64,${TEXT}`, '":" (U+003A)'],
		[`see http://a`, '":" (U+003A)'],
		['AAAA\u2003é', '"é" (U+00E9)'],
		['AAA\u200bAAAA', 'U+200B'],
		['AA=A,AAA', '"," (U+002C)'],
	])('names the first character that is none of base64: %j', (value, character) => {
		expect(failure(value).message).toContain(`doesn't use: ${character} at position `);
	});

	it.each([
		['a base64 that is only a name', `data:image/png;name=base64,${TEXT}`],
		['a longer name', `data:image/png;base64x,${TEXT}`],
	])('does not take %s for the encoding', (_, url) => {
		expect(failure(url).message).toContain('lacks ";base64"');
	});

	it('looks for the head of a data: URL in its first 512 characters', () => {
		const url = (length: number) => `data:image/png;a=${'x'.repeat(length - 25)};base64,${TEXT}`;
		expect(url(512).indexOf(',')).toBe(511);
		expect(parseBase64(url(512)).mimeType).toBe('image/png');
		expect(failure(url(513)).message).toBe('The data: URL has no comma before its data.');
	});

	it('takes blanks around the parts of the head', () => {
		expect(parseBase64(`data: image/png ; base64 ,${TEXT}`).mimeType).toBe('image/png');
	});

	it('takes white space between the padding, and no character beyond Latin-1 for another', () => {
		expect(Buffer.from(parseBase64('AA= =').bytes)).toEqual(Buffer.from([0]));
		expect(failure('AAA\u0141').message).toContain('"Ł" (U+0141) at position 4');
	});

	it('never repeats the text itself, which may be private', () => {
		expect(failure(`${'A'.repeat(50)}!${'B'.repeat(50)}`).message).not.toMatch(/A{5}|B{5}/);
	});
});
