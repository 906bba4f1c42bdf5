import type { KeywordTag } from '../../../images/metadata/keywords';
import { jpeg, xmpSegment } from './support/jpeg-files';
import { embedded, packet, packetIn, tag, TAGS } from './support/tags';

const written = async (text: string) => packetIn(await embedded(jpeg([xmpSegment(text)])));

describe('regions', () => {
	it('hold the box as shares of the sides, and the name in both languages', async () => {
		const text = await written(packet(''));
		expect(text).toContain('rbX="0.03279" Iptc4xmpExt:rbY="0.06667"');
		expect(text).toContain('rbShape="rectangle" Iptc4xmpExt:rbUnit="relative"');
		expect(text).toContain('<rdf:li rdf:parseType="Resource"><Iptc4xmpExt:RegionBoundary ');
		expect(text).toContain('<rdf:li xml:lang="x-default">Cup</rdf:li>');
		expect(text).toContain('<rdf:li xml:lang="zh">杯子</rdf:li>');
	});

	it('join those that are there, in whichever form, and are not written again', async () => {
		const name = (text: string) =>
			`<e:Name><rdf:Alt><rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt></e:Name>`;
		const boundary = (x = 0.0328, y = 0.0667, w = 0.1312, h = 0.0889) =>
			`<e:RegionBoundary rdf:parseType="Resource"><e:rbX>${x}</e:rbX><e:rbY>${y}</e:rbY><e:rbW>${w}</e:rbW><e:rbH>${h}</e:rbH></e:RegionBoundary>`;
		const inList = (parts: string) =>
			packet(
				`<e:ImageRegion xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"><rdf:Bag>${parts}</rdf:Bag></e:ImageRegion>`,
			);
		const region = (parts: string) => inList(`<rdf:li rdf:parseType="Resource">${parts}</rdf:li>`);
		const added = async (text: string) => /rbShape/.test(await written(text));

		const same = [
			inList(`<rdf:li><rdf:Description>${name('cup')}${boundary()}</rdf:Description></rdf:li>`),
			region(`<e:Name>cup</e:Name>${boundary(0.037)}`),
		];
		for (const text of same) expect(await added(text)).toBe(false);
		const others = [
			...[boundary(), name('cup'), `${name('cup')}<e:RegionBoundary/>`],
			...[`${name('Bowl')}${boundary()}`, `${name('cup')}${boundary(0.04)}`],
			`${name('cup')}${boundary(undefined, undefined, undefined, 0.5)}`,
		];
		for (const text of others) expect(await added(region(text))).toBe(true);
	});

	it('are added to an image that has the keywords already', async () => {
		const plain = await embedded(jpeg(), [tag('Cup', '杯子'), ...TAGS.slice(1)]);
		expect(packetIn(plain)).not.toContain('rbShape');
		expect(packetIn(await embedded(plain))).toContain('rbShape');
	});

	it('have the name in the chosen language, and no empty one', async () => {
		const boxes: Array<[number, number, number, number]> = [[2, 3, 8, 4]];
		const namesOf = async (...tags: KeywordTag[]) =>
			[...packetIn(await embedded(jpeg(), tags, { language: 'zh' })).matchAll(NAME)].map(
				([, name]) => name,
			);
		const NAME = /<rdf:li xml:lang="(.*?)(?:<\/rdf:li>|\/>)/g;
		expect(await namesOf(tag('Cup', '杯子', { boxes }))).toEqual([
			...['x-default">杯子', 'en">Cup', 'zh">杯子'],
		]);
		expect(await namesOf(tag('Cup', '', { boxes }))).toEqual([...['x-default">Cup', 'en">Cup']]);
		expect(await namesOf(tag(' ', '', { boxes }), tag('Cup', ''))).toEqual([]);
		const plain = { ...tag('Cup', '', { boxes }), i18n_tag: undefined };
		expect(await namesOf(plain)).toEqual(['x-default">Cup']);
	});

	it('are left out where a box lies outside of the image, or is none', async () => {
		const tags = [
			...TAGS,
			tag('Far', '', {
				boxes: [
					[900, 900, 9, 9],
					[NaN, 0, 5, 5],
				],
			}),
		];
		const after = packetIn(await embedded(jpeg(), tags));
		expect(after.match(/rbShape/g)).toHaveLength(1);
		expect(after).toContain('<rdf:li>Far</rdf:li>');
	});
});
