import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../src/contract/failures';
import { digitsOf, setImageAside } from '../../src/tagging/image-text';
import { parseTaggingRequest } from '../../src/tagging/request';
import { photo } from '../support/client';

const parse = async (body: string) => (await parseTaggingRequest(Buffer.from(body), 'v2')).source;
const bytes = Buffer.from(photo(), 'base64');
const text = bytes.toString('base64');

/** Jest would compare hundreds of thousands of bytes one by one. */
const isImage = async (body: string, expected: Buffer) => {
	const source = await parse(body);
	return 'image' in source && source.image.equals(expected);
};

const codeOf = async (body: string) => {
	try {
		await parse(body);
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
	])('%s is the same picture, and no part of what is parsed', async (_how, body) => {
		expect(await isImage(body, bytes)).toBe(true);
		expect((await setImageAside(Buffer.from(body)))?.json.length).toBeLessThan(100);
	});

	it('may stand under an escaped name', async () => {
		expect(await isImage('{"im\\u0061ge":"QUJD"}', Buffer.from('ABC'))).toBe(true);
	});

	it.each([1, 2, 3, 4, 5, 36_863, 36_864, 36_865, 36_866, 73_728, 100_000])(
		'may have any length: %d bytes',
		async (length) => {
			const image = Buffer.alloc(length, 'a picture');
			const digits = image.toString('base64');
			expect(await isImage(JSON.stringify({ image: digits }), image)).toBe(true);
			const inLines = JSON.stringify({ image: digits.replace(/.{1,76}/g, '$&\r\n') });
			expect(await isImage(inLines, image)).toBe(true);
			const escaped = digits.replace(
				/./g,
				(one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
			);
			expect(await isImage(`{"image":"${escaped}"}`, image)).toBe(true);
		},
	);

	it('is the last one of several, as JSON has it', async () => {
		expect(await isImage('{"image":"QUJD","image":"REVG"}', Buffer.from('DEF'))).toBe(true);
		expect(await parse('{"image":"QUJD","image":"","url":"http://a.example/b"}')).toEqual({
			url: 'http://a.example/b',
		});
	});

	it('is not what a URL says', async () => {
		const url = 'http://a.example/?"image":"QUJD"';
		expect(await parse(JSON.stringify({ url }))).toEqual({ url });
	});

	it.each([
		['a line break that is not escaped', '{"image":"QUJD\nQUJD"}', 'AIS.0014'],
		['an end that is missing', '{"image":"QUJD', 'AIS.0014'],
		['an end that is escaped', '{"image":"QUJD\\\\\\"}', 'AIS.0014'],
		['an escape that JSON does not know', '{"image":"QUJ\\x44"}', 'AIS.0014'],
		['an escaped quotation mark', '{"image":"QUJD\\""}', 'AIS.0503'],
		['escaped quotation marks around it', '{"image":"\\"QUJD\\""}', 'AIS.0503'],
		['an escape of another letter', '{"image":"QUJ\\u00c4"}', 'AIS.0503'],
		['many escaped quotation marks', `{"image":"${'QUJD\\"'.repeat(20_000)}"}`, 'AIS.0503'],
		['many of them and no end', `{"image":"${'QUJD\\"'.repeat(20_000)}`, 'AIS.0014'],
		[
			'many of them and an end that is escaped',
			`{"image":"${'QUJD\\"'.repeat(20_000)}\\"}`,
			'AIS.0014',
		],
		['an escaped backslash at its end', '{"image":"QUJD\\\\"}', 'AIS.0503'],
		['more after it', '{"image":"QUJD"x}', 'AIS.0014'],
		['an object of its own around it', '{"picture":{"image":"QUJD"}}', 'AIS.0012'],
		['a URL beside it', '{"image":"QUJD","url":"http://a.example"}', 'AIS.0501'],
		['a number in its place', '{"image":7}', 'AIS.0501'],
		['padding within', '{"image":"QUJD=QUJ"}', 'AIS.0503'],
		['nothing but padding', '{"image":"=="}', 'AIS.0503'],
		['letters that only end like base64', '{"image":"\u0141\u0142\u0143\u0144"}', 'AIS.0503'],
		['a control character that stands for itself', '{"image":"\\u0000"}', 'AIS.0503'],
	])('with %s is refused', async (_what, body, code) => {
		expect(await codeOf(body)).toBe(code);
	});
});

