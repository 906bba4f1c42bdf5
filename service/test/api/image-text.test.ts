import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../src/api/failures';
import { setImageAside } from '../../src/api/image-text';
import { parseTaggingRequest } from '../../src/api/tagging-request';
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
		['as JSON.stringify writes it', JSON.stringify({ image: text }), true],
		['in indented JSON', JSON.stringify({ limit: 5, image: text }, null, '\t'), true],
		['with blanks around the colon', `{"image" \r\n : "${text}"}`, true],
		['without padding', JSON.stringify({ image: text.replace(/=+$/, '') }), true],
		['URL-safe', JSON.stringify({ image: bytes.toString('base64url') }), true],
		["with PHP's escaped slashes", JSON.stringify({ image: text }).replaceAll('/', '\\/'), false],
		['in lines', JSON.stringify({ image: text.replace(/.{76}/g, '$&\r\n') }), false],
		['under an escaped name', `{"im\\u0061ge":"${text}"}`, false],
	])('%s is the same picture', (_how, body, aside) => {
		expect(isImage(body, bytes)).toBe(true);
		expect(setImageAside(Buffer.from(body)) !== undefined).toBe(aside);
	});

	it.each([1, 2, 3, 4, 5, 36_863, 36_864, 36_865, 36_866, 73_728, 100_000])(
		'may have any length: %d bytes',
		(length) => {
			const image = Buffer.alloc(length, 'a picture');
			expect(isImage(JSON.stringify({ image: image.toString('base64') }), image)).toBe(true);
		},
	);

	it('is the last one of several, as JSON has it', () => {
		const escaped = text.replaceAll('/', '\\/');
		expect(isImage(`{"image":"QUJD","image":"${escaped}"}`, bytes)).toBe(true);
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
