import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../src/contract/failures';
import { setImageAside } from '../../src/tagging/image-text';
import { parseTaggingRequest } from '../../src/tagging/request';
import { photo } from '../support/client';

const parse = (body: string) => parseTaggingRequest(Buffer.from(body), 'v2').source;
const bytes = Buffer.from(photo(), 'base64');
const text = bytes.toString('base64');

/** Jest would compare hundreds of thousands of bytes one by one. */
const isImage = (body: string, expected: Buffer) => {
	const source = parse(body);
	return 'image' in source && source.image.equals(expected);
};

const codeOf = (body: string) => {
	try {
		parse(body);
		return 'none';
	} catch (error) {
		return (error as ApiError).code;
	}
};

describe('the image of a body', () => {
	it.each([
		['as JSON.stringify writes it', JSON.stringify({ image: text })],
		['in indented JSON', JSON.stringify({ limit: 5, image: text }, null, '\t')],
		['with blanks around the colon', `{"image" \r\n : "${text}"}`],
		['without padding', JSON.stringify({ image: text.replace(/=+$/, '') })],
		['URL-safe', JSON.stringify({ image: bytes.toString('base64url') })],
		["with PHP's escaped slashes", JSON.stringify({ image: text }).replaceAll('/', '\\/')],
		['in lines', JSON.stringify({ image: text.replace(/.{76}/g, '$&\r\n') })],
	])('%s is the same picture, and no part of what is parsed', (_how, body) => {
		expect(isImage(body, bytes)).toBe(true);
		expect(setImageAside(Buffer.from(body))?.json.length).toBeLessThan(100);
	});

	it('may stand under an escaped name', () => {
		expect(isImage('{"im\\u0061ge":"QUJD"}', Buffer.from('ABC'))).toBe(true);
	});

	it.each([1, 2, 3, 4, 5, 36_863, 36_864, 36_865, 36_866, 73_728, 100_000])(
		'may have any length: %d bytes',
		(length) => {
			const image = Buffer.alloc(length, 'a picture');
			expect(isImage(JSON.stringify({ image: image.toString('base64') }), image)).toBe(true);
		},
	);

	it('is the last one of several, as JSON has it', () => {
		expect(isImage('{"image":"QUJD","image":"REVG"}', Buffer.from('DEF'))).toBe(true);
		expect(parse('{"image":"QUJD","image":"","url":"http://a.example/b"}')).toEqual({
			url: 'http://a.example/b',
		});
	});

	it('is not what a URL says', () => {
		const url = 'http://a.example/?"image":"QUJD"';
		expect(parse(JSON.stringify({ url }))).toEqual({ url });
	});

	it.each([
		['a line break that is not escaped', '{"image":"QUJD\nQUJD"}', 'AIS.0014'],
		['an end that is missing', '{"image":"QUJD', 'AIS.0014'],
		['an end that is escaped', '{"image":"QUJD\\\\\\"}', 'AIS.0014'],
		['an escape that JSON does not know', '{"image":"QUJ\\x44"}', 'AIS.0014'],
		['an escaped quotation mark', '{"image":"QUJD\\""}', 'AIS.0503'],
		['an escaped backslash at its end', '{"image":"QUJD\\\\"}', 'AIS.0503'],
		['more after it', '{"image":"QUJD"x}', 'AIS.0014'],
		['an object of its own around it', '{"picture":{"image":"QUJD"}}', 'AIS.0012'],
		['a URL beside it', '{"image":"QUJD","url":"http://a.example"}', 'AIS.0501'],
		['a number in its place', '{"image":7}', 'AIS.0501'],
		['padding within', '{"image":"QUJD=QUJ"}', 'AIS.0503'],
		['nothing but padding', '{"image":"=="}', 'AIS.0503'],
		['letters that only end like base64', '{"image":"\u0141\u0142\u0143\u0144"}', 'AIS.0503'],
		['a control character that stands for itself', '{"image":"\\u0000"}', 'AIS.0503'],
	])('with %s is refused', (_what, body, code) => {
		expect(codeOf(body)).toBe(code);
	});
});

describe('what is not the image', () => {
	const megabytes = 10_000_000;

	it.each([
		['nested without end', '['.repeat(megabytes)],
		['of many objects', `[${'{},'.repeat(megabytes / 3)}{}]`],
		['of many keys', `{${Array.from({ length: 100_000 }, (_, i) => `"${i}":0`).join()}}`],
		['beside an image', `{"image":"QUJD","url":${'['.repeat(megabytes)}}`],
	])('is not parsed when it is large: JSON %s', (_what, body) => {
		expect(() => parse(body)).toThrow('Apart from the text of image, it may have 64 KB.');
	});

	it('may be a long URL', () => {
		const url = `http://a.example/${'b'.repeat(60_000)}`;
		expect(parse(JSON.stringify({ url }))).toEqual({ url });
	});
});

describe('the threshold', () => {
	it.each(['1e999', '-1e999', '101', '-0.5'])('%s is out of range: the default', (threshold) => {
		const body = `{"image":"QUJD","threshold":${threshold}}`;
		expect(parseTaggingRequest(Buffer.from(body), 'v2').threshold).toBe(60);
	});
});