describe('what is set aside of a body', () => {
	it.each([
		['{"image":"QUJD"}', '{"image":"\\u0000"}', 'QUJD'],
		['{"limit":5,"image" :\t\r\n "QUJD" }', '{"limit":5,"image" :\t\r\n "\\u0000" }', 'QUJD'],
		['{"image":"QUJD","limit":5}', '{"image":"\\u0000","limit":5}', 'QUJD'],
		['{"image":"a\\"b","limit":5}', '{"image":"\\u0000","limit":5}', 'a\\"b'],
		['{"image":"\\"","limit":5}', '{"image":"\\u0000","limit":5}', '\\"'],
		['{"image":"a\\\\","limit":5}', '{"image":"\\u0000","limit":5}', 'a\\\\'],
		['{"image":"\\\\\\"","limit":5}', '{"image":"\\u0000","limit":5}', '\\\\\\"'],
		['"image":"QUJD"', '"image":"\\u0000"', 'QUJD'],
	])('is the text of image, as it is written: %s', async (body, json, image) => {
		const aside = await setImageAside(Buffer.from(body));
		expect([aside?.json.toString(), aside?.text.toString()]).toEqual([json, image]);
	});

	it.each([
		'',
		'{}',
		'{"image":""}',
		'{"image":7}',
		'{"image":null}',
		'{"images":"QUJD"}',
		'{"image","QUJD"}',
		'{"image":7,"image":"QUJD"}',
		'{"image":7,"url":"QUJD"}',
		'{"image":"QUJD',
		'{"image":"QUJD\\"',
		'{"image":"QUJD\\\\\\"',
		`{"image":${' '.repeat(64)}"QUJD"}`,
	])('is nothing of %j', async (body) => {
		expect(await setImageAside(Buffer.from(body))).toBeUndefined();
	});
});

it.each([
	['its end is looked for', setImageAside, '{"image":"\\""}'],
	['it is cleaned', digitsOf, 'QU JD'],
])(
	'a text is left alone when nobody waits for it any more, while %s',
	async (_when, read, text) => {
		const left = AbortSignal.abort(new Error('left'));
		await expect(read(Buffer.from(text), left)).rejects.toThrow('left');
	},
);

describe('the digits of a text', () => {
	it.each([
		['QUJD', 'QUJD'],
		['QU JD', 'QUJD'],
		[' QUJD ', 'QUJD'],
		['QU\\nJD', 'QUJD'],
		['QU\\r\\n\\tJD', 'QUJD'],
		['QU\\/JD', 'QU/JD'],
		['QU\\u004aD', 'QUJD'],
		['QU\\u0020JD', 'QUJD'],
		['QUJD\\u003d', 'QUJD='],
	])('are what is left without blanks and escapes: %s', async (text, digits) => {
		expect((await digitsOf(Buffer.from(text))).toString()).toBe(digits);
	});

	it.each(['QU\\"JD', 'QU\\\\JD', 'QU\\u00c4JD', 'QU\\u0000JD', 'QU\\u0141JD'])(
		'are none where an escape stands for no digit, which shows: %s',
		async (text) => {
			expect((await digitsOf(Buffer.from(text))).toString()).toContain('\\');
		},
	);

	it.each(['QU\nJD', 'QU \tJD', 'QU\\ \rJD', 'QU\\xJD', 'QU\\u00gJD', 'QU\\u00', 'QU\\'])(
		'are told to be no JSON: %j',
		async (text) => {
			await expect(digitsOf(Buffer.from(text))).rejects.toMatchObject({
				code: 'AIS.0014',
				message:
					'The JSON format of the input data is incorrect. The text of image has a character that JSON does not allow.',
			});
		},
	);
});

describe('the threshold', () => {
	it.each(['1e999', '-1e999', '101', '-0.5'])(
		'%s is out of range: the default',
		async (threshold) => {
			const body = `{"image":"QUJD","threshold":${threshold}}`;
			expect((await parseTaggingRequest(Buffer.from(body), 'v2')).threshold).toBe(60);
		},
	);
});
