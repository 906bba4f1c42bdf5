import { nameOf } from '../../../../nodes/ImageTagging/output/file-maker';

describe("the name of an image's file", () => {
	it.each<[string, Parameters<typeof nameOf>[0], string, string]>([
		['is its file name', { source: 'binary', file_name: 'a.b.jpg', key: 'c.png' }, 'a.b', '.jpg'],
		['is without folders', { source: 'binary', file_name: '/photos/x.d/a.jpg' }, 'a', '.jpg'],
		[
			'may have line breaks before its folder',
			{ source: 'binary', file_name: 'x\ny/a.jpg' },
			'a',
			'.jpg',
		],
		['is the end of an object key', { source: 'obs', key: 'k/a.png', url: 'u.gif' }, 'a', '.png'],
		['is the end of a URL', { source: 'url', url: 'https://a.b/c/d.webp' }, 'd', '.webp'],
		['may have no ending', { source: 'binary', file_name: 'photo' }, 'photo', ''],
		[
			'is "image" where there is an ending alone',
			{ source: 'binary', file_name: '.jpg' },
			'image',
			'.jpg',
		],
		['is "image" where there is none', { source: 'base64' }, 'image', ''],
		['is "image" where a URL has none', { source: 'url', url: 'https://a.b/' }, 'image', ''],
	])('%s', (_, image, stem, ending) => {
		expect(nameOf(image)).toEqual({ stem, ending });
	});
});
