import { decodeUpright } from '../../../images/codecs/decode';
import { imageFile } from '../../../images/sniff';
import { pace, expectSame, fixture } from '../support/pixels';
import {
	datasetsOf,
	digestOf,
	exifSegment,
	extendedXmpSegments,
	jpeg,
	segment,
	takenApart,
	withoutTagging,
	xmpSegment,
} from './support/jpeg-files';
import {
	embedded,
	listOf,
	packet,
	packetIn,
	reason,
	subjects,
	TAGS,
	tag,
	write,
} from './support/tags';

jest.mock('@cwasm/jpeg-turbo/jpeg-turbo.wasm', () => jest.requireActual('../support/turbo-wasm'));

const names = (file: Buffer) =>
	takenApart(file).segments.map((one) =>
		one.toString('latin1', 4, 4 + Math.max(0, one.indexOf('\0', 4) - 4)),
	);

describe('tags in a JPG', () => {
	it.each([
		'colours-420.jpg',
		'colours-444.jpg',
		'colours-grey.jpg',
		'colours-progressive.jpg',
		'colours-cmyk.jpg',
		'pastoral.jpg',
	])('leave the pixels and every other byte of %s alone', async (name) => {
		const before = fixture(name);
		const after = await embedded(before);
		expect(withoutTagging(after).equals(withoutTagging(before))).toBe(true);
		expectSame(
			await decodeUpright(imageFile(after), pace),
			await decodeUpright(imageFile(before), pace),
		);
		expect(listOf(after, 'dc:subject')).toEqual(['Cup', 'Still life']);
		expect(listOf(after, 'lr:hierarchicalSubject')).toEqual(['object|Cup', 'scene|Still life']);
		expect(datasetsOf(after)).toEqual([
			'1:0 \0\x04',
			'1:90 \x1b%G',
			'2:0 \0\x04',
			'2:25 Cup',
			'2:25 Still life',
		]);
	});

	it('stand behind JFIF and EXIF, in front of the colour profile', async () => {
		const after = await embedded(
			jpeg([
				segment(0xe0, 'JFIF\0', Buffer.alloc(9)),
				exifSegment(),
				segment(0xe2, 'ICC_PROFILE\0\x01\x01', 'profile'),
			]),
		);
		expect(names(after).slice(0, 5)).toEqual([
			'JFIF',
			'Exif',
			'http://ns.adobe.com/xap/1.0/',
			'Photoshop 3.0',
			'ICC_PROFILE',
		]);
	});

	it.each<[string, Buffer[], number]>([
		['a file without either', [], 0],
		['APP1 of another kind', [exifSegment(), segment(0xe1, 'other\0')], 1],
		['another APP that begins like EXIF', [exifSegment(), segment(0xe3, 'Exif\0\0')], 1],
	])('stand in front of whatever else is there: %s', async (_, segments, before) => {
		const bare = jpeg([], { name: 'colours-420.jpg' });
		const start = 4 + bare.readUInt16BE(4);
		const file = Buffer.concat([bare.subarray(0, 2), ...segments, bare.subarray(start)]);
		expect(names(await embedded(file)).indexOf('http://ns.adobe.com/xap/1.0/')).toBe(before);
	});

	it.each([
		['APP11 of another kind', segment(0xeb, 'HDR_RI', 'c2pa')],
		['boxes of another kind', segment(0xeb, 'JP\0\x01', 'jumb json')],
	])('leave %s alone, which are no content credentials', async (_, other) => {
		expect((await embedded(jpeg([other]))).includes(other)).toBe(true);
	});

	it('are put into the packet that is there, wherever it stands', async () => {
		const comment = segment(0xfe, 'a comment');
		const after = await embedded(jpeg([comment, xmpSegment(packet(subjects('Holiday')))]));
		expect(listOf(after, 'dc:subject')).toEqual(['Holiday', 'Cup', 'Still life']);
		expect(names(after).filter((name) => name.includes('xap'))).toHaveLength(1);
	});

	it('move nothing where the padding of the packet has room for them', async () => {
		const before = jpeg([xmpSegment(packet(subjects('Holiday'), { padding: ' '.repeat(4000) }))]);
		const after = await embedded(before);
		expect(Buffer.byteLength(packetIn(after))).toBe(Buffer.byteLength(packetIn(before)));
	});

	it.each([
		['once', async (file: Buffer) => await embedded(file)],
		[
			'as another program would have left them',
			async (file: Buffer) => await embedded(await embedded(file, [tag('CUP', '')])),
		],
	])('are not written again when they are there %s', async (_, first) => {
		const once = await first(jpeg([exifSegment()]));
		expect((await embedded(once)).equals(once)).toBe(true);
	});

	it.each([
		['none', []],
		['those of the filters: none', [tag('', '')]],
	])('leave the file as it is when there are %s', async (_, tags) => {
		const before = jpeg([exifSegment()]);
		expect((await embedded(before, tags)).equals(before)).toBe(true);
		const broken = jpeg([segment(0xe2, 'MPF\0', 'no index')]);
		expect((await embedded(broken, tags)).equals(broken)).toBe(true);
	});
});

