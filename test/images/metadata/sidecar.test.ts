import { bmpFile, gifHeader } from '../support/headers';
import { fixture } from '../support/pixels';
import { png, webp, webpChunk, xmpChunk } from './support/chunk-files';
import {
	dataset,
	jpeg,
	photoshopSegment,
	resource,
	segment,
	xmpSegment,
} from './support/jpeg-files';
import { listOf, packet, packetIn, reason, subjects, TAGS, write } from './support/tags';

const sidecar = async (image: Uint8Array) => {
	const file = await write(image, TAGS, 'sidecar');
	if (file.kind !== 'sidecar') throw new Error('The image was written to.');
	return file;
};
const textOf = async (image: Uint8Array) => packetIn((await sidecar(image)).bytes);

describe('a file beside the image', () => {
	it.each([
		['JPG', fixture('pastoral.jpg')],
		['PNG', fixture('png-rgba-8.png')],
		['WEBP', fixture('webp-lossy.webp')],
		['BMP', bmpFile(20, 20)],
		['GIF', gifHeader(20, 20)],
	])('is XMP with the tags of a %s', async (_, image) => {
		const file = await sidecar(image);
		expect(file).toMatchObject({ mimeType: 'application/rdf+xml' });
		expect(file.reason).toBeUndefined();
		const bytes = file.bytes;
		expect(listOf(bytes, 'dc:subject')).toEqual(['Cup', 'Still life']);
		expect(listOf(bytes, 'lr:hierarchicalSubject')).toEqual(['object|Cup', 'scene|Still life']);
		expect(packetIn(bytes)).toContain('Iptc4xmpExt:rbShape="rectangle"');
	});

	it('has what the image says itself, since programs that find it read nothing else', async () => {
		const image = jpeg([
			xmpSegment(
				packet(`<xmp:Rating>4</xmp:Rating>${subjects('Holiday')}`, {
					attributes: 'xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="0"',
				}),
			),
			photoshopSegment(resource(0x0404, dataset(2, 25, 'Sea'))),
		]);
		const text = await textOf(image);
		expect(text).toContain('<xmp:Rating>4</xmp:Rating>');
		expect(text).not.toContain('HasExtendedXMP=');
		expect(listOf(Buffer.from(text), 'dc:subject')).toEqual([
			'Holiday',
			'Sea',
			'Cup',
			'Still life',
		]);
	});

	it('has what a signed image says itself', async () => {
		const signed = jpeg([
			segment(0xeb, 'JP\0\x01', 'jumb c2pa'),
			xmpSegment(packet('<xmp:Rating>4</xmp:Rating>')),
		]);
		expect(await textOf(signed)).toContain('<xmp:Rating>4</xmp:Rating>');
	});

	it.each([
		['no image', Buffer.from('<html></html>')],
		['nothing', Buffer.alloc(0)],
		['half an image', fixture('pastoral.jpg').subarray(0, 9000)],
		['an image with broken XMP', jpeg([xmpSegment('<x')])],
		['an image with broken IPTC', jpeg([photoshopSegment(resource(0x0404, Buffer.from('x')))])],
	])('is made of %s too', async (_, image) => {
		const { bytes } = await sidecar(image);
		expect(listOf(bytes, 'dc:subject')).toEqual(['Cup', 'Still life']);
	});

	const two = ['One', 'Two'].map((text) => packet(subjects(text)));
	it.each([
		['JPG', jpeg(two.map(xmpSegment))],
		['PNG', png(two.map((text) => xmpChunk(text)))],
		['WEBP', webp('webp-animated.webp', { more: two.map((text) => webpChunk('XMP ', text)) })],
	])(
		'has nothing of the two packets of a %s, neither of which is the right one',
		async (_, image) => {
			const { bytes } = await sidecar(image);
			expect(listOf(bytes, 'dc:subject')).toEqual(['Cup', 'Still life']);
		},
	);

	it.each([
		['a BMP', bmpFile(20, 20)],
		['no image at all', Buffer.from('<html></html>')],
	])('takes the place of %s, with the reason', async (_, image) => {
		expect(await reason(image)).toMatch(/^Its format has no place for keywords/);
	});
});
