import { EmbedError } from '../../../images/metadata/embed-error';
import {
	readLayout,
	segmentOf,
	segmentsWith,
	type JpegLayout,
} from '../../../images/metadata/jpeg/segments';
import { segment } from './support/jpeg-files';

const [TEM, RST0, RST7, SOI, EOI, APP1, APP2, DHT] = [
	...[0x01, 0xd0, 0xd7, 0xd8, 0xd9, 0xe1, 0xe2, 0xc4],
] as const;
const marker = (code: number) => Buffer.from([0xff, code]);
const SCAN = Buffer.concat([segment(0xda, 'scan'), Buffer.from([1, 2, 3])]);
const END = marker(EOI);
const image = (...parts: Buffer[]) => Buffer.concat([marker(SOI), ...parts]);
const markersOf = ({ segments }: JpegLayout) => segments.map((one) => one.marker);

describe('the segments in front of the pixels', () => {
	it.each<[string, Buffer[]]>([
		['one after the other', []],
		['a marker that stands alone, without a length', [marker(TEM)]],
		['the first restart marker', [marker(RST0)]],
		['the last restart marker', [marker(RST7)]],
		['another start of image', [marker(SOI)]],
		['fill bytes', [Buffer.from([0xff, 0xff, 0xff])]],
	])('are found: %s', (_, between) => {
		const parts = [segment(APP1, 'one'), ...between, segment(APP2), SCAN, END];
		expect(markersOf(readLayout(image(...parts)))).toEqual([APP1, APP2]);
	});

	it.each<[string, Buffer[]]>([
		['something between them that is no marker', [segment(APP1, 'one').subarray(1)]],
		['the end of the image', [marker(EOI), segment(APP1).subarray(2)]],
		['one that goes on behind the end of the file', [Buffer.from([0xff, APP1, 0x7f, 0xff])]],
	])('do not follow each other with %s', (_, parts) => {
		const file = image(segment(APP2), ...parts, SCAN, END);
		expect(() => readLayout(file)).toThrow('It is damaged: its segments do not follow each other.');
	});

	it('are asked for by marker and first letters, both', () => {
		const file = image(
			segment(APP1, 'Exif'),
			segment(APP2, 'Exif'),
			segment(APP1, 'http'),
			SCAN,
			END,
		);
		const found = segmentsWith(file, readLayout(file), APP1, 'Exif');
		expect(found.map(({ start, body, end }) => [start, body, end])).toEqual([[2, 6, 10]]);
	});
});

describe('the end of the image', () => {
	const TRAILER = Buffer.concat([Buffer.from('behind'), END]);

	it.each<[string, Buffer[]]>([
		['behind the first scan', []],
		['behind 0xFF in the data, which is followed by 0', [Buffer.from([0xff, 0, EOI, 7])]],
		['behind restart markers', [marker(RST0), Buffer.from([9]), marker(RST7), Buffer.from([9])]],
		['behind a table between two scans, whatever it says', [segment(DHT, END), SCAN]],
		['behind a table with fill bytes in front', [Buffer.from([0xff]), segment(DHT, END), SCAN]],
		['behind an empty segment', [segment(DHT), SCAN]],
		['behind fill bytes', [Buffer.from([0xff, 0xff])]],
	])('is %s', (_, data) => {
		const before = image(segment(APP1), SCAN, ...data, END);
		const { imageEnd } = readLayout(Buffer.concat([before, TRAILER]));
		expect(imageEnd).toBe(before.length);
	});

	it('is that of the file with a segment that fills it', () => {
		expect(() => readLayout(image(SCAN, segment(DHT, 'x')))).toThrow(
			'It is damaged: its end-of-image marker is missing.',
		);
	});

	it.each<[string, Buffer]>([
		['shorter than its own length', Buffer.from([0xff, DHT, 0, 1])],
		['longer than the file', Buffer.from([0xff, DHT, 1, 0])],
	])('is not looked for behind a segment that is %s', (_, bad) => {
		expect(() => readLayout(image(SCAN, bad, END))).toThrow(
			'It is damaged: its segments do not follow each other.',
		);
	});
});

it('a segment holds what its length, of two bytes, can say', () => {
	const fits = Buffer.alloc(65_533);
	expect(segmentOf(APP1, fits).equals(segment(APP1, fits))).toBe(true);
	expect(() => segmentOf(APP1, Buffer.alloc(65_534))).toThrow(EmbedError);
});
