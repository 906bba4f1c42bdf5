import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { readTags } from '../../tagging/answer';
import { answerV1, answerV2, personBox } from './reference-answers';

const answer = (...tags: unknown[]) => ({ result: { tags } });
const box = { top_left_x: 1, top_left_y: 2, width: 3, height: 4 };
const instance = { confidence: '50', bounding_box: box };

describe('the sample answers of the API reference', () => {
	it('v1.0: confidences are numbers, and there are no boxes', () => {
		const zh = ' Tag added to the image';
		expect(readTags(answerV1)).toEqual([
			{
				tag: 'sky',
				type: 'object',
				confidence: 38.51,
				i18n_tag: { en: 'sky', zh },
				instances: [],
			},
			{
				tag: 'landscape',
				type: 'scene',
				confidence: 25.75,
				i18n_tag: { en: 'landscape', zh },
				instances: [],
			},
		]);
	});

	it('v2: confidences become numbers, and boxes stay as precise as they came', () => {
		expect(readTags(answerV2)).toEqual([
			{
				tag: 'Person',
				type: 'Human',
				confidence: 92.38,
				i18n_tag: { en: 'Person', zh: 'Chinese character for person' },
				i18n_type: { en: 'Human', zh: 'Chinese characters for human' },
				instances: [
					{ confidence: 92.38, bounding_box: personBox },
					{ confidence: 90.38, bounding_box: personBox },
				],
			},
			{
				tag: 'Book',
				type: 'Education',
				confidence: 94.38,
				i18n_tag: { en: 'Book', zh: 'Chinese characters for book' },
				i18n_type: { en: 'Education', zh: 'Chinese characters for education' },
				instances: [],
			},
			{
				tag: 'Bed',
				type: 'Home category',
				confidence: 92.38,
				i18n_tag: { en: 'Bed', zh: 'Chinese character for bed' },
				i18n_type: { en: 'Home category', zh: 'Chinese characters for home category' },
				instances: [{ confidence: 92.38, bounding_box: personBox }],
			},
		]);
	});
});

describe('answers that are not as the reference has them', () => {
	it.each([[null], [undefined], [[]]])('takes tags %j for none', (tags) => {
		expect(readTags({ result: { tags } })).toEqual([]);
	});

	it.each([
		[undefined],
		[null],
		['<html>'],
		[[]],
		[{}],
		[{ error_code: 'AIS.0014' }],
		[{ result: null }],
		[{ result: [] }],
		[{ result: { tags: 'sky' } }],
		[{ result: { tags: { 0: {} } } }],
	])('does not take %j for a result', (body) => {
		expect(readTags(body)).toBeUndefined();
	});

	it('reads confidences that are numbers and such that are text alike', () => {
		fc.assert(
			fc.property(fc.double({ min: 0, max: 100, noNaN: true }), (confidence) => {
				const read = (value: unknown) =>
					readTags(answer({ tag: 'sky', confidence: value }))?.[0]?.confidence;
				expect(read(String(confidence))).toBe(confidence + 0);
				expect(read(confidence)).toBe(confidence);
			}),
		);
	});

	it.each([[undefined], [null], [''], ['high'], ['NaN'], [{}], [[]], [true]])(
		'counts the confidence %j as 0',
		(confidence) => {
			expect(readTags(answer({ tag: 'sky', confidence }))?.[0]?.confidence).toBe(0);
		},
	);

	it.each([
		[{ ...box, width: undefined }],
		[{ ...box, height: null }],
		[{ ...box, top_left_x: 'left' }],
		[{ ...box, top_left_x: '' }],
		[{ ...box, top_left_y: ' ' }],
		[{ ...box, top_left_y: 'Infinity' }],
		[null],
		['1,2,3,4'],
		[[1, 2, 3, 4]],
	])('leaves out the broken box %j and keeps the good ones and the tag', (bounding_box) => {
		const tags = readTags(
			answer({
				tag: 'cat',
				confidence: 70,
				instances: [{ confidence: 1, bounding_box }, instance],
			}),
		);
		expect(tags).toMatchObject([
			{ tag: 'cat', instances: [{ confidence: 50, bounding_box: box }] },
		]);
	});

	it('reads boxes whose numbers are text', () => {
		const bounding_box = { top_left_x: '1', top_left_y: '2.0', width: '3', height: '4e0' };
		const [tag] =
			readTags(answer({ tag: 'cat', instances: [{ ...instance, bounding_box }] })) ?? [];
		expect(tag?.instances).toEqual([{ confidence: 50, bounding_box: box }]);
	});

	it('leaves out entries without a name, and names a tag by its translation otherwise', () => {
		const tags = readTags(
			answer(null, 'sky', {}, { tag: '' }, { tag: 7 }, { i18n_tag: { zh: '猫' } }, { tag: 'sky' }),
		);
		expect(tags?.map(({ tag }) => tag)).toEqual(['猫', 'sky']);
	});

	it.each([
		[{ en: 'cat', zh: 7 }, { en: 'cat' }],
		[{ en: null, zh: '猫' }, { zh: '猫' }],
		[{ en: ['cat'], zh: {} }, {}],
	])('drops translations that are no text: %j', (i18n_tag, read) => {
		const [tag] = readTags(answer({ tag: 'cat', i18n_tag })) ?? [];
		expect(tag?.i18n_tag).toStrictEqual(read);
	});

	it('drops fields that it does not know', () => {
		const [tag] = readTags(answer({ tag: 'sky', image: 'x', api_version: 'v9' })) ?? [];
		expect(Object.keys(tag ?? {}).sort()).toEqual(
			['confidence', 'i18n_tag', 'instances', 'tag', 'type'].sort(),
		);
	});

	it('is not polluted by keys such as __proto__', () => {
		const hostile =
			JSON.parse(`{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},
			"result":{"__proto__":{"polluted":1},"tags":[{"__proto__":{"tag":"evil","polluted":1},"tag":"sky",
			"i18n_tag":{"__proto__":{"en":"evil"},"zh":"天空"},
			"instances":[{"bounding_box":{"__proto__":{"width":1}}}]}]}}`) as unknown;
		const tags = readTags(hostile);
		expect(tags).toEqual([
			{ tag: 'sky', type: '', confidence: 0, i18n_tag: { zh: '天空' }, instances: [] },
		]);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		expect(Object.getPrototypeOf(tags?.[0])).toBe(Object.prototype);
	});

	it('never throws, and gives named tags with finite numbers for any JSON', () => {
		const anything = fc.jsonValue();
		const tag = fc.record(
			{
				tag: fc.oneof(fc.string(), anything),
				type: anything,
				confidence: anything,
				i18n_tag: anything,
				i18n_type: anything,
				instances: fc.oneof(
					fc.array(fc.record({ confidence: anything, bounding_box: anything })),
					anything,
				),
			},
			{ requiredKeys: [] },
		);
		fc.assert(
			fc.property(fc.array(fc.oneof(tag, anything)), (tags) => {
				for (const read of readTags({ result: { tags } }) ?? []) {
					expect(read.tag).not.toBe('');
					expect(Number.isFinite(read.confidence)).toBe(true);
					for (const { confidence, bounding_box } of read.instances) {
						expect([confidence, ...Object.values(bounding_box)].every(Number.isFinite)).toBe(true);
					}
				}
			}),
		);
	});
});
