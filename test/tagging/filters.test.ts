import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Tag } from '../../tagging/api';
import { commaList, tagFilter } from '../../tagging/filters';

const tag = (en: string, zh: string, type: string, typeZh: string, shown: 'en' | 'zh'): Tag => ({
	tag: shown === 'en' ? en : zh,
	type: shown === 'en' ? type : typeZh,
	confidence: 90,
	i18n_tag: { en, zh },
	i18n_type: { en: type, zh: typeZh },
	instances: [],
});

const seen = (shown: 'en' | 'zh') => [
	tag('Cat', '猫', 'animal', '动物', shown),
	tag('Dog', '狗', 'animal', '动物', shown),
	tag('Golden retriever', '金毛犬', 'animal', '动物', shown),
	tag('Beach', '海滩', 'scene', '场景', shown),
];

const passing = (lists: Parameters<typeof tagFilter>[0], shown: 'en' | 'zh' = 'en') =>
	seen(shown)
		.filter(tagFilter(lists))
		.map(({ i18n_tag }) => i18n_tag.en);

describe.each(['en', 'zh'] as const)('filters, when the answer is in %s', (shown) => {
	it.each([
		['no list', {}, ['Cat', 'Dog', 'Golden retriever', 'Beach']],
		[
			'empty lists',
			{ tagTypes: '', includeTags: ' , ', excludeTags: ',' },
			['Cat', 'Dog', 'Golden retriever', 'Beach'],
		],
		['types in English', { tagTypes: 'Animal' }, ['Cat', 'Dog', 'Golden retriever']],
		['types in Chinese', { tagTypes: '场景' }, ['Beach']],
		['included in both languages', { includeTags: 'CAT，狗' }, ['Cat', 'Dog']],
		['excluded in both languages', { excludeTags: '猫, dog' }, ['Golden retriever', 'Beach']],
		['names of several words', { includeTags: ' golden RETRIEVER ' }, ['Golden retriever']],
		['whole names, not parts', { includeTags: 'golden' }, []],
		['exclusion over inclusion', { includeTags: 'cat,dog', excludeTags: 'cat' }, ['Dog']],
		['all lists at once', { tagTypes: 'animal', includeTags: 'cat,beach' }, ['Cat']],
		['a name that nothing has', { includeTags: 'constructor, __proto__' }, []],
	])('%s', (_, lists, expected) => {
		expect(passing(lists, shown)).toEqual(expected);
	});

	it('does not care for case, width and blanks', () => {
		const wide = (text: string) =>
			text.replace(/[a-z]/gi, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0));
		const spelling = fc
			.tuple(
				fc.constantFrom('Cat', '猫'),
				fc.constantFrom('toUpperCase' as const, 'toLowerCase' as const),
				fc.constantFrom('', ' ', '\t'),
				fc.boolean(),
			)
			.map(([name, letters, blank, full]) => {
				const spelled = name[letters]();
				return `${blank}${full ? wide(spelled) : spelled}${blank}`;
			});
		fc.assert(
			fc.property(spelling, (includeTags) => {
				expect(passing({ includeTags }, shown)).toEqual(['Cat']);
			}),
		);
	});
});

it('filters v1.0 tags, which have no translated type, by the type they have', () => {
	const { i18n_type: _, ...old } = tag('sky', '天空', 'object', '', 'en');
	expect(tagFilter({ tagTypes: 'object, scene' })(old)).toBe(true);
	expect(tagFilter({ tagTypes: 'concept' })(old)).toBe(false);
});

it('including and excluding the same list keeps nothing, and each tag is in one of both otherwise', () => {
	const names = fc.subarray(['cat', 'dog', 'golden retriever', 'beach', '猫', '海滩'], {
		minLength: 1,
	});
	fc.assert(
		fc.property(names, (list) => {
			const text = list.join(',');
			const all = [...passing({ includeTags: text }), ...passing({ excludeTags: text })];
			expect(passing({ includeTags: text, excludeTags: text })).toEqual([]);
			expect(all.sort()).toEqual(['Beach', 'Cat', 'Dog', 'Golden retriever']);
		}),
	);
});

it.each([
	['a, b', ['a', 'b']],
	['a，b、c\nd', ['a', 'b', 'c', 'd']],
	[undefined, []],
	[null, []],
	[7, ['7']],
	[
		['a', 'b,c'],
		['a', 'b', 'c'],
	],
])('reads %j as a list', (list, expected) => {
	expect(commaList(list)).toEqual(expected);
});
