import { decodeUpright } from '../../../images/codecs/decode';
import { imageFile } from '../../../images/sniff';
import { pace, expectSame, fixture } from '../support/pixels';
import { png, pngChunk, pngChunks, xmpChunk } from './support/chunk-files';
import { embedded, listOf, packet, packetIn, reason, subjects } from './support/tags';

jest.mock('@cwasm/jpeg-turbo/jpeg-turbo.wasm', () => jest.requireActual('../support/turbo-wasm'));

const FIXTURES = [
	...['grey-8', 'grey-16', 'grey-alpha', 'palette-1', 'palette-2', 'palette-4', 'palette-8'],
	...['rgb-8', 'rgb-16', 'rgba-8', 'rgba-interlaced'],
].map((kind) => `png-${kind}.png`);

const isXmp = ({ bytes }: { bytes: Buffer }) => bytes.includes('XML:com.adobe.xmp');
const others = (file: Buffer) => pngChunks(file).filter((chunk) => !isXmp(chunk));

describe('tags in a PNG', () => {
	it.each(FIXTURES)('leave the pixels and every other chunk of %s alone', async (name) => {
		const before = fixture(name);
		const after = await embedded(before);
		expect(others(after)).toEqual(others(before));
		expectSame(
			await decodeUpright(imageFile(after), pace),
			await decodeUpright(imageFile(before), pace),
		);
		expect(listOf(after, 'dc:subject')).toEqual(['Cup', 'Still life']);
		expect(listOf(after, 'lr:hierarchicalSubject')).toEqual(['object|Cup', 'scene|Still life']);
		expect((await embedded(after)).equals(after)).toBe(true);
	});

	it('stand in front of the pixels, and leave what programs put behind the end', async () => {
		const trailer = Buffer.from('left by another program');
		const chunks = [pngChunk('gAMA', Buffer.alloc(4)), pngChunk('tEXt', 'Title\0x')];
		const after = await embedded(png(chunks, { trailer }));
		expect(pngChunks(after).map(({ type }) => type)).toEqual([
			...['IHDR', 'iTXt', 'gAMA', 'tEXt', 'pHYs', 'IDAT', 'IEND', 'trailer'],
		]);
		expect(after.subarray(-trailer.length).equals(trailer)).toBe(true);
	});

	it('are put into the packet that is there, wherever it stands', async () => {
		const head = '\0\0x-default\0Metadata\0';
		const chunks = [pngChunk('tIME', Buffer.alloc(7)), xmpChunk(packet(subjects('Holiday')), head)];
		const after = await embedded(png(chunks));
		expect(listOf(after, 'dc:subject')).toEqual(['Holiday', 'Cup', 'Still life']);
		expect(pngChunks(after).map(({ type }) => type)).toEqual([
			...['IHDR', 'tIME', 'iTXt', 'pHYs', 'IDAT', 'IEND', 'trailer'],
		]);
		expect(after.includes(`XML:com.adobe.xmp\0${head}<?xpacket`)).toBe(true);
		expect(packetIn(after)).toContain('Adobe XMP Core');
	});

	it('stand beside other texts in the form of XMP', async () => {
		const comment = pngChunk('iTXt', 'Comment\0\0\0\0\0one');
		const after = await embedded(png([comment, xmpChunk(packet(subjects('Holiday')))]));
		expect(listOf(after, 'dc:subject')).toEqual(['Holiday', 'Cup', 'Still life']);
		expect(after.includes(comment)).toBe(true);
	});

	const XMP = 'XML:com.adobe.xmp\0';
	const HALF = /^It is damaged: the chunk of its XMP is not complete\.$/;

	it.each<[string, Buffer, RegExp]>([
		['has content credentials', png([pngChunk('caBX', 'jumb c2pa')]), /content credentials/],
		['has two packets', png([xmpChunk(packet('')), xmpChunk(packet(''))]), /two XMP packets/],
		['has a compressed packet', png([xmpChunk('x\x9c', '\x01\0\0\0')]), /compressed/],
		...['tEXt', 'zTXt', 'iTXt'].map((type): [string, Buffer, RegExp] => [
			`has the form of ImageMagick in ${type}`,
			png([pngChunk(type, 'Raw profile type xmp\0\0x')]),
			/ImageMagick/,
		]),
		['has its packet in plain text', png([pngChunk('tEXt', `${XMP}${packet('')}`)]), /in a form/],
		[
			'has its packet in a chunk of another kind',
			png([pngChunk('tEXt', `${XMP}\0\0\0\0${packet('')}`)]),
			/in a form/,
		],
		['has half a language', png([pngChunk('iTXt', `${XMP}\0\0en`)]), HALF],
		['has half a translated name', png([pngChunk('iTXt', `${XMP}\0\0en\0Met`)]), HALF],
		[
			'has no pixels',
			Buffer.concat([fixture('png-rgba-8.png').subarray(0, 33), pngChunk('IEND', '')]),
			/^It is damaged: it has no pixels\.$/,
		],
		['has a packet that takes long to read', png([xmpChunk(packet(' '.repeat(140_000)))]), /KB/],
		['is cut off', fixture('png-rgba-8.png').subarray(0, 500), /damaged|too early/],
		['has a chunk that is too long', png([Buffer.from('\x7f\0\0\0tEXt')]), /do not follow/],
	])('are put beside one that %s', async (_, file, sentence) => {
		expect(await reason(file)).toMatch(sentence);
	});
});
