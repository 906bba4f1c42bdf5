import type { LocalizedText, Tag } from './api';

/** Comma lists as users type them; empty: no filter. */
export interface FilterLists {
	tagTypes?: string;
	includeTags?: string;
	excludeTags?: string;
}

/** Entries of a list separated by commas, also Chinese ones, without blanks around them. */
export const commaList = (list: unknown): string[] =>
	String(list ?? '')
		.split(/[,，、\n]/)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');

const fold = (name: string): string => name.normalize('NFKC').toLowerCase();

const namesOf = (name: string, localized: LocalizedText = {}): string[] =>
	[name, localized.en, localized.zh].filter((text) => text !== undefined).map(fold);

/**
 * Whether a tag passes the lists: its type is one of `tagTypes`, it is one of `includeTags` and none
 * of `excludeTags`. Case does not matter, and English and Chinese names both count, whatever
 * language was asked for.
 */
export function tagFilter(lists: FilterLists): (tag: Tag) => boolean {
	const [types, included, excluded] = [lists.tagTypes, lists.includeTags, lists.excludeTags].map(
		(list) => new Set(commaList(list).map(fold)),
	) as [Set<string>, Set<string>, Set<string>];
	return ({ tag, i18n_tag, type, i18n_type }) => {
		const names = namesOf(tag, i18n_tag);
		return (
			(types.size === 0 || namesOf(type, i18n_type).some((name) => types.has(name))) &&
			(included.size === 0 || names.some((name) => included.has(name))) &&
			!names.some((name) => excluded.has(name))
		);
	};
}
