import type { BoundingBox, LocalizedText, Tag, TagInstance } from './api';

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A number, or the text of one as v2 writes its confidences; NaN for anything else. */
const number = (value: unknown): number =>
	typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')
		? Number(value)
		: NaN;

/** Confidences that are no numbers count as 0: the tag was given, how surely is not known. */
const confidence = (value: unknown): number => {
	const known = number(value);
	return Number.isFinite(known) ? known : 0;
};

function localized(value: unknown): LocalizedText | undefined {
	if (!isObject(value)) return undefined;
	const { en, zh } = value;
	return {
		...(typeof en === 'string' ? { en } : {}),
		...(typeof zh === 'string' ? { zh } : {}),
	};
}

function boundingBox(value: unknown): BoundingBox | undefined {
	if (!isObject(value)) return undefined;
	const box = {
		top_left_x: number(value.top_left_x),
		top_left_y: number(value.top_left_y),
		width: number(value.width),
		height: number(value.height),
	};
	return Object.values(box).every(Number.isFinite) ? box : undefined;
}

function instances(value: unknown): TagInstance[] {
	return objects(value).flatMap((instance) => {
		const box = boundingBox(instance.bounding_box);
		return box ? [{ confidence: confidence(instance.confidence), bounding_box: box }] : [];
	});
}

function tag(value: Json): Tag[] {
	const i18nTag = localized(value.i18n_tag) ?? {};
	const i18nType = localized(value.i18n_type);
	const name = text(value.tag) || (i18nTag.en ?? i18nTag.zh ?? '');
	if (name === '') return [];
	return [
		{
			tag: name,
			type: text(value.type),
			confidence: confidence(value.confidence),
			i18n_tag: i18nTag,
			...(i18nType ? { i18n_type: i18nType } : {}),
			instances: instances(value.instances),
		},
	];
}

/**
 * The tags of a successful answer of either API version, in the answer's order. Entries without a
 * name and boxes without four numbers are left out; `tags` may be null.
 *
 * @param body the parsed JSON body
 * @returns undefined when the body is not a tagging result
 */
export function readTags(body: unknown): Tag[] | undefined {
	if (!isObject(body) || !isObject(body.result)) return undefined;
	const { tags } = body.result;
	if (tags !== null && tags !== undefined && !Array.isArray(tags)) return undefined;
	return objects(tags).flatMap(tag);
}
