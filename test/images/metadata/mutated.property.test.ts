import fc from 'fast-check';

import { readLayout } from '../../../images/metadata/jpeg/segments';
import { sniffImage } from '../../../images/sniff';
import { thorough } from '../../support/thorough';
import { fixture } from '../support/pixels';
import { png, pngChunk, webp, webpChunk, webpChunks, xmpChunk } from './support/chunk-files';
import {
	dataset,
	exifSegment,
	jpeg,
	multiPicture,
	photoshopSegment,
	readMultiPicture,
	resource,
	segment,
	xmpSegment,
} from './support/jpeg-files';
import { packet, subjects, write } from './support/tags';

const xmp = packet(subjects('Holiday'), { padding: ' '.repeat(200) });
const iptc = photoshopSegment(
	resource(0x0404, dataset(2, 25, 'Sea')),
	resource(0x0425, Buffer.alloc(16)),
);

const FILES = [
	jpeg(),
	jpeg([segment(0xe0, 'JFIF\0', Buffer.alloc(9)), exifSegment(), xmpSegment(xmp), iptc]),
	jpeg([exifSegment(), iptc], { name: 'colours-progressive.jpg', trailer: Buffer.from('trailer') }),
	multiPicture(true, [exifSegment()], [xmpSegment(xmp)]),
	multiPicture(false, [exifSegment(), xmpSegment(xmp)]),
	png([pngChunk('tEXt', 'Title\0x'), xmpChunk(xmp)]),
	fixture('png-palette-4.png'),
	fixture('webp-lossy.webp'),
	fixture('webp-lossless-alpha.webp'),
	webp('webp-animated.webp', { more: [webpChunk('XMP ', xmp), webpChunk('EXIF', 'exif')] }),
];

/** A place in a file, mostly near its beginning, where what is read stands. */
const place = fc.oneof(fc.nat(120), fc.nat(1200), fc.nat(100_000));

type Change = (file: Buffer) => Buffer;

const changes: fc.Arbitrary<Change> = fc.oneof(
	fc.tuple(place, fc.nat(255)).map(
		([at, value]): Change =>
			(file) => {
				if (file.length > 0) file[at % file.length] = value;
				return file;
			},
	),
	fc.tuple(place, fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)).map(
		([at, value]): Change =>
			(file) => {
				file
					.subarray(at % (file.length + 1))
					.subarray(0, 4)
					.fill(value);
				return file;
			},
	),
	place.map(
		(at): Change =>
			(file) =>
				file.subarray(0, file.length - (at % (file.length + 1))),
	),
	fc.tuple(place, fc.uint8Array({ maxLength: 12 })).map(
		([at, bytes]): Change =>
			(file) => {
				const cut = at % (file.length + 1);
				return Buffer.concat([file.subarray(0, cut), bytes, file.subarray(cut)]);
			},
	),
	fc.tuple(place, fc.integer({ min: 1, max: 40 })).map(
		([at, count]): Change =>
			(file) => {
				const cut = at % (file.length + 1);
				return Buffer.concat([file.subarray(0, cut), file.subarray(cut + count)]);
			},
	),
);

const mutated = fc
	.tuple(fc.constantFrom(...FILES), fc.array(changes, { minLength: 1, maxLength: 4 }))
	.map(([file, list]) => list.reduce<Buffer>((bytes, change) => change(bytes), Buffer.from(file)));

/** Bytes from the first scan or the pixels on; tags stand in front of them, in WEBP behind. */
const pixelBytes = (file: Buffer, { format }: { format: string }): number =>
	file.length -
	(format === 'png' ? file.indexOf('IDAT') : (readLayout(file).segments.at(-1)?.end ?? 0));

/** Chunks of a WEBP without those that tags are in. */
const imageChunks = (file: Buffer): string =>
	webpChunks(file)
		.filter(({ type }) => !['VP8X', 'XMP '].includes(type))
		.map(({ type, data }) => type + data.toString('latin1'))
		.join();

async function expectSound(before: Buffer, after: Buffer): Promise<void> {
	const sniffed = sniffImage(before);
	expect(sniffed.damage).toBeUndefined();
	expect(sniffImage(after)).toEqual(sniffed);
	if (sniffed.format === 'webp') {
		expect(imageChunks(after)).toBe(imageChunks(before));
	} else {
		const pixels = before.subarray(-pixelBytes(before, sniffed));
		expect(after.subarray(-pixels.length).equals(pixels)).toBe(true);
	}
	expect(after.toString()).toMatch(/<(\w+:)?li[^>]*>Cup</);
	const again = await write(after);
	expect(again.kind).toBe('image');
	expect(Buffer.compare(after, again.bytes)).toBe(0);
}

it('a changed, cut or patched file is written to soundly, or left alone with a sentence', async () => {
	let written = 0;
	await fc.assert(
		fc.asyncProperty(mutated, async (before) => {
			const copy = Buffer.from(before);
			const file = await write(before);
			expect(Buffer.compare(before, copy)).toBe(0);
			if (file.kind === 'sidecar') {
				expect(file.reason).toMatch(/^[A-Z].*\.$/);
				return;
			}
			written++;
			await expectSound(before, file.bytes);
		}),
		{ numRuns: thorough ? 100_000 : 1_500 },
	);
	expect(written).toBeGreaterThan(100);
}, 1_800_000);

type Read = ReturnType<typeof readMultiPicture>;

it('an image behind a changed one is still found where it was', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.boolean(),
			fc.array(fc.constantFrom(exifSegment(), xmpSegment(xmp), iptc, segment(0xfe, 'x')), {
				maxLength: 4,
			}),
			fc.nat(4),
			async (little, segments, cut) => {
				const before = multiPicture(little, segments.slice(0, cut), segments.slice(cut));
				const file = await write(before);
				if (file.kind === 'sidecar') return;
				const after = file.bytes;
				const [{ second }, { second: moved }] = [before, after].map(readMultiPicture) as [
					Read,
					Read,
				];
				expect(moved.equals(second)).toBe(true);
				expect(readMultiPicture(after).firstSize).toBe(
					after.length - fixture('colours-grey.jpg').length,
				);
			},
		),
		{ numRuns: thorough ? 10_000 : 300 },
	);
}, 600_000);
