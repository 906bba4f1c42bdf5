import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import MarkdownIt from 'markdown-it';

import { readPage, root } from './support/pages';

const ENGLISH = 'README.md';
const CHINESE = 'README.zh-CN.md';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** What a section holds that does not depend on its language. */
interface Section {
	level: string;
	tableRows: number;
	listItems: number;
	samples: number;
	/** Pages and pictures that it leads to, without the place in them. */
	links: string[];
	/** Names, values and sentences that users meet in English whatever they speak. */
	code: string[];
}

/** Pictures of the same thing in either language, and the page's link to the other language. */
const NEUTRAL: Array<[RegExp, string]> = [
	[/^README(\.zh-CN)?\.md$/, 'README'],
	[/annotated(-chinese)?\.png$/, 'annotated'],
	[/service-page-(light|chinese)\.webp$/, 'service-page'],
];

const neutral = (link: string): string =>
	NEUTRAL.reduce((text, [form, name]) => text.replace(form, name), link.replace(/#.*$/, ''));

/** A page cut at its headings. */
function sectionsOf(text: string): Section[] {
	const level = (section: string): string => /^#+/.exec(section)?.[0] ?? '';
	return text.split(/^(?=#{1,4} )/m).map((section) => {
		const tokens = new MarkdownIt({ html: true }).parse(section, {});
		const count = (type: string): number => tokens.filter((token) => token.type === type).length;
		const { links, inline } = readPage('', section);
		return {
			level: level(section),
			tableRows: count('tr_open'),
			listItems: count('list_item_open'),
			samples: count('fence'),
			links: links.map(neutral).filter(Boolean).sort(),
			code: inline.sort(),
		};
	});
}

/** Code with words for the reader's own path or node in it, which are translated. */
const isPlaceholder = (code: string): boolean => /完整路径|full\\path|\$\('/.test(code);

const withoutPlaceholders = (sections: Section[]): Section[] =>
	sections.map((section) => ({
		...section,
		code: section.code.filter((code) => !isPlaceholder(code)),
	}));

describe(CHINESE, () => {
	const english = withoutPlaceholders(sectionsOf(read(ENGLISH)));
	const chinese = withoutPlaceholders(sectionsOf(read(CHINESE)));
	const titles = [...read(ENGLISH).matchAll(/^#{1,4} (.+)$/gm)].map(([, title = '']) => title);

	it('has the sections of the English page, in its order', () => {
		expect(chinese.map(({ level }) => level)).toEqual(english.map(({ level }) => level));
	});

	it.each(titles.map((title, index) => [title, index] as const))(
		'holds under "%s" what the English page holds there',
		(_title, index) => {
			expect(chinese[index]).toEqual(english[index]);
		},
	);

	it('is told from a page that lacks a row, a link or a name', () => {
		const page = '## A\n\n| a |\n| - |\n| b |\n\n[c](docs/d.md) `e`\n';
		const other = (from: string, to: string): Section[] => sectionsOf(page.replace(from, to));
		for (const [from, to] of [
			['| b |\n', ''],
			['docs/d.md', 'docs/f.md'],
			['`e`', '`g`'],
		] as const) {
			expect(other(from, to)).not.toEqual(sectionsOf(page));
		}
		expect(sectionsOf('## B\n\n| x |\n| - |\n| y |\n\n[z](docs/d.md) `e`\n')).toEqual(
			sectionsOf(page),
		);
	});
});
