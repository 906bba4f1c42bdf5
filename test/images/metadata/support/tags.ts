import { pause } from '../../support/pixels';
import type { KeywordTag } from '../../../../images/metadata/keywords';
import { writeTags, type TagPlace } from '../../../../images/metadata/write-tags';
import { imageFile } from '../../../../images/sniff';

type BoxNumbers = [x: number, y: number, width: number, height: number];

export const tag = (
	en: string,
	zh: string,
	{ type = 'object', boxes = [] as BoxNumbers[] } = {},
): KeywordTag => ({
	tag: en,
	type,
	confidence: 90,
	i18n_tag: { en, zh },
	i18n_type: { en: type, zh: type === 'object' ? '物体' : '场景' },
	instances: boxes.map(([top_left_x, top_left_y, width, height]) => ({
		confidence: 90,
		bounding_box: { top_left_x, top_left_y, width, height },
	})),
});

/** Two tags, one with a box that fits into each of the fixtures. */
export const TAGS = [
	tag('Cup', '杯子', { boxes: [[2, 3, 8, 4]] }),
	tag('Still life', '静物', { type: 'scene' }),
];

export async function write(
	image: Uint8Array,
	tags = TAGS,
	place: TagPlace = 'embed',
	options = {},
): Promise<{ kind: string; bytes: Buffer; mimeType: string; reason?: string }> {
	const file = await writeTags(imageFile(Buffer.from(image)), tags, {
		place,
		language: 'en',
		bothLanguages: false,
		pause,
		...options,
	});
	return { reason: undefined, ...file, bytes: Buffer.from(file.bytes) };
}

/** The image with the tags in it. */
export async function embedded(image: Uint8Array, tags = TAGS, options = {}): Promise<Buffer> {
	const file = await write(image, tags, 'embed', options);
	if (file.kind !== 'image') throw new Error(file.reason);
	return file.bytes;
}

/** Why the image was not written to. */
export async function reason(image: Uint8Array, tags = TAGS): Promise<string | undefined> {
	const file = await write(image, tags);
	if (file.kind !== 'sidecar') throw new Error('The image was written to.');
	expect(packetIn(file.bytes)).toContain('<rdf:li>Cup</rdf:li>');
	return file.reason;
}

/** The XMP packet somewhere in a file. */
export function packetIn(file: Buffer): string {
	const start = file.indexOf('<?xpacket begin');
	const end = file.indexOf('<?xpacket end', start);
	return file.toString('utf8', start, file.indexOf('?>', end) + 2);
}

/** The texts of a property that is a list. */
export function listOf(file: Buffer, property: string): string[] {
	const list = new RegExp(`<${property}[^>]*>(.*?)</${property}>`, 's').exec(packetIn(file))?.[1];
	return [...(list ?? '').matchAll(/<rdf:li[^>]*>([^<]*)<\/rdf:li>/g)].map(
		([, text]) => text ?? '',
	);
}

/** A packet as programs write it, with these properties in its only description. */
export const packet = (properties: string, { attributes = '', padding = '\n' } = {}): string =>
	[
		'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
		'<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 5.6">',
		'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" ${attributes}>`,
		properties,
		'</rdf:Description></rdf:RDF></x:xmpmeta>',
	].join('\n') + `${padding}<?xpacket end="w"?>`;

export const subjects = (...texts: string[]): string =>
	`<dc:subject><rdf:Bag>${texts.map((text) => `<rdf:li>${text}</rdf:li>`).join('')}</rdf:Bag></dc:subject>`;
