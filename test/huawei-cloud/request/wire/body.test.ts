import { Readable } from 'node:stream';

import { withBody, wireBody, type WireBody } from '../../../../huawei-cloud/request/wire/body';
import type { RequestOptions } from '../../../../huawei-cloud/request/wire/options';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const type = (contentType: string) => ({ headers: { 'Content-Type': contentType } });

const current = (options: RequestOptions) =>
	wireBody({ method: 'POST', url: 'https://image.example.com/a', ...options });
const older = (options: RequestOptions) =>
	wireBody({ method: 'POST', uri: 'https://image.example.com/a', ...options });

/** The bytes as text, so that a difference can be read. */
const text = ({ bytes, ...rest }: WireBody) => ({
	...rest,
	...(bytes === undefined ? {} : { bytes: String(bytes) }),
});

describe('a body that n8n sends as it is', () => {
	it.each<[string, unknown]>([
		['undefined', undefined],
		['null', null],
		['an empty text', ''],
	])('is none where it is %s', (_, body) => {
		expect(current({ body })).toStrictEqual({ known: true });
		expect(older({ body })).toStrictEqual({ known: true });
	});

	it('is a Buffer, the same one', () => {
		const body = Buffer.from('abc');
		expect(current({ body }).bytes).toBe(body);
		expect(text(current({ body }))).toStrictEqual({ known: true, bytes: 'abc' });
	});

	it('is the part of its memory that other bytes show', () => {
		const body = new Uint8Array(new TextEncoder().encode('-abc-').buffer, 1, 3);
		expect(text(current({ body }))).toStrictEqual({ known: true, bytes: 'abc' });
	});

	it.each<[string, unknown, string]>([
		['an object', { a: '猫' }, '{"a":"猫"}'],
		['a list', [1], '[1]'],
		['a number', 0, '0'],
		['false', false, 'false'],
	])('is the JSON of %s, and says so', (_, body, bytes) => {
		for (const form of [current, older]) {
			expect(text(form({ body }))).toStrictEqual({ known: true, bytes, contentType: JSON_TYPE });
			expect(form({ body }).bytes).toBeInstanceOf(Buffer);
		}
	});

	it('is a text, which is JSON for the older form and anything for the current one', () => {
		const body = ' {"a": 1.0} ';
		expect(text(current({ body }))).toStrictEqual({
			known: true,
			bytes: body,
			contentType: undefined,
		});
		expect(text(older({ body }))).toStrictEqual({
			known: true,
			bytes: body,
			contentType: JSON_TYPE,
		});
		expect(current({ body }).bytes).toBeInstanceOf(Buffer);
	});

	it('keeps the content type that the request has', () => {
		const mine = type('application/merge-patch+json');
		expect(current({ body: {}, ...mine }).contentType).toBe('application/merge-patch+json');
		expect(current({ body: 'a', ...mine }).contentType).toBe('application/merge-patch+json');
	});
});

describe('the body of a GET', () => {
	it.each<[string, RequestOptions]>([
		['named as such', { method: 'GET' }],
		['in small letters', { method: 'get' as 'GET' }],
		['without a method', { method: undefined }],
	])('%s is dropped in the current form, and sent in the older one', (_, method) => {
		expect(current({ body: { a: 1 }, ...method })).toStrictEqual({ known: true });
		expect(text(older({ body: { a: 1 }, ...method }))).toMatchObject({ bytes: '{"a":1}' });
	});

	it('is no other method’s', () => {
		expect(text(current({ body: { a: 1 }, method: 'DELETE' }))).toMatchObject({ bytes: '{"a":1}' });
	});
});

