import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import MarkdownIt from 'markdown-it';

export const root = join(__dirname, '../../..');

export interface Page {
	path: string;
	/** Targets of links and images, as written. */
	links: string[];
	/** What `#…` may name. */
	anchors: Set<string>;
	blocks: Array<{ language: string; text: string; line: number }>;
	/** Code within sentences. */
	inline: string[];
}

const markdown = new MarkdownIt({ html: true });

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
	heading
		.toLowerCase()
		.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
		.replaceAll(' ', '-');

const attributes = (html: string, name: string): string[] =>
	[...html.matchAll(new RegExp(`\\b${name}="([^"]*)"`, 'g'))].map(([, value]) => value ?? '');

/** Reads a page of Markdown. */
export function readPage(path: string, text = readFileSync(join(root, path), 'utf8')): Page {
	const page: Page = { path, links: [], anchors: new Set(), blocks: [], inline: [] };
	const tokens = markdown.parse(text, {});
	const seen = new Map<string, number>();
	tokens.forEach((token, index) => {
		if (token.type === 'heading_open') {
			const parts = tokens[index + 1]?.children ?? [];
			const anchor = anchorOf(parts.map(({ content }) => content).join(''));
			const times = seen.get(anchor) ?? 0;
			seen.set(anchor, times + 1);
			page.anchors.add(times === 0 ? anchor : `${anchor}-${times}`);
		}
		if (token.type === 'fence') {
			const [language = ''] = token.info.trim().split(/\s+/);
			page.blocks.push({ language, text: token.content, line: (token.map?.[0] ?? 0) + 1 });
		}
		for (const part of [token, ...(token.children ?? [])]) {
			const target = part.attrGet('href') ?? part.attrGet('src');
			if (target) page.links.push(String(target));
			if (part.type === 'code_inline') page.inline.push(part.content);
			if (part.type === 'html_inline' || part.type === 'html_block') {
				page.links.push(...attributes(part.content, 'href'), ...attributes(part.content, 'src'));
				for (const id of attributes(part.content, 'id')) page.anchors.add(id);
			}
		}
	});
	return page;
}

/** Every page of the repository. */
export const pages = (): Page[] =>
	execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
		cwd: root,
		encoding: 'utf8',
	})
		.split('\n')
		.filter((path) => path !== '' && existsSync(join(root, path)))
		.map((path) => readPage(path));
