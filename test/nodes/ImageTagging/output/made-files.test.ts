import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { IExecuteFunctions } from 'n8n-workflow';

import type { LoadedImage } from '../../../../nodes/ImageTagging/image';
import { makeFiles } from '../../../../nodes/ImageTagging/output/files';
import type { ItemParameters } from '../../../../nodes/ImageTagging/parameters/read';
import { imageFile } from '../../../../images/sniff';

const calls: Array<{ of: string; tags: unknown; options: object }> = [];
let made: { kind: string; mimeType: string; reason?: string };
let failure: unknown;

/** Bytes that are a part of their memory. */
const madeBytes = () => {
	const memory = new TextEncoder().encode('-made-');
	return memory.subarray(1, 5);
};

jest.mock('../../../../nodes/ImageTagging/pictures', () => ({
	async annotate({ bytes }: { bytes: Buffer }, tags: unknown, options: object) {
		if (failure !== undefined) throw failure;
		calls.push({ of: String(bytes), tags, options });
		return await Promise.resolve({ bytes: madeBytes(), mimeType: 'image/drawn' });
	},
}));
jest.mock('../../../../nodes/ImageTagging/metadata', () => ({
	async writeTags({ bytes }: { bytes: Buffer }, tags: unknown, options: object) {
		calls.push({ of: String(bytes), tags, options });
		return await Promise.resolve({ bytes: madeBytes(), ...made });
	},
}));

afterEach(() => {
	calls.length = 0;
	failure = undefined;
});

const parameters = {
	annotatedPicture: 'none',
	annotatedPropertyName: 'drawn',
	writeTags: 'none',
	writeTagsLanguages: 'chosen',
	taggedPropertyName: 'written',
	language: 'zh',
} as ItemParameters;
const tags = { original: ['tags in pixels of the original'], sent: ['tags in pixels of the copy'] };

async function make(
	more: Partial<ItemParameters>,
	image: Partial<LoadedImage['image']> = { file_name: 'a.jpeg' },
	withCopies = true,
) {
	const stored: unknown[] = [];
	const context = {
		helpers: {
			prepareBinaryData: async (bytes: Buffer, name: string, mimeType: string) => {
				stored.push([String(bytes), name, mimeType]);
				return await Promise.resolve({ data: '', mimeType, fileName: name });
			},
		},
	} as unknown as IExecuteFunctions;
	const copies = {
		original: imageFile(Buffer.from('the original')),
		sent: imageFile(Buffer.from('the copy')),
	};
	const loaded = {
		image: { source: 'binary', ...image },
		warnings: [],
		parameters: { ...parameters, ...more },
		...(withCopies ? { copies } : {}),
	} as unknown as LoadedImage;
	const { signal } = new AbortController();
	const { files, problems } = await makeFiles(context, loaded, tags as never, signal);
	return { fields: Object.keys(files), stored, problems };
}

describe('an annotated picture', () => {
	it.each([
		['png', 'a-annotated.png'],
		['jpeg', 'a-annotated.jpg'],
	] as const)('is drawn on what was sent, as %s', async (annotatedPicture, name) => {
		expect(await make({ annotatedPicture })).toEqual({
			fields: ['drawn'],
			stored: [['made', name, 'image/drawn']],
			problems: [],
		});
		expect(calls).toEqual([
			{
				of: 'the copy',
				tags: tags.sent,
				options: { format: annotatedPicture, language: 'zh', pause: expect.any(Function) },
			},
		]);
	});

	it('that can not be drawn is told with the reason', async () => {
		failure = new Error('It is broken.');
		const outcome = 'could not be drawn on';
		expect(await make({ annotatedPicture: 'png' })).toEqual({
			fields: [],
			stored: [],
			problems: [{ outcome, reason: 'It is broken.' }],
		});
		failure = 'a text';
		expect((await make({ annotatedPicture: 'png' })).problems).toEqual([
			{ outcome, reason: 'The file could not be made.' },
		]);
	});

	it('needs an image that n8n has', async () => {
		const { fields, problems } = await make({ annotatedPicture: 'png' }, {}, false);
		expect(fields).toEqual([]);
		expect(problems).toEqual([
			{
				outcome: 'could not be drawn on',
				reason: expect.stringMatching(/^An annotated picture can only .*Download Image in n8n/),
			},
		]);
	});
});

describe('an image with its tags', () => {
	it.each([
		['embed', 'chosen', false],
		['sidecar', 'both', true],
	] as const)('is made of the original: %s, %s', async (writeTags, writeTagsLanguages, both) => {
		made = { kind: 'image', mimeType: 'image/jpeg' };
		expect(await make({ writeTags, writeTagsLanguages })).toEqual({
			fields: ['written'],
			stored: [['made', 'a.jpeg', 'image/jpeg']],
			problems: [],
		});
		expect(calls).toEqual([
			{
				of: 'the original',
				tags: tags.original,
				options: {
					place: writeTags,
					language: 'zh',
					bothLanguages: both,
					pause: expect.any(Function),
				},
			},
		]);
	});

	it.each<[string, object, object, string]>([
		['image', { mimeType: 'image/jpeg' }, { file_name: 'a' }, 'a.jpg'],
		['image', { mimeType: 'image/png' }, {}, 'image.png'],
		['image', { mimeType: 'image/webp' }, { url: 'https://a.b/c' }, 'c.webp'],
		['image', { mimeType: 'image/x' }, { file_name: 'a' }, 'a'],
		['sidecar', { mimeType: 'x' }, { file_name: 'a.bmp' }, 'a.bmp.xmp'],
		['sidecar', { mimeType: 'x' }, { file_name: 'a', mime_type: 'image/png' }, 'a.png.xmp'],
		['sidecar', { mimeType: 'x' }, { file_name: 'a' }, 'a.xmp'],
	])(
		'has the name of the image, and the ending of its kind: %s %j %j',
		async (kind, file, image, name) => {
			made = { kind, mimeType: '', ...file };
			expect((await make({ writeTags: 'embed' }, image)).stored).toEqual([
				['made', name, made.mimeType],
			]);
		},
	);

	it('tells where the tags are in a file beside it instead', async () => {
		made = { kind: 'sidecar', mimeType: 'x', reason: 'It is signed.' };
		expect((await make({ writeTags: 'embed' })).problems).toEqual([
			{
				outcome: 'can not safely be written to: an XMP file has the tags instead',
				reason: 'It is signed.',
			},
		]);
	});

	it('needs an image that n8n has', async () => {
		const { problems } = await make({ writeTags: 'embed' }, {}, false);
		expect(problems).toEqual([
			{
				outcome: 'could not be given the tags',
				reason: expect.stringMatching(/^Tags can only be written .*Download Image in n8n/),
			},
		]);
	});
});

it('both kinds of files can go with an image', async () => {
	made = { kind: 'image', mimeType: 'image/jpeg' };
	const { fields } = await make({ annotatedPicture: 'png', writeTags: 'embed' });
	expect(fields).toEqual(['drawn', 'written']);
});
