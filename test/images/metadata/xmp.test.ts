import { png, xmpChunk } from './support/chunk-files';
import { jpeg, xmpSegment } from './support/jpeg-files';
import { embedded, listOf, packet, packetIn, reason, subjects, tag } from './support/tags';

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
		[
			'a list of alternatives',
			'<dc:subject><rdf:Alt><rdf:li>Holiday</rdf:li></rdf:Alt></dc:subject>',
		],
		[
			'a list with something else in it',
			'<dc:subject><rdf:Bag><rdf:li>Holiday</rdf:li><xmp:x>Cup</xmp:x></rdf:Bag></dc:subject>',
		],
		['plain text', '<dc:subject>Holiday</dc:subject>'],
		['plain text between blanks', '<dc:subject>\n Holiday\n</dc:subject>'],
		['nothing but blanks', '<dc:subject>\n</dc:subject>', []],
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

	it('join an attribute of another description', async () => {
		const second =
			'<rdf:Description rdf:about="" dc:subject="Holiday" xmlns:dc="http://purl.org/dc/elements/1.1/"/></rdf:RDF>';
		expect(await listed(packet('').replace('</rdf:RDF>', second))).toEqual([
			...['Holiday', 'Cup', 'Still life'],
		]);
	});

	it('leave a prefix of ours to those who have it for something else', async () => {
		const theirs = packet('<lr:Rating>4</lr:Rating>').replace('xmlns:xmp', 'xmlns:lr');
		expect(await written(theirs)).toContain('<lr:Rating>4</lr:Rating>');
	});

	it('are lists of nothing else, whose prefixes are declared once', async () => {
		const text = await written(packet(''));
		expect(text).toContain('<dc:subject><rdf:Bag><rdf:li>Cup</rdf:li>');
		for (const prefix of ['Iptc4xmpExt', 'lr'])
			expect(text.split(`xmlns:${prefix}=`)).toHaveLength(2);
	});

	it('leave alone what is no description', async () => {
		const other = '<other:Node xmlns:other="urn:example:other" rdf:about=""/>';
		const before = packet(subjects('Holiday')).replace('<rdf:Description', `${other}$&`);
		const text = await written(before);
		expect(text).toContain(other);
		expect(text).toContain('<rdf:li>Holiday</rdf:li><rdf:li>Cup</rdf:li>');
	});

	it('leave what others wrote as it is', async () => {
		const theirs = [
			'<xmp:Rating>4</xmp:Rating>',
			'<!-- a comment -->',
			'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A &amp; B &lt;C&gt;</rdf:li></rdf:Alt></dc:title>',
			'<other:thing xmlns:other="urn:example:other" other:of="mine"><other:part/></other:thing>',
			'<dc:source><![CDATA[<raw>]]></dc:source>',
			'<other:subject xmlns:other="urn:example:other">Theirs</other:subject>',
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

	const rating = '<xmp:Rating>4</xmp:Rating>';
	const note = '<note:HasExtendedXMP xmlns:note="http://ns.adobe.com/xmp/note/"/>';
	const root = packet('')
		.replace(/<\?.*?\?>/g, '')
		.trim();
	const [INCOMPLETE, NOT_XML, NOT_UTF8] = [
		...['is not complete', 'is not well-formed XML', 'is not in UTF-8'],
	] as const;
	const entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>';

	it.each<[string, string | Buffer, string]>([
		['is not XML', '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF></x:xmpmeta>', NOT_XML],
		['ends too early', packet('').slice(0, 200), INCOMPLETE],
		['ends behind a part', packet(rating).replace(/<\/x:xmpmeta>.*/s, ''), INCOMPLETE],
		['ends within its last tag', packet('').replace(/>[^>]*<\?xpacket end.*/s, ''), INCOMPLETE],
		['is not UTF-8', Buffer.from(packet(subjects('Caf\xe9')), 'latin1'), NOT_UTF8],
		['is UTF-16', Buffer.from(packet(''), 'utf16le'), NOT_UTF8],
		['is something else', 'hello', INCOMPLETE],
		['has something in front of its root', `hello${root}`, INCOMPLETE],
		['has something behind its root', `${root}hello`, 'has something behind its end'],
		['is empty', '', INCOMPLETE],
		['has no RDF', '<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>', 'has no RDF'],
		['has entities', `${entities}${root.replace('\n\n', subjects('&a;'))}`, INCOMPLETE],
		['has entities in its root', root.replace('\n\n', `${entities}${subjects('&a;')}`), NOT_XML],
		['has its keywords twice', packet(subjects('a') + subjects('b')), 'has dc:subject twice'],
		['has two further packets', packet(note + note), 'has xmpNote:HasExtendedXMP twice'],
		[
			'has two addresses of credentials',
			packet('<x:provenance/><x:provenance/>').replaceAll(
				'adobe:ns:meta/',
				'http://purl.org/dc/terms/',
			),
			'has dcterms:provenance twice',
		],
		[
			'has keywords that are no list',
			packet('<dc:subject><dc:x>a</dc:x></dc:subject>'),
			'has dc:subject in a form of its own',
		],
	])('stay out of an image whose packet %s', async (_, text, fault) => {
		expect(await reason(inJpeg(text))).toBe(`It is damaged: its XMP ${fault}.`);
	});

	it('stay out of an image whose packet is nested deeper than programs can read', async () => {
		const deep = packet('<a>'.repeat(5000) + '</a>'.repeat(5000));
		expect(await reason(inJpeg(deep))).toMatch(/^It is damaged: its XMP .*\.$/);
	});

	it('stay out of a packet of more than 128 KB, which takes long to read', async () => {
		const sized = (size: number) => {
			const blanks = size - Buffer.byteLength(packet('', { padding: '' }));
			return png([xmpChunk(packet('', { padding: ' '.repeat(blanks) }))]);
		};
		expect(listOf(await embedded(sized(128 * 1024)), 'dc:subject')).toEqual(['Cup', 'Still life']);
		expect(await reason(sized(128 * 1024 + 1))).toBe('Its XMP has 129 KB, over 128 KB.');
	});

	it('leave the mark of its encoding in front of a packet', async () => {
		expect((await embedded(inJpeg(`\ufeff${packet('')}`))).includes('\ufeff<?xpacket')).toBe(true);
	});

	it('leave the size of a packet as it is where its XML gets shorter', async () => {
		const before = packet('', { attributes: ' '.repeat(4000) });
		const after = await written(before);
		expect(after).toContain('<rdf:li>Cup</rdf:li>');
		expect(Buffer.byteLength(after)).toBe(Buffer.byteLength(before));
	});

	it('put no blanks behind XML without the mark of a packet, which nothing would follow', async () => {
		const after = await embedded(inJpeg(root));
		expect(after.includes(Buffer.from('</x:xmpmeta>\xff', 'latin1'))).toBe(true);
	});

	it('keep what a tag says, and stay XML', async () => {
		const odd = [
			']]>',
			'a & b < c > "d"',
			'قطة',
			'🎉👩‍👩‍👧',
			'　全角　',
			'x\u0000\ud800y',
			'two\r\n lines',
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
