import type { ApiVersion } from '../contract/versions';
import type { BoundingBox, Finding, Instance } from '../engine/types';
import type { ApiBox, TagV1, TagV2 } from './answer-schema';
import type { Language } from './request';

export interface AnswerOptions {
	language: Language;
	limit: number;
	/** 0..100 */
	threshold: number;
}

export interface Answer<Tag> {
	result: { tags: Tag[] };
}

/** The body of a successful answer: best tags first, none below the threshold, no more than the limit. */
export function taggingAnswer(
	version: ApiVersion,
	findings: Finding[],
	options: AnswerOptions,
): Answer<TagV1 | TagV2> {
	const form = version === 'v2' ? tagV2 : tagV1;
	const tags = findings
		.filter((finding) => percent(finding.score) >= options.threshold)
		.sort((a, b) => b.score - a.score)
		.slice(0, options.limit)
		.map((finding) => form(finding, options));
	return { result: { tags } };
}

function tagV1(finding: Finding, { language }: AnswerOptions): TagV1 {
	return {
		confidence: percent(finding.score),
		tag: finding.label[language],
		i18n_tag: { en: finding.label.en, zh: finding.label.zh },
		type: finding.kind,
	};
}

function tagV2(finding: Finding, { language, threshold }: AnswerOptions): TagV2 {
	return {
		confidence: percent(finding.score).toFixed(2),
		instances: finding.instances
			.filter((instance) => percent(instance.score) >= threshold)
			.map((instance) => instanceV2(instance)),
		tag: finding.label[language],
		i18n_tag: { en: finding.label.en, zh: finding.label.zh },
		type: finding.category[language],
		i18n_type: { en: finding.category.en, zh: finding.category.zh },
	};
}

function instanceV2({ box, score }: Instance): TagV2['instances'][number] {
	return { bounding_box: apiBox(box), confidence: percent(score).toFixed(2) };
}

function apiBox({ left, top, width, height }: BoundingBox): ApiBox {
	return { height, top_left_x: left, top_left_y: top, width };
}

/** 0..1 as 0..100 with two decimals, which is what callers see and what the threshold is held against. */
function percent(score: number): number {
	return Math.round(score * 10_000) / 100;
}
