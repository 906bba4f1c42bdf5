import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { repository } from '../../package.json';
import { HuaweiCloudApi } from '../../credentials/HuaweiCloudApi.credentials';
import { resources } from '../../nodes/ImageTagging/ImageTagging.node.json';
import { pages, readPage, root, type Page } from './support/pages';

const all = pages();

/** The repository as GitHub shows it: a link of n8n's editor, or of a page elsewhere. */
const ON_GITHUB = `${repository.url.replace(/^git\+|\.git$/g, '')}/blob/main/`;

/** Links of a page that lead nowhere in the repository. */
function broken(page: Page, known: Page[]): string[] {
	return page.links.filter((link) => {
		if (link.startsWith(ON_GITHUB)) return !existsSync(join(root, link.slice(ON_GITHUB.length)));
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
	const text = `# One, two
[a](#one-two) [b](#three) [c](NOTICE) ![d](gone.png) [e](http://example.com) [f](${ON_GITHUB}gone.md)`;
	expect(broken(readPage('README.md', text), all)).toEqual([
		'#three',
		'gone.png',
		'http://example.com',
		`${ON_GITHUB}gone.md`,
	]);
});

it("n8n's links to the documentation lead to the pages where the question is answered", () => {
	const { credentialDocumentation, primaryDocumentation } = resources;
	expect(credentialDocumentation.map(({ url }) => url)).toEqual([
		`${ON_GITHUB}docs/credentials.md`,
	]);
	expect(new HuaweiCloudApi().documentationUrl).toBe(`${ON_GITHUB}docs/credentials.md`);
	expect(primaryDocumentation.map(({ url }) => url)).toEqual([`${ON_GITHUB}docs/parameters.md`]);
});
