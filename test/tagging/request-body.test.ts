import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { requestBody } from '../../tagging/request-body';

const parsed = (body: Buffer) => JSON.parse(body.toString('utf8')) as Record<string, unknown>;

const parameters = fc.record(
	{
		language: fc.constantFrom('en' as const, 'zh' as const),
		limit: fc.nat(),
		threshold: fc.double({ min: 0, max: 100, noNaN: true }).map((value) => value + 0),
	},
	{ requiredKeys: ['language'] },
);

describe('the body of a tagging request', () => {
	it('is JSON that gives the same bytes and limits back', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 4_000 }), parameters, (bytes, asked) => {
				const { image, ...rest } = parsed(requestBody({ image: Buffer.from(bytes) }, asked));
				expect(Buffer.from(image as string, 'base64').equals(bytes)).toBe(true);
				expect(rest).toEqual({ ...asked });
			}),
		);
	});

	it.each([1, 49_151, 49_152, 49_153, 98_305, 300_001])(
		'carries an image of %d bytes, in how many pieces ever it is encoded',
		(size) => {
			const image = Buffer.from(Array.from({ length: size }, (_, at) => (at * 31) % 251));
			const body = requestBody({ image }, { language: 'en' });
			expect(parsed(body)).toEqual({ image: image.toString('base64'), language: 'en' });
		},
	);

	it('carries any address unchanged, quotes, backslashes and foreign letters included', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), parameters, (url, asked) => {
				expect(parsed(requestBody({ url }, asked))).toEqual({ url, ...asked });
			}),
		);
	});

	it('leaves out what was not set, so that the defaults of the service hold', () => {
		const body = requestBody({ image: Buffer.from('x') }, { language: 'en' });
		expect(body.toString()).toBe('{"image":"eA==","language":"en"}');
		expect(requestBody({ url: 'https://a.b/c' }, { language: 'zh' }).toString()).toBe(
			'{"url":"https://a.b/c","language":"zh"}',
		);
	});

	it('sends a threshold of 0, which is not the same as none', () => {
		const asked = { language: 'en' as const, limit: 1, threshold: 0 };
		expect(parsed(requestBody({ url: 'u' }, asked))).toEqual({ url: 'u', ...asked });
	});

	it('never holds both an image and a URL', () => {
		const asked = { language: 'en' as const };
		expect(parsed(requestBody({ image: Buffer.alloc(3) }, asked))).not.toHaveProperty('url');
		expect(parsed(requestBody({ url: 'u' }, asked))).not.toHaveProperty('image');
	});
});
