import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/engine/types';
import { taggingAnswer } from '../../src/tagging/answer';

/** More than any answer may have, in no order. */
const findings = Array.from({ length: 200 }, (_, i): Finding => {
	const name = (language: string) => ({ en: `${language} en ${i}`, zh: `${language} zh ${i}` });
	const score = ((i * 37) % 200) / 200;
	return {
		label: name('tag'),
		category: name('category'),
		kind: 'object',
		score,
		instances: [score, score / 2].map((each) => ({
			score: each,
			box: { left: 1, top: 2, width: 3, height: 4 },
		})),
	} as Finding;
});

const options = { language: 'en', limit: 150, threshold: 0 } as const;

describe.each(['v1.0', 'v2'] as const)('an answer of %s', (version) => {
	const tagsOf = (changes: object) =>
		taggingAnswer(version, findings, { ...options, ...changes }).result.tags;

	it.each([1, 30, 150])('has no more tags than %i, and the best of them', (limit) => {
		const scores = tagsOf({ limit }).map(({ confidence }) => Number(confidence));
		expect(scores).toHaveLength(limit);
		expect(scores[0]).toBe(99.5);
		expect(scores).toEqual([...scores].sort((a, b) => b - a));
	});

	it('has what is at the threshold, and nothing below', () => {
		const scores = tagsOf({ threshold: 60 }).map(({ confidence }) => Number(confidence));
		expect(scores).toHaveLength(80);
		expect(Math.min(...scores)).toBe(60);
	});

	it('has the names of its language, and both beside', () => {
		for (const language of ['en', 'zh'] as const) {
			const [tag] = tagsOf({ language });
			expect(tag?.tag).toMatch(new RegExp(`^tag ${language} \\d+$`));
			expect(tag?.i18n_tag).toEqual({
				en: expect.stringMatching(/^tag en/),
				zh: expect.stringMatching(/^tag zh/),
			});
		}
	});
});

it('an answer of v2 has the boxes that are at the threshold themselves', () => {
	const { tags } = taggingAnswer('v2', findings, { ...options, threshold: 40 }).result;
	const counts = tags.map((tag) => ('instances' in tag ? tag.instances.length : 0));
	expect(new Set(counts)).toEqual(new Set([1, 2]));
	expect(tags[0]).toMatchObject({
		confidence: '99.50',
		instances: [{ confidence: '99.50' }, { confidence: '49.75' }],
	});
});

describe('a tag', () => {
	const sheep: Finding = {
		label: { en: 'sheep', zh: '羊' },
		category: { en: 'Animal', zh: '动物' },
		kind: 'object',
		score: 0.92384,
		instances: [{ score: 0.5, box: { left: 1, top: 2, width: 3, height: 4 } }],
	};
	const tagOf = (version: 'v1.0' | 'v2', language: 'en' | 'zh') =>
		taggingAnswer(version, [sheep], { ...options, language }).result.tags;

	it.each([
		['en', 'sheep', 'Animal'],
		['zh', '羊', '动物'],
	] as const)('has the form of its version, in the language %s', (language, tag, type) => {
		const i18n_tag = { en: 'sheep', zh: '羊' };
		expect(tagOf('v1.0', language)).toEqual([{ confidence: 92.38, tag, i18n_tag, type: 'object' }]);
		expect(tagOf('v2', language)).toEqual([
			{
				...{ confidence: '92.38', tag, i18n_tag, type },
				i18n_type: { en: 'Animal', zh: '动物' },
				instances: [
					{
						bounding_box: { height: 4, top_left_x: 1, top_left_y: 2, width: 3 },
						confidence: '50.00',
					},
				],
			},
		]);
	});

	it('is held against the threshold as it is shown', () => {
		const at = (threshold: number) =>
			taggingAnswer('v2', [sheep], { ...options, threshold }).result.tags.length;
		expect([at(92.38), at(92.39)]).toEqual([1, 0]);
	});
});
