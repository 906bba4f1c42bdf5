import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { localFailure } from '../../../../huawei-cloud/errors/failure';
import type { ImageInput, LoadedImage, TaggedImage } from '../../../../nodes/ImageTagging/image';
import { failed } from '../../../../nodes/ImageTagging/image-failure';
import { outputItems } from '../../../../nodes/ImageTagging/output/items';
import { shape } from '../../../../nodes/ImageTagging/output/shape';
import type { ItemParameters } from '../../../../nodes/ImageTagging/parameters/read';
import type { Tag } from '../../../../tagging/api';

const file = (name: string) => ({ data: '', mimeType: 'image/png', fileName: name });
const given: INodeExecutionData[] = [
	{ json: { id: 1, tag: 'old' }, binary: { photo: file('photo') } },
	{ json: { id: 2 } },
];
const context = {
	getInputData: () => given,
	getNode: () => ({ name: 'Image Tagging' }),
	getWorkflowSettings: () => ({}),
} as unknown as IExecuteFunctions;
const input = (item: number) => ({ item, image: { source: 'binary' } }) as ImageInput;
const tagged = (more: Partial<ItemParameters> = {}, files = {}) => ({
	ok: true as const,
	attempts: 1,
	value: { items: [{ tag: 'a' }, { tag: 'b' }], files, parameters: more } as unknown as TaggedImage,
});
const lost = { ...failed<TaggedImage>(localFailure('image', 'X', 'Bad.', 'Good.')), attempts: 2 };

describe('the items of a tagged image', () => {
	it('go with the item that it comes from, and have nothing of it unless that is asked for', () => {
		expect(outputItems(context, [input(0)], [tagged()], true)).toStrictEqual([
			{ json: { tag: 'a' }, pairedItem: { item: 0 } },
			{ json: { tag: 'b' }, pairedItem: { item: 0 } },
		]);
	});

	it('carry its fields, which those of the tag replace', () => {
		const items = outputItems(context, [input(0)], [tagged({ includeInputFields: true })], true);
		expect(items.map(({ json }) => json)).toEqual([
			{ id: 1, tag: 'a' },
			{ id: 1, tag: 'b' },
		]);
	});

	it('carry its files, with those that were made on the first', () => {
		const made = { drawn: file('drawn') };
		const files = (options: Partial<ItemParameters>) =>
			outputItems(context, [input(0)], [tagged(options, made)], true).map(({ binary }) =>
				Object.keys(binary ?? {}),
			);
		expect(files({ includeBinary: true })).toEqual([['photo', 'drawn'], ['photo']]);
		expect(files({})).toEqual([['drawn'], []]);
	});
});

describe('the output', () => {
	it('is in the order of the input, without images that have no outcome', () => {
		const inputs = [input(1), input(0), input(1)];
		const items = outputItems(context, inputs, [lost, undefined, tagged()], true);
		expect(items.map(({ json, pairedItem }) => [json.error ?? json.tag, pairedItem])).toEqual([
			['Image [item 1]: Bad.', { item: 1 }],
			['a', { item: 1 }],
			['b', { item: 1 }],
		]);
	});

	it('is the error of the first image that failed, where the node does not go on', () => {
		expect(() => outputItems(context, [input(0), input(1)], [tagged(), lost], false)).toThrow(
			'Image [item 1]: Bad.',
		);
	});
});

describe('the shape of an answer', () => {
	const box = { top_left_x: 1, top_left_y: 2, width: 3, height: 4 };
	const tag = (name: string): Tag => ({
		tag: name,
		type: '',
		confidence: 9,
		i18n_tag: {},
		instances: [{ confidence: 8, bounding_box: box }],
	});
	const shaped = (image: object, parameters: Partial<ItemParameters> = {}) =>
		shape(
			{
				image: { source: 'binary', ...image },
				parameters: { apiVersion: 'v2', output: 'tags', onNoTags: 'nothing', ...parameters },
			} as LoadedImage,
			{ tags: [tag('cat'), tag('dog')], body: { raw: true } },
		);
	const boxesOf = (tags: Tag[]) => tags.map(({ instances }) => instances[0]?.bounding_box);

	it('has the tags that pass the filters', () => {
		const { items, kept } = shaped({}, { includeTags: 'dog' });
		expect(items.map((item) => item.tag)).toEqual(['dog']);
		expect([kept.sent, kept.original].map((tags) => tags.map((one) => one.tag))).toEqual([
			['dog'],
			['dog'],
		]);
	});

	it('has boxes in the pixels of the original where a copy was sent, and of the copy for what is made of it', () => {
		const sides = { width: 20, height: 30, sent_width: 10, sent_height: 10 };
		const { items, kept } = shaped(sides);
		const large = { top_left_x: 2, top_left_y: 6, width: 6, height: 12 };
		expect(boxesOf(kept.original)).toEqual([large, large]);
		expect(boxesOf(kept.sent)).toEqual([box, box]);
		expect(items[0]).toMatchObject({
			confidence: 9,
			instances: [{ confidence: 8, bounding_box: large }],
		});
	});

	it.each([
		{ width: 20, height: 30 },
		{ width: 20, height: 30, sent_width: 10 },
		{ width: 20, height: 30, sent_height: 10 },
		{ width: 20, sent_width: 10, sent_height: 10 },
		{ height: 30, sent_width: 10, sent_height: 10 },
	])('has boxes as they came where not all sides are known: %j', (sides) => {
		expect(boxesOf(shaped(sides).kept.original)).toEqual([box, box]);
	});

	it('may be the answer as it came, or an item that says that there are no tags', () => {
		expect(shaped({}, { output: 'raw' }).items).toEqual([{ raw: true }]);
		expect(shaped({}, { includeTags: 'x', onNoTags: 'emptyItem' }).items).toMatchObject([
			{ tag: null, api_version: 'v2' },
		]);
	});
});
