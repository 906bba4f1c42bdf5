import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { readTags } from '../../tagging/answer';
import type { ApiVersion, Tag } from '../../tagging/api';
import { itemsOf, type ImageInfo, type Output } from '../../tagging/items';
import { answerV1, answerV2, personBox } from './reference-answers';

const image: ImageInfo = { source: 'binary', field: 'data', width: 400, height: 500 };

const items = (
	body: Record<string, unknown>,
	apiVersion: ApiVersion,
	output: Output,
	info: ImageInfo = image,
) => itemsOf({ image: info, apiVersion, tags: readTags(body) as Tag[], body }, output, 'nothing');

const relative_box = {
	left: personBox.top_left_x / 400,
	top: personBox.top_left_y / 500,
	width: expect.closeTo(personBox.width / 400, 12),
	height: expect.closeTo(personBox.height / 500, 12),
};
const person = {
	tag: 'Person',
	type: 'Human',
	confidence: 92.38,
	i18n_tag: { en: 'Person', zh: 'Chinese character for person' },
	i18n_type: { en: 'Human', zh: 'Chinese characters for human' },
};
const book = {
	tag: 'Book',
	type: 'Education',
	confidence: 94.38,
	i18n_tag: { en: 'Book', zh: 'Chinese characters for book' },
	i18n_type: { en: 'Education', zh: 'Chinese characters for education' },
	instances: [],
};
const instances = [92.38, 90.38].map((confidence) => ({
	confidence,
	bounding_box: personBox,
	relative_box,
}));
const bed = {
	tag: 'Bed',
	type: 'Home category',
	confidence: 92.38,
	i18n_tag: { en: 'Bed', zh: 'Chinese character for bed' },
	i18n_type: { en: 'Home category', zh: 'Chinese characters for home category' },
};
const where = { image, api_version: 'v2' };

describe('items from the v2 sample answer of the API reference', () => {
	it('tags', () => {
		expect(items(answerV2, 'v2', 'tags')).toStrictEqual([
			{ ...person, instances, ...where },
			{ ...book, ...where },
			{ ...bed, instances: instances.slice(0, 1), ...where },
		]);
	});

	it("objects: the confidence is the box's own", () => {
		const [first, second] = instances;
		expect(items(answerV2, 'v2', 'objects')).toStrictEqual([
			{ ...person, ...first, object_index: 0, ...where },
			{ ...person, ...second, object_index: 1, ...where },
			{ ...bed, ...first, object_index: 2, ...where },
		]);
	});

	it('images', () => {
		expect(items(answerV2, 'v2', 'images')).toStrictEqual([
			{
				...where,
				tags: [{ ...person, instances }, book, { ...bed, instances: instances.slice(0, 1) }],
				tag_names: ['Person', 'Book', 'Bed'],
				tag_count: 3,
				object_count: 3,
			},
		]);
	});

	it('raw: as it came', () => {
		expect(items(answerV2, 'v2', 'raw')).toEqual([answerV2]);
	});
});

describe('items from the v1.0 sample answer of the API reference', () => {
	const sky = {
		tag: 'sky',
		type: 'object',
		confidence: 38.51,
		i18n_tag: { en: 'sky', zh: ' Tag added to the image' },
		instances: [],
	};

	it('tags', () => {
		const [first, second] = items(answerV1, 'v1.0', 'tags');
		expect(first).toStrictEqual({ ...sky, image, api_version: 'v1.0' });
		expect(second).toMatchObject({ tag: 'landscape', type: 'scene', confidence: 25.75 });
	});

	it('images, objects and raw', () => {
		expect(items(answerV1, 'v1.0', 'images')).toMatchObject([
			{ tags: [sky, {}], tag_names: ['sky', 'landscape'], tag_count: 2, object_count: 0 },
		]);
		expect(items(answerV1, 'v1.0', 'objects')).toEqual([]);
		expect(items(answerV1, 'v1.0', 'raw')).toEqual([answerV1]);
	});
});

describe('images without tags', () => {
	const empty = (output: Output, onNoTags: 'nothing' | 'emptyItem') =>
		itemsOf({ image, apiVersion: 'v2', tags: [], body: { result: {} } }, output, onNoTags);

	it.each(['tags', 'objects'] as const)('%s: nothing, or one item with a null tag', (output) => {
		expect(empty(output, 'nothing')).toEqual([]);
		expect(empty(output, 'emptyItem')).toStrictEqual([{ tag: null, ...where }]);
	});

	it('images and raw give their item either way', () => {
		for (const onNoTags of ['nothing', 'emptyItem'] as const) {
			expect(empty('images', onNoTags)).toMatchObject([{ tags: [], tag_count: 0 }]);
			expect(empty('raw', onNoTags)).toEqual([{ result: {} }]);
		}
	});
});

describe('relative boxes', () => {
	const relative = (box: Tag['instances'][number]['bounding_box'], info: ImageInfo) => {
		const tags: Tag[] = [{ ...person, instances: [{ confidence: 1, bounding_box: box }] }];
		const [item] = itemsOf({ image: info, apiVersion: 'v2', tags, body: {} }, 'objects', 'nothing');
		return item as { relative_box?: Record<string, number>; bounding_box: typeof box };
	};

	it('lie within the picture, whatever the service says, and never change the box itself', () => {
		const side = fc.double({ noNaN: true, noDefaultInfinity: true });
		const box = fc.record({ top_left_x: side, top_left_y: side, width: side, height: side });
		const pixels = fc.integer({ min: 1, max: 4096 });
		fc.assert(
			fc.property(box, pixels, pixels, (given, width, height) => {
				const item = relative(given, { source: 'binary', width, height });
				const { left = NaN, top = NaN, width: w = NaN, height: h = NaN } = item.relative_box ?? {};
				for (const share of [left, top, w, h, left + w, top + h]) {
					expect(share).toBeGreaterThanOrEqual(0);
					expect(share).toBeLessThanOrEqual(1);
				}
				expect(item.bounding_box).toEqual(given);
			}),
		);
	});

	it.each([[{}], [{ width: 10 }], [{ height: 10 }], [{ width: 0, height: 0 }]])(
		"are left out when the picture's sides are %j",
		(sides) => {
			expect(relative(personBox, { source: 'url', ...sides })).not.toHaveProperty('relative_box');
		},
	);
});

it('gives what names demand, even when they are keys of prototypes', () => {
	const body = JSON.parse(
		'{"__proto__":{"polluted":1},"result":{"tags":[{"tag":"__proto__","confidence":1}]}}',
	) as Record<string, unknown>;
	expect(items(body, 'v2', 'images')).toMatchObject([{ tag_names: ['__proto__'] }]);
	expect(items(body, 'v2', 'tags')).toMatchObject([{ tag: '__proto__' }]);
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
