import {
	dataset,
	datasetsOf,
	jpeg,
	md5,
	photoshopSegment,
	resource,
	segment,
	takenApart,
	xmpSegment,
} from './support/jpeg-files';
import { embedded, listOf, packet, reason, subjects, tag, TAGS } from './support/tags';

const [IPTC, DIGEST, RESOLUTION] = [0x0404, 0x0425, 0x03ed];
const UTF8 = dataset(1, 90, '\x1b%G');
const iptc = (...datasets: Buffer[]) => resource(IPTC, Buffer.concat(datasets));
const keywords = (...texts: string[]) => texts.map((text) => dataset(2, 25, text));
const inJpeg = (...resources: Buffer[]) => jpeg([photoshopSegment(...resources)]);
const added = async (file: Buffer, tags = TAGS) => datasetsOf(await embedded(file, tags));

const photoshop = (file: Buffer) =>
	takenApart(file).segments.filter((one) => one.includes('Photoshop 3.0'));

describe('IPTC keywords in a JPG', () => {
	it('join those that are there, in the order of the datasets', async () => {
		const before = inJpeg(
			iptc(
				UTF8,
				dataset(2, 0, '\0\x02'),
				dataset(2, 5, 'Title'),
				...keywords('CUP'),
				dataset(2, 80, 'By'),
			),
		);
		expect(await added(before)).toEqual([
			...['1:90 \x1b%G', '2:0 \0\x02', '2:5 Title', '2:25 CUP', '2:25 Still life', '2:80 By'],
		]);
	});

	it('stand behind the envelope and in front of the records that follow theirs', async () => {
		const before = inJpeg(
			iptc(
				dataset(1, 0, '\0\x04'),
				dataset(2, 5, 'Title'),
				dataset(7, 10, 'size'),
				dataset(8, 10, 'data'),
			),
		);
		expect(await added(before)).toEqual([
			...['1:0 \0\x04', '1:90 \x1b%G', '2:0 \0\x04', '2:5 Title', '2:25 Cup', '2:25 Still life'],
			...['7:10 size', '8:10 data'],
		]);
		expect(await added(inJpeg(iptc(dataset(2, 5, 'Title'))))).toEqual([
			...['1:0 \0\x04', '1:90 \x1b%G', '2:0 \0\x04', '2:5 Title', '2:25 Cup', '2:25 Still life'],
		]);
	});

	it('are no other text of the image, even where it is the same', async () => {
		const after = await embedded(inJpeg(iptc(dataset(2, 5, 'Cup'), dataset(2, 120, 'Caption'))));
		expect(datasetsOf(after)).toContain('2:25 Cup');
		expect(listOf(after, 'dc:subject')).toEqual(['Cup', 'Still life']);
	});

	it('leave the other resources as they are, names and all', async () => {
		const others = [
			resource(RESOLUTION, Buffer.alloc(16, 1), 'odd'),
			resource(0x040c, Buffer.alloc(33, 7)),
		];
		const after = await embedded(inJpeg(others[0]!, iptc(...keywords('a')), others[1]!));
		for (const one of others) expect(after.includes(one)).toBe(true);
		expect(photoshop(after)[0]!.indexOf(others[0]!)).toBe(18);
	});

	it('are what XMP has, and XMP has theirs', async () => {
		const after = await embedded(
			jpeg([xmpSegment(packet(subjects('Holiday'))), photoshopSegment(iptc(...keywords('Sea')))]),
		);
		expect(listOf(after, 'dc:subject')).toEqual(['Holiday', 'Sea', 'Cup', 'Still life']);
		expect(datasetsOf(after).filter((one) => one.startsWith('2:25'))).toEqual([
			...['2:25 Sea', '2:25 Holiday', '2:25 Cup', '2:25 Still life'],
		]);
		expect((await embedded(after)).equals(after)).toBe(true);
	});

	it('are said to be UTF-8 where nothing speaks against it', async () => {
		const chinese = [tag('杯子', '')];
		expect(await added(inJpeg(iptc(dataset(2, 5, 'Title'))), chinese)).toContain('1:90 \x1b%G');
		const latin1 = inJpeg(iptc(dataset(2, 5, Buffer.from('Caf\xe9', 'latin1'))));
		const texts = await added(latin1, [...chinese, tag('Cup', '')]);
		expect(texts).toContain('2:25 Cup');
		expect(texts.join()).not.toMatch(/1:90|杯子/);
		expect((await embedded(latin1)).includes(Buffer.from('Caf\xe9', 'latin1'))).toBe(true);
		const euro = inJpeg(iptc(dataset(2, 5, Buffer.from('5 \x80', 'latin1'))));
		expect(await added(euro, chinese)).not.toContain('2:25 杯子');
		const numbers = iptc(...[1, 2].map((record) => dataset(record, 0, Buffer.from([0, 0x84]))));
		expect(await added(inJpeg(numbers), chinese)).toContain('2:25 杯子');
		const inEnvelope = inJpeg(iptc(dataset(1, 22, Buffer.from([0x84]))));
		expect(await added(inEnvelope, chinese)).toContain('2:25 杯子');
	});

	it('in Latin-1 are read as such', async () => {
		const before = inJpeg(iptc(dataset(2, 25, Buffer.from('Caf\xe9', 'latin1'))));
		expect(listOf(await embedded(before), 'dc:subject')).toContain('Café');
	});

	it('reach XMP without what XML has no place for', async () => {
		const before = inJpeg(iptc(...keywords('\0Sea\x01')));
		expect(listOf(await embedded(before), 'dc:subject')).toContain('Sea');
		const once = await embedded(before);
		expect((await embedded(once)).equals(once)).toBe(true);
	});

	it('are left out where they are longer than the 64 bytes that there is room for', async () => {
		const long = 'x'.repeat(65);
		const after = await embedded(jpeg(), [tag(long, ''), tag('x'.repeat(64), '')]);
		expect(datasetsOf(after)).not.toContain(`2:25 ${long}`);
		expect(datasetsOf(after)).toContain(`2:25 ${'x'.repeat(64)}`);
		expect(listOf(after, 'dc:subject')).toContain(long);
	});

	it("keep Photoshop's digest current where it was, and out of date where it was not", async () => {
		const data = Buffer.concat(keywords('a'));
		const current = await embedded(inJpeg(resource(IPTC, data), resource(DIGEST, md5(data))));
		const written = photoshop(current)[0]!;
		const length = written.readUInt32BE(18 + 8);
		const now = written.subarray(18 + 12, 18 + 12 + length);
		expect(current.includes(resource(DIGEST, md5(now)))).toBe(true);
		const none = await embedded(inJpeg(resource(DIGEST, Buffer.alloc(16))));
		expect(none.includes(Buffer.alloc(16))).toBe(false);
		const stale = resource(DIGEST, Buffer.alloc(16, 1));
		expect((await embedded(inJpeg(resource(IPTC, data), stale))).includes(stale)).toBe(true);
	});

	it('go on in further segments with large resources', async () => {
		const large = resource(0x040c, Buffer.alloc(100_000, 7));
		const [one, two] = [large.subarray(0, 60_000), large.subarray(60_000)];
		const before = jpeg([photoshopSegment(one), segment(0xfe, 'between'), photoshopSegment(two)]);
		const after = await embedded(before);
		const whole = Buffer.concat(photoshop(after).map((part) => part.subarray(18)));
		expect(whole.includes(large)).toBe(true);
		expect(datasetsOf(after)).toContain('2:25 Cup');
		expect((await embedded(after)).equals(after)).toBe(true);
	});

	it('leave resources in two segments as they are when they have them', async () => {
		const [one, two] = [
			photoshopSegment(iptc(UTF8, ...keywords('Cup', 'Still life'))),
			photoshopSegment(resource(0x040c, Buffer.alloc(9, 7))),
		];
		const after = await embedded(jpeg([one, segment(0xfe, 'between'), two]));
		expect(photoshop(after)).toEqual([one, two]);
	});

	it('fill segments to their last byte, with no empty one behind', async () => {
		const room = 65_535 - 2 - 'Photoshop 3.0\0'.length;
		const small = photoshop(await embedded(inJpeg(resource(0x040c, Buffer.alloc(0)))));
		const large = resource(0x040c, Buffer.alloc(2 * room - (small[0]!.length - 18)));
		const pieces = [large.subarray(0, room), large.subarray(room)];
		const after = photoshop(await embedded(jpeg(pieces.map((piece) => photoshopSegment(piece)))));
		expect(after.map((one) => one.length - 18)).toEqual([room, room]);
	});

	it('are read in front of zeros, with which some programs fill up', async () => {
		const after = await embedded(inJpeg(iptc(...keywords('a')), Buffer.alloc(4)));
		expect(listOf(after, 'dc:subject')).toEqual(['a', 'Cup', 'Still life']);
	});

	it('are read behind datasets with long lengths, and with zeros behind them', async () => {
		const long = Buffer.concat([
			Buffer.from([0x1c, 2, 202, 0x80, 4, 0, 1, 0, 0]),
			Buffer.alloc(65_536, 7),
		]);
		const resources = [iptc(...keywords('a'), long, Buffer.alloc(3))];
		const after = await embedded(
			jpeg([
				photoshopSegment(Buffer.concat(resources).subarray(0, 40_000)),
				photoshopSegment(Buffer.concat(resources).subarray(40_000)),
			]),
		);
		expect(listOf(after, 'dc:subject')).toEqual(['a', 'Cup', 'Still life']);
		expect((await embedded(after)).equals(after)).toBe(true);
	});

	it.each<[string, Buffer]>([
		['are cut off', iptc(dataset(2, 25, 'Holiday').subarray(0, 8))],
		['are no datasets', iptc(Buffer.from('Holiday'))],
		['are in resources that are cut off', iptc(...keywords('Holiday')).subarray(0, -4)],
		[
			'are in front of a resource that is cut off',
			Buffer.concat([iptc(...keywords('a')), resource(0x040c, Buffer.alloc(8)).subarray(0, -4)]),
		],
		['are in something else', Buffer.from('8B1M')],
	])('that %s are left alone, with the image', async (_, resources) => {
		expect(await reason(inJpeg(resources))).toMatch(/^It is damaged: its (IPTC|Photoshop) .*\.$/);
	});
});
