import type { IExecuteFunctions } from 'n8n-workflow';

import { ConfigurationError } from '../../../../huawei-cloud/configuration-error';
import type { HuaweiCloudClient } from '../../../../huawei-cloud/client/client';
import { inputsOf } from '../../../../nodes/ImageTagging/sources/inputs';
import { BodyBuffers } from '../../../../tagging/body-buffers';
import { bitmap } from '../../../support/fault-rig';

const { signal } = new AbortController();

function inputsWith(
	values: Record<string, unknown>,
	objectLink: HuaweiCloudClient['objectLink'] = (bucket, key) => () => `https://${bucket}/${key}`,
) {
	const given: Record<string, unknown> = {
		apiVersion: 'v2',
		output: 'tags',
		language: 'en',
		options: { maxAttempts: 7 },
		...values,
	};
	const context = {
		getNodeParameter: (name: string, item: number, fallback?: unknown) => {
			if (item !== 3) throw new Error(`another item: ${item}`);
			const value = Object.hasOwn(given, name) ? given[name] : fallback;
			if (value instanceof Error) throw value;
			return value;
		},
	} as unknown as IExecuteFunctions;
	const client = { objectLink } as HuaweiCloudClient;
	return inputsOf(context, 3, { client, buffers: new BodyBuffers() });
}

const load = async (values: Record<string, unknown>, link?: HuaweiCloudClient['objectLink']) => {
	const [input] = inputsWith(values, link);
	return await input?.load(signal, async () => undefined);
};

describe('an image that an item names', () => {
	it.each([
		[
			{ imageSource: 'url', url: 'https://a.b/c.jpg' },
			{ source: 'url', url: 'https://a.b/c.jpg' },
		],
		[
			{ imageSource: 'obs', bucket: ' b ', objectKey: 'k/a.jpg' },
			{ source: 'obs', bucket: 'b', key: 'k/a.jpg' },
		],
		[{ imageSource: 'base64', base64: 'AAAA' }, { source: 'base64' }],
	])('comes from the source that is chosen: %j', (values, image) => {
		expect(inputsWith(values)).toMatchObject([{ item: 3, image, maxAttempts: 7 }]);
	});

	it.each([
		[{ imageSource: 'url', url: '' }, 'url', 'The URL is empty.'],
		[{ imageSource: 'base64', base64: 'AAAA', language: 'de' }, 'unknown', 'Language is "de"'],
		[
			{ imageSource: 'url', url: new Error('no $json') },
			'url',
			'A parameter has no value: no $json',
		],
	])('fails for its parameters alone, without an attempt: %j', async (values, source, reason) => {
		expect(inputsWith(values)).toMatchObject([{ item: 3, image: { source }, maxAttempts: 0 }]);
		expect(await load(values)).toMatchObject({
			ok: false,
			failure: { code: 'PARAMETER', reason: expect.stringContaining(reason), answered: false },
		});
	});
});

describe('an OBS object', () => {
	const values = { imageSource: 'obs', bucket: 'b', objectKey: 'k' };

	it('is a link that is made anew each time', async () => {
		let made = 0;
		const loaded = await load(values, (bucket, key) => () => `https://${bucket}/${key}?${++made}`);
		const body = loaded?.ok ? loaded.value.body : undefined;
		const urls = [1, 2].map(() => (JSON.parse(String(body?.bytes())) as { url: string }).url);
		expect(urls).toEqual(['https://b/k?1', 'https://b/k?2']);
		expect(loaded).toMatchObject({ value: { warnings: [], image: { source: 'obs' } } });
	});

	it.each([
		[undefined, 'OBS_OBJECT'],
		['OBS_NEEDS_ACCESS_KEY', 'OBS_NEEDS_ACCESS_KEY'],
	])(
		'that there can be no link to is a failure, by its own code where it has one: %p',
		async (failureCode, code) => {
			const error = new ConfigurationError('No link.', 'Do something.', failureCode);
			const link = () => {
				throw error;
			};
			expect(await load(values, link)).toMatchObject({
				ok: false,
				failure: { code, reason: 'No link.', remedy: 'Do something.', stopsBatch: false },
			});
		},
	);

	it('is a bug where anything else is thrown', async () => {
		const link = () => {
			throw new TypeError('a bug');
		};
		await expect(load(values, link)).rejects.toThrow('a bug');
	});
});

describe('base64 text', () => {
	const bytes = bitmap(1, 64);
	const base64 = bytes.toString('base64');

	it.each([
		[base64, []],
		[
			`data:image/png;base64,${base64}`,
			[{ kind: 'declaredType', declared: 'image/png', format: 'BMP' }],
		],
	])('is the image, with the type that it declares: %#', async (text, warnings) => {
		expect(await load({ imageSource: 'base64', base64: text })).toMatchObject({
			ok: true,
			value: { image: { source: 'base64', mime_type: 'image/bmp', width: 64 }, warnings },
		});
	});

	it.each([
		['', 'IMAGE', 'The base64 text is empty.'],
		['a.b', 'IMAGE', "has a character that base64 doesn't use"],
		[new Error('no $json'), 'PARAMETER', 'A parameter has no value: no $json'],
	])('that is none fails when its turn comes: %p', async (text, code, reason) => {
		expect(inputsWith({ imageSource: 'base64', base64: text })).toMatchObject([{ maxAttempts: 7 }]);
		expect(await load({ imageSource: 'base64', base64: text })).toMatchObject({
			ok: false,
			failure: {
				code,
				reason: expect.stringContaining(reason),
				remedy: expect.stringMatching(/./),
			},
		});
	});
});
