import { describe, expect, it } from '@jest/globals';
import { parseTaggingRequest } from '../../src/tagging/request';

type Version = Parameters<typeof parseTaggingRequest>[1];

const parse = (body: unknown, version: Version = 'v2') =>
	parseTaggingRequest(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), version);

const failure = async (body: unknown, version?: Version) => {
	try {
		return await parse(body, version);
	} catch (error) {
		const { code, message } = error as { code: string; message: string };
		return { code, message };
	}
};

const url = 'https://a.example/a.jpg';

describe('a request for tags', () => {
	it.each([
		['v1.0', { language: 'zh', limit: 30, threshold: 0 }],
		['v2', { language: 'zh', limit: 50, threshold: 60 }],
	] as const)("has the reference's defaults in %s", async (version, defaults) => {
		expect(await parse({ url }, version)).toEqual({ source: { url }, ...defaults });
		const nulls = { image: null, language: null, limit: null, threshold: null };
		expect(await parse({ url, ...nulls }, version)).toEqual({ source: { url }, ...defaults });
	});

	it('says what is asked', async () => {
		const asked = { language: 'en', limit: 3, threshold: 12.5 };
		expect(await parse({ url, ...asked })).toEqual({ source: { url }, ...asked });
		expect(await parse({ image: 'QUJD', url: '', ...asked })).toEqual({
			source: { image: Buffer.from('ABC') },
			...asked,
		});
	});

	it.each([
		['v2', 150, 150],
		['v2', 151, 150],
		['v1.0', 151, 151],
		['v1.0', Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
	] as const)('of %s has a limit of %d as %d', async (version, limit, most) => {
		expect((await parse({ url, limit }, version)).limit).toBe(most);
	});

	it.each([
		[0, 0],
		[100, 100],
		[-0.01, 60],
		[100.01, 60],
	])('has a threshold of %d as %d, the default where it is out of range', async (given, is) => {
		expect((await parse({ url, threshold: given })).threshold).toBe(is);
	});
});

describe('a request that is no request for tags', () => {
	const notJson = 'The JSON format of the input data is incorrect.';
	const invalid = 'The input parameter is invalid.';
	const unsupported = 'The request parameter is not supported.';
	const neither = `${invalid} Send the image as base64 text in image, or its address in url.`;

	it.each([
		['{', 'AIS.0014', `${notJson} Send a JSON object with image or url.`],
		['', 'AIS.0014', `${notJson} Send a JSON object with image or url.`],
		['[]', 'AIS.0014', `${notJson} The body must be a JSON object.`],
		['null', 'AIS.0014', `${notJson} The body must be a JSON object.`],
		['1', 'AIS.0014', `${notJson} The body must be a JSON object.`],
		[{}, 'AIS.0501', neither],
		[{ image: '', url: '' }, 'AIS.0501', neither],
		[{ image: null }, 'AIS.0501', neither],
		[{ image: 'QUJD', url }, 'AIS.0501', `${invalid} Send either image or url, not both.`],
		[{ image: 1 }, 'AIS.0501', `${invalid} image must be a string of base64 text.`],
		[{ url: 1 }, 'AIS.0501', `${invalid} url must be a string.`],
		[{ url, language: 'fr' }, 'AIS.0501', `${invalid} language must be "zh" or "en".`],
		[{ url, limit: 0 }, 'AIS.0501', `${invalid} limit must be a whole number of at least 1.`],
		[{ url, limit: 1.5 }, 'AIS.0501', `${invalid} limit must be a whole number of at least 1.`],
		[{ url, threshold: '60' }, 'AIS.0501', `${invalid} threshold must be a number.`],
		[{ url, colour: 1 }, 'AIS.0012', `${unsupported} Leave out colour.`],
		[{ limit: 0, a: 1, b: 2 }, 'AIS.0012', `${unsupported} Leave out a, b.`],
		[
			{ ['x'.repeat(41)]: 1, b: 1, c: 1, d: 1, e: 1, f: 1 },
			'AIS.0012',
			`${unsupported} Leave out ${'x'.repeat(40)}, b, c, d, e.`,
		],
		[{ image: '!' }, 'AIS.0503', 'The image is damaged. The text in image is not base64.'],
		['{"\\u0069mage":"!"}', 'AIS.0503', 'The image is damaged. The text in image is not base64.'],
	])('is refused with what to do: %j', async (body, code, message) => {
		for (const version of ['v1.0', 'v2'] as const)
			expect(await failure(body, version)).toEqual({ code, message });
	});
});

describe('how large a request may be', () => {
	const KILOBYTES_64 = 64 * 1024;
	const withUrlOf = (bytes: number) => `{"url":"${'x'.repeat(bytes - 10)}"}`;

	it('64 KB without its image, not a byte more', async () => {
		expect((await parse(withUrlOf(KILOBYTES_64))).source).toHaveProperty('url');
		expect(await failure(withUrlOf(KILOBYTES_64 + 1))).toEqual({
			code: 'AIS.0014',
			message:
				'The JSON format of the input data is incorrect. Apart from the text of image, it may have 64 KB.',
		});
	});

	it('10 MB of base64, not a digit more', async () => {
		const most = 10 * 1024 * 1024;
		const { source } = await parse(`{"image":"${'A'.repeat(most)}"}`);
		expect('image' in source && source.image.length).toBe((most / 4) * 3);
		expect(await failure(`{"image":"${'A'.repeat(most + 1)}"}`)).toEqual({
			code: 'AIS.0504',
			message: 'The image size does not meet requirements. The base64 text is larger than 10 MB.',
		});
	});
});
