import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import MarkdownIt from 'markdown-it';

import { pages, readPage, root } from './support/pages';

const CHINESE = /\.zh-CN\.md(?=#|$)/;

const paths = pages().map(({ path }) => path);

/** Pages that there are in both languages, by the English one. */
const translated = paths.filter((path) => paths.includes(path.replace(/\.md$/, '.zh-CN.md')));

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

/** Pages and pictures of the same thing in either language. */
const NEUTRAL: Array<[RegExp, string]> = [
	[CHINESE, '.md'],
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

describe.each(translated)('what %s holds', (path) => {
	const chinesePath = path.replace(/\.md$/, '.zh-CN.md');
	const english = withoutPlaceholders(sectionsOf(read(path)));
	const chinese = withoutPlaceholders(sectionsOf(read(chinesePath)));
	const titles = [...read(path).matchAll(/^#{1,4} (.+)$/gm)].map(([, title = '']) => title);

	it('has its sections in Chinese, in the same order', () => {
		expect(chinese.map(({ level }) => level)).toEqual(english.map(({ level }) => level));
	});

	it.each(titles.map((title, index) => [title, index] as const))(
		'under "%s", the Chinese page holds there',
		(_title, index) => {
			expect(chinese[index]).toEqual(english[index]);
		},
	);

	it('leads Chinese readers to Chinese pages, where there are some', () => {
		const others = readPage(chinesePath)
			.links.map((link) => link.replace(/#.*$/, ''))
			.filter((link) => link.endsWith('.md') && !CHINESE.test(link))
			.map((link) => normalize(join(dirname(chinesePath), link)));
		// The link at the head of the page, to the other language.
		expect(others.filter((other) => translated.includes(other))).toEqual([path]);
	});
});

describe('a Chinese page', () => {
	it('is there for every page that users read first', () => {
		expect(translated).toEqual(
			expect.arrayContaining([
				'README.md',
				...['credentials', 'installation', 'leaving-the-cloud', 'output', 'parameters'].map(
					(name) => `docs/${name}.md`,
				),
				'docs/troubleshooting.md',
			]),
		);
	});

	it('is no longer than one sitting, where it is the first', () => {
		for (const path of ['README.md', 'README.zh-CN.md'])
			expect(read(path).split('\n').length).toBeLessThanOrEqual(230);
	});

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
