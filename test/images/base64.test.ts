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

	it('never repeats the text itself, which may be private', () => {
		expect(failure(`${'A'.repeat(50)}!${'B'.repeat(50)}`).message).not.toMatch(/A{5}|B{5}/);
	});
});