describe('a form', () => {
	it.each<[string, RequestOptions, string, string]>([
		[
			'an object',
			{ body: { a: 'b c', d: [1, 2] }, ...type(FORM) },
			'a=b%20c&d=1%2C2',
			'a=b%20c&d%5B0%5D=1&d%5B1%5D=2',
		],
		['a text', { body: 'a=b+c', ...type(FORM) }, 'a=b+c', 'a=b+c'],
		[
			'with a character set',
			{ body: { a: 'b' }, ...type(`${FORM.toUpperCase()}; charset=utf-8`) },
			'a=b',
			'a=b',
		],
	])('as body is %s, told by its content type', (_, options, asCurrent, asOlder) => {
		expect(text(current(options))).toStrictEqual({ known: true, bytes: asCurrent });
		expect(text(older(options))).toStrictEqual({ known: true, bytes: asOlder });
	});

	it('is not what only mentions the content type', () => {
		const options = { body: { a: 1 }, ...type(`text/plain; was=${FORM}`) };
		expect(text(current(options))).toMatchObject({ bytes: '{"a":1}' });
	});

	it('is URLSearchParams, with its own encoding and the content type of a form', () => {
		const body = new URLSearchParams({ a: 'b c' });
		const wire = { known: true, bytes: 'a=b+c', contentType: FORM };
		expect(current({ body })).toStrictEqual(wire);
		const named = type(`${FORM};charset=utf-8`);
		expect(current({ body, ...named }).contentType).toBe(`${FORM};charset=utf-8`);
	});

	it.each<[string, RequestOptions, string]>([
		['values', { form: { a: 'b c', d: [1] } }, 'a=b%20c&d%5B0%5D=1'],
		['values, with an empty body', { form: { a: 'b' }, body: '' }, 'a=b'],
		['text', { form: 'a=b+c' }, 'a=b+c'],
		['URLSearchParams', { form: new URLSearchParams({ a: 'b c' }) }, 'a=b+c'],
		['nothing', { form: null }, ''],
		[
			'values beside those of a body that is a form, and before them',
			{ form: { a: '2' }, body: { a: '1', b: '3' }, ...type(FORM) },
			'a=2&b=3',
		],
	])('apart from the body is of %s, in the older form', (_, options, bytes) => {
		expect(older(options)).toStrictEqual({ known: true, bytes, contentType: FORM });
	});

	it('apart counts for nothing beside a body that is no form', () => {
		expect(text(older({ form: { a: '2' }, body: { b: '1' } }))).toMatchObject({
			bytes: '{"b":"1"}',
			contentType: JSON_TYPE,
		});
	});
});

describe('bytes that are only known while they are sent', () => {
	it.each<[string, RequestOptions]>([
		['a stream', { body: Readable.from(['a']) }],
		['a stream of the web', { body: new ReadableStream() }],
		['a form with files', { body: new FormData() }],
		['a form of the package form-data', { body: { getHeaders: () => ({}) } }],
		['a file', { body: new Blob(['a']) }],
		['form data apart', { formData: { a: 'b' } }],
		['a multipart body', { body: { a: 'b' }, ...type('Multipart/Form-Data; boundary=x') }],
	])('are those of %s', (_, options) => {
		expect(current(options)).toStrictEqual({ known: false });
		expect(older(options)).toStrictEqual({ known: false });
	});

	it('are not those of an object with values of the same names', () => {
		const body = { pipe: 'a', getReader: 1, getHeaders: null, arrayBuffer: true };
		expect(text(current({ body }))).toMatchObject({ bytes: JSON.stringify(body) });
	});
});

describe('the options with the body that goes out', () => {
	const options: RequestOptions = {
		url: '/a',
		headers: { Accept: '*/*', 'content-type': 'text/plain' },
		form: { a: 1 },
		body: { b: 1 },
	};

	it('have its bytes and its content type in place of what they had', () => {
		const bytes = Buffer.from('c');
		expect(withBody(options, { known: true, bytes, contentType: FORM })).toStrictEqual({
			url: '/a',
			headers: { Accept: '*/*', 'Content-Type': FORM },
			body: bytes,
		});
	});

	it('have no body where there is none, and keep their content type', () => {
		const prepared = withBody(options, { known: true });
		expect(prepared).toStrictEqual({ url: '/a', headers: options.headers });
		expect(prepared.headers).not.toBe(options.headers);
	});

	it('keep what they had where the bytes are not known, and say so for the signature', () => {
		expect(withBody(options, { known: false })).toStrictEqual({
			...options,
			headers: { ...options.headers, 'X-Sdk-Content-Sha256': 'UNSIGNED-PAYLOAD' },
		});
	});
});