describe('what follows the image', () => {
	it('is the same when it is the film of a moving photo', async () => {
		const film = Buffer.from('\0\0\0\x18ftypmp42 film MotionPhoto_Data');
		const motion =
			'<GCamera:MotionPhoto xmlns:GCamera="http://ns.google.com/photos/1.0/camera/">1</GCamera:MotionPhoto>';
		const after = await embedded(jpeg([xmpSegment(packet(motion))], { trailer: film }));
		expect(after.subarray(-film.length).equals(film)).toBe(true);
		expect(packetIn(after)).toContain('<GCamera:MotionPhoto');
	});
});

describe('a JPG that is better left alone', () => {
	const noted = (text: string) =>
		packet('', {
			attributes: `xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="${digestOf(text)}"`,
		});
	it.each<[string, Buffer, RegExp]>([
		[
			'has content credentials',
			jpeg([segment(0xeb, 'JP\0\x01', 'jumb c2pa')]),
			/content credentials/,
		],
		[
			'has content credentials elsewhere',
			jpeg([
				xmpSegment(
					packet('', {
						attributes:
							'xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="https://example.com/1.c2pa"',
					}),
				),
			]),
			/content credentials/,
		],
		['has two packets', jpeg([xmpSegment(packet('')), xmpSegment(packet(''))]), /two XMP packets/],
		['has no end', jpeg().subarray(0, -2), /end-of-image marker/],
		[
			'is cut off in its scan',
			jpeg([], { trailer: Buffer.alloc(0) }).subarray(0, -60),
			/end-of-image marker/,
		],
		[
			'has segments that do not fit',
			jpeg([Buffer.from([0xff, 0xe5, 0x7f, 0xff])]),
			/damaged|cut off/,
		],
		[
			'has keywords in its extended packet',
			jpeg([xmpSegment(noted(subjects('a'))), ...extendedXmpSegments(subjects('a'))]),
			/extended XMP has keywords/,
		],
		['lacks its extended packet', jpeg([xmpSegment(noted('x'))]), /extended XMP is missing/],
		[
			'has no room for more',
			jpeg([xmpSegment(packet(`<dc:source>${'x'.repeat(65_000)}</dc:source>`))]),
			/64 KB/,
		],
	])('%s', async (_, file, sentence) => {
		expect(await reason(file)).toMatch(sentence);
	});

	it('has keywords across two pieces of its extended packet, in any order', async () => {
		const text = subjects('a');
		const pieces = extendedXmpSegments(text, text.indexOf('ject'));
		expect(pieces.length).toBeGreaterThan(2);
		for (const order of [pieces, pieces.toReversed(), [...pieces.slice(2), ...pieces.slice(0, 2)]])
			expect(await reason(jpeg([xmpSegment(noted(text)), ...order]))).toMatch(/has keywords/);
		expect(await reason(jpeg([xmpSegment(noted(text)), ...pieces.slice(1)]))).toBe(
			'It is damaged: a part of its extended XMP is missing.',
		);
	});

	it('keeps an extended packet that holds something else', async () => {
		const depth = `<GDepth:Data>${'A'.repeat(150_000)}</GDepth:Data>`;
		const segments = extendedXmpSegments(depth);
		const after = await embedded(jpeg([xmpSegment(noted(depth)), ...segments]));
		for (const one of segments) expect(after.includes(one)).toBe(true);
		expect(packetIn(after)).toContain(`xmpNote:HasExtendedXMP="${digestOf(depth)}"`);
	});

	it('gets a file beside it for a tag of 64 KB', async () => {
		const file = await write(jpeg(), [...TAGS, tag('x'.repeat(65_536), '')]);
		expect(file).toMatchObject({ kind: 'sidecar', reason: expect.stringMatching(/64 KB/) });
	});
});
