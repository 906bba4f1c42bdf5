import type { SniffedImage } from '../sniff';
import { collectBoxes, type AnnotationTag, type LabelLanguage } from '../drawing/tags';
import { storedBox, type RelativeBox } from './stored-box';

/** A tag with its kind, in the shape of the API. */
export interface KeywordTag extends AnnotationTag {
	type: string;
	i18n_type?: { en?: string; zh?: string };
}

export interface Region {
	name: string;
	/** The name by language (RFC 3066), where the answer has it. */
	names: Readonly<Record<string, string>>;
	box: RelativeBox;
}

/** What is written into an image: each list without doubles, each text fit for XML. */
export interface Keywords {
	/** Flat keywords, in the chosen language, or in both. */
	subjects: string[];
	/** The kind of a tag above the tag, in the chosen language: `object|Cup`. */
	hierarchy: string[];
	/** Where objects are. */
	regions: Region[];
}

export interface KeywordOptions {
	language: LabelLanguage;
	/** Whether the tags' names in the other language become keywords too. */
	bothLanguages: boolean;
}

const NOT_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A keyword on one line, of characters that XML can hold. */
export const clean = (text: string | undefined): string =>
	(text ?? '').replace(NOT_IN_XML, '').replace(/\s+/g, ' ').trim();

/** What two keywords have in common that differ in nothing but case and blanks. */
export const folded = (keyword: string): string => clean(keyword).normalize('NFC').toLowerCase();

/** Those of `keywords` that are not in `present`, each once. */
export function missingFrom(present: readonly string[], keywords: readonly string[]): string[] {
	const seen = new Set(present.map(folded));
	return keywords.filter((keyword) => {
		const key = folded(keyword);
		return key !== '' && !seen.has(key) && seen.add(key);
	});
}

/**
 * The keywords of an image's tags.
 * @param tags with boxes in pixels of the upright image
 */
export function keywordsOf(
	tags: readonly KeywordTag[],
	image: SniffedImage,
	{ language, bothLanguages }: KeywordOptions,
): Keywords {
	const other = language === 'en' ? 'zh' : 'en';
	const named = tags.map((tag) => ({
		tag,
		name: clean(tag.i18n_tag?.[language] || tag.tag),
		otherName: clean(tag.i18n_tag?.[other]),
		// Programs take the bar for the step from one level to the next.
		kind: clean(tag.i18n_type?.[language] || tag.type).replaceAll('|', '/'),
	}));
	return {
		subjects: missingFrom(
			[],
			named.flatMap(({ name, otherName }) => (bothLanguages ? [name, otherName] : [name])),
		),
		hierarchy: missingFrom(
			[],
			named
				.filter(({ name }) => name !== '')
				.map(({ name, kind }) => [kind, name.replaceAll('|', '/')].filter(Boolean).join('|')),
		),
		regions: regionsOf(tags, image, language),
	};
}

function regionsOf(
	tags: readonly KeywordTag[],
	{ uprightWidth = 0, uprightHeight = 0, orientation = 1 }: SniffedImage,
	language: LabelLanguage,
): Region[] {
	return collectBoxes(tags, uprightWidth, uprightHeight).flatMap(({ tag, ...rect }) => {
		const name = clean(tag.i18n_tag?.[language] || tag.tag);
		if (name === '') return [];
		const box = {
			left: rect.x / uprightWidth,
			top: rect.y / uprightHeight,
			width: rect.width / uprightWidth,
			height: rect.height / uprightHeight,
		};
		const names = Object.fromEntries(
			Object.entries(tag.i18n_tag ?? {})
				.map(([key, text]) => [key, clean(text)] as const)
				.filter(([, text]) => text !== ''),
		);
		return [{ name, names, box: storedBox(box, orientation) }];
	});
}
