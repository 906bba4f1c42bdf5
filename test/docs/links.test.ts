import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { pages, readPage, root, type Page } from './support/pages';

const all = pages();

/** Links of a page that lead nowhere in the repository. */
function broken(page: Page, known: Page[]): string[] {
	return page.links.filter((link) => {
		if (/^(https:|mailto:)/.test(link)) return false;
		if (/^[a-z]+:/.test(link)) return !/^http:\/\/(localhost|127\.0\.0\.1)/.test(link);
		const [file = '', anchor] = decodeURIComponent(link).split('#');
		const path = file === '' ? page.path : normalize(join(dirname(page.path), file));
		const target = path === page.path ? page : known.find((one) => one.path === path);
		return !existsSync(join(root, path)) || (anchor && target && !target.anchors.has(anchor));
	});
}

describe.each(all.map((page) => [page.path, page] as const))('%s', (_path, page) => {
	it('has no link or picture that leads nowhere', () => {
		expect(broken(page, all)).toEqual([]);
	});
});

it('finds links that lead nowhere', () => {
	const text =
		'# One, two\n[a](#one-two) [b](#three) [c](NOTICE) ![d](gone.png) [e](http://example.com)';
	expect(broken(readPage('README.md', text), all)).toEqual([
		'#three',
		'gone.png',
		'http://example.com',
	]);
});
