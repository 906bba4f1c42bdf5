import { jpeg, xmpSegment } from './support/jpeg-files';
import { embedded, listOf, packet, packetIn, reason, subjects, tag, TAGS } from './support/tags';

const inJpeg = (text: string | Buffer) => jpeg([xmpSegment(text)]);
const written = async (text: string) => packetIn(await embedded(inJpeg(text)));
const listed = async (text: string) => listOf(await embedded(inJpeg(text)), 'dc:subject');

describe('keywords in XMP', () => {
	it('join those that are there, once, whatever their case', async () => {
		expect(await listed(packet(subjects('CUP', 'Holiday')))).toEqual([
			'CUP',
			'Holiday',
			'Still life',
		]);
	});

	it.each<[string, string, string[]?]>([
		['a sequence', '<dc:subject><rdf:Seq><rdf:li>Holiday</rdf:li></rdf:Seq></dc:subject>'],
		['plain text', '<dc:subject>Holiday</dc:subject>'],
		['an empty element', '<dc:subject/>', []],
		['an empty list', '<dc:subject><rdf:Bag/></dc:subject>', []],
	])('join %s', async (_, before, there = ['Holiday']) => {
		expect(await listed(packet(before))).toEqual([...there, 'Cup', 'Still life']);
	});

	it('join an attribute, which becomes a list', async () => {
		const text = await written(packet('', { attributes: 'dc:subject="Holiday"' }));
		expect(text).not.toContain('dc:subject="');
		expect(text).toContain('<rdf:li>Holiday</rdf:li>');
	});

	it('leave what others wrote as it is', async () => {
		const theirs = [
			'<xmp:Rating>4</xmp:Rating>',
			'<!-- a comment -->',
			'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A &amp; B &lt;C&gt;</rdf:li></rdf:Alt></dc:title>',
			'<other:thing xmlns:other="urn:example:other" other:of="mine"><other:part/></other:thing>',
			'<dc:source><![CDATA[<raw>]]></dc:source>',
		];
		const text = await written(packet(theirs.join('\n')));
		for (const one of theirs) expect(text).toContain(one);
		expect(text).toContain('x:xmptk="Adobe XMP Core 5.6"');
	});

	it.each([
		['without wrapper', (text: string) => text.replace(/<\?.*?\?>/g, '')],
		['without root', (text: string) => text.replace(/<\/?x:xmpmeta[^>]*>/g, '')],
		['without description', (text: string) => text.replace(/<rdf:D.*<\/rdf:Description>/s, '')],
		[
			'with other prefixes',
			(text: string) => text.replaceAll('rdf:', 'r:').replace('xmlns:rdf', 'xmlns:r'),
		],
		[
			'with a prefix of ours for something else',
			(text: string) => text.replace('xmlns:xmp', 'xmlns:lr'),
		],
		['ended with zeros', (text: string) => `${text}\0\0`],
	])('are put into a packet %s, once', async (_, change) => {
		const after = await embedded(inJpeg(change(packet(''))));
		expect(after.toString()).toMatch(/<(\w+):li>Cup<\/\1:li>/);
		expect((await embedded(after)).equals(after)).toBe(true);
	});

	it.each([
		['is not XML', '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF></x:xmpmeta>'],
		['ends too early', packet('').slice(0, 200)],
		['is not UTF-8', Buffer.from(packet(subjects('Caf\xe9')), 'latin1')],
		['is UTF-16', Buffer.from(packet(''), 'utf16le')],
		['is something else', 'hello'],
		['is empty', ''],
		['has no RDF', '<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>'],
		[
			'has entities',
			`<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>${packet(subjects('&a;')).replace(/^.*\n/, '')}`,
		],
		['has its keywords twice', packet(subjects('a') + subjects('b'))],
		['has keywords that are no list', packet('<dc:subject><dc:x>a</dc:x></dc:subject>')],
		['is nested without end', packet('<a>'.repeat(5000) + '</a>'.repeat(5000))],
	])('stay out of an image whose packet %s', async (_, text) => {
		expect(await reason(inJpeg(text))).toMatch(/^(It is damaged: its|Its) XMP .*\.$/);
	});

	it('keep what a tag says, and stay XML', async () => {
		const odd = [
			']]>',
			'a & b < c > "d"',
			'قطة',
			'🎉👩‍👩‍👧',
			'　全角　',
			'x\u0000\ud800y',
			'two\nlines',
		];
		const after = await embedded(
			jpeg(),
			odd.map((name) => tag(name, '')),
		);
		expect(listOf(after, 'dc:subject')).toEqual([
			...[']]&gt;', 'a &amp; b &lt; c &gt; "d"', 'قطة', '🎉👩‍👩‍👧', '全角', 'xy', 'two lines'],
		]);
		const again = await embedded(
			after,
			odd.map((name) => tag(name, '')),
		);
		expect(again.equals(after)).toBe(true);
	});
});

describe('regions', () => {
	it('hold the box as shares of the sides, and the name in both languages', async () => {
		const text = await written(packet(''));
		expect(text).toContain('rbX="0.03279" Iptc4xmpExt:rbY="0.06667"');
		expect(text).toContain('<rdf:li xml:lang="x-default">Cup</rdf:li>');
		expect(text).toContain('<rdf:li xml:lang="zh">杯子</rdf:li>');
	});

	it('join those that are there, in whichever form, and are not written again', async () => {
		const region = (parts: string) =>
			`<Iptc4xmpExt:ImageRegion xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"><rdf:Bag>${parts}</rdf:Bag></Iptc4xmpExt:ImageRegion>`;
		const name =
			'<Iptc4xmpExt:Name><rdf:Alt><rdf:li xml:lang="x-default">cup</rdf:li></rdf:Alt></Iptc4xmpExt:Name>';
		const sides =
			'<Iptc4xmpExt:rbX>0.0328</Iptc4xmpExt:rbX><Iptc4xmpExt:rbY>0.0667</Iptc4xmpExt:rbY><Iptc4xmpExt:rbW>0.1312</Iptc4xmpExt:rbW><Iptc4xmpExt:rbH>0.0889</Iptc4xmpExt:rbH>';
		const same = `<rdf:li><rdf:Description>${name}<Iptc4xmpExt:RegionBoundary rdf:parseType="Resource">${sides}</Iptc4xmpExt:RegionBoundary></rdf:Description></rdf:li>`;
		const other = `<rdf:li rdf:parseType="Resource"><Iptc4xmpExt:RegionBoundary rdf:parseType="Resource">${sides}</Iptc4xmpExt:RegionBoundary></rdf:li>`;
		const count = (text: string) => text.match(/RegionBoundary[ >]/g)?.length;
		const closed = 2;
		expect(count(await written(packet(region(same))))).toBe(1 * closed);
		expect(count(await written(packet(region(other))))).toBe(1 * closed + 1);
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
