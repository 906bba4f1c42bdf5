import { sniffImage } from '../../../images/sniff';
import { fixture } from '../support/pixels';
import { webp, webpChunk, webpChunks } from './support/chunk-files';
import { embedded, listOf, packet, reason, subjects } from './support/tags';

const ADDED = ['VP8X', 'XMP '];
const others = (file: Buffer) => webpChunks(file).filter(({ type }) => !ADDED.includes(type));
const flags = (file: Buffer) => webpChunks(file).find(({ type }) => type === 'VP8X')?.data[0];

const [XMP, ANIMATION, ALPHA, EXIF, ICC] = [0x04, 0x02, 0x10, 0x08, 0x20];

describe('tags in a WEBP', () => {
	it.each([
		['webp-lossy.webp', XMP],
		['webp-lossless.webp', XMP],
		['webp-lossless-alpha.webp', XMP | ALPHA],
		['webp-lossy-alpha.webp', XMP | ALPHA],
		['webp-animated.webp', XMP | ANIMATION],
	])('leave the data of %s alone, and are announced in its header', async (name, wanted) => {
		const before = fixture(name);
		const after = await embedded(before);
		expect(others(after)).toEqual(others(before));
		expect(flags(after)).toBe(wanted);
		expect(webpChunks(after)[0]?.type).toBe('VP8X');
		const { width, height } = sniffImage(before);
		expect(sniffImage(after)).toEqual({ ...sniffImage(before), width, height });
		expect(listOf(after, 'dc:subject')).toEqual(['Cup', 'Still life']);
		expect((await embedded(after)).equals(after)).toBe(true);
	});

	it('are put into the packet that is there, and leave profile and EXIF alone', async () => {
		const header = Buffer.from([ICC | EXIF | XMP, 0, 0, 0, 22, 0, 0, 16, 0, 0]);
		const trailer = Buffer.from('left by another program');
		const image = webpChunks(fixture('webp-lossy.webp'))[0]!;
		const before = webp(
			[
				webpChunk('VP8X', header),
				webpChunk('ICCP', 'profile'),
				webpChunk('VP8 ', image.data),
				webpChunk('XMP ', packet(subjects('Holiday'))),
				webpChunk('EXIF', 'exif'),
			],
			{ trailer },
		);
		const after = await embedded(before);
		expect(webpChunks(after).map(({ type }) => type)).toEqual([
			...['VP8X', 'ICCP', 'VP8 ', 'XMP ', 'EXIF', 'trailer'],
		]);
		expect(others(after)).toEqual(others(before));
		expect(flags(after)).toBe(ICC | EXIF | XMP);
		expect(listOf(after, 'dc:subject')).toEqual(['Holiday', 'Cup', 'Still life']);
	});

	const lossy = 'webp-lossy.webp';
	const MISFIT = /^It is damaged: its chunks do not follow each other\.$/;

	it.each<[string, Buffer, RegExp]>([
		[
			'has content credentials',
			webp('webp-animated.webp', { more: [webpChunk('C2PA', 'jumb')] }),
			/content credentials/,
		],
		[
			'has two packets',
			webp('webp-animated.webp', {
				more: [webpChunk('XMP ', packet('')), webpChunk('XMP ', packet(''))],
			}),
			/two XMP packets/,
		],
		[
			'has metadata without a header',
			webp(lossy, { more: [webpChunk('EXIF', 'exif')] }),
			/without a header/,
		],
		['is cut off', fixture(lossy).subarray(0, 100), MISFIT],
		['has chunks that do not fit', webp(lossy, { more: [Buffer.from('EXIF\xff\xff')] }), MISFIT],
		[
			'has a chunk that is longer than the image, with more behind it',
			webp(lossy, { more: [webpChunk('EXIF', 'exif').subarray(0, 10)], trailer: Buffer.alloc(2) }),
			MISFIT,
		],
		[
			'has no pixels',
			webp([webpChunk('VP8X', Buffer.alloc(10)), webpChunk('EXIF', 'exif')]),
			/^It is damaged: it has no pixels\.$/,
		],
	])('are put beside one that %s', async (_, file, sentence) => {
		expect(await reason(file)).toMatch(sentence);
	});
});
