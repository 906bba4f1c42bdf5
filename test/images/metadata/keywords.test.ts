import type { KeywordTag } from '../../../images/metadata/keywords';
import { exif } from '../support/headers';
import { withOrientation } from '../support/pixels';
import { jpeg } from './support/jpeg-files';
import { embedded, listOf, packetIn, tag, TAGS } from './support/tags';

const lists = async (options: { language?: 'en' | 'zh'; bothLanguages?: boolean }, tags = TAGS) => {
	const file = await embedded(jpeg(), tags, options);
	return {
		subjects: listOf(file, 'dc:subject'),
		hierarchy: listOf(file, 'lr:hierarchicalSubject'),
	};
};

describe('the keywords of tags', () => {
	it('are in the chosen language, with their kind above them', async () => {
		expect(await lists({ language: 'zh' })).toEqual({
			subjects: ['杯子', '静物'],
			hierarchy: ['物体|杯子', '场景|静物'],
		});
	});

	it('are in both languages on request, one hierarchy in the chosen one', async () => {
		expect(await lists({ bothLanguages: true })).toEqual({
			subjects: ['Cup', '杯子', 'Still life', '静物'],
			hierarchy: ['object|Cup', 'scene|Still life'],
		});
	});

	it('are in English too where Chinese was chosen, on request', async () => {
		expect(await lists({ language: 'zh', bothLanguages: true })).toEqual({
			subjects: ['杯子', 'Cup', '静物', 'Still life'],
			hierarchy: ['物体|杯子', '场景|静物'],
		});
	});

	it('are the tag itself where the answer has no languages at all', async () => {
		const plain: KeywordTag = { tag: 'Cup', type: 'object', confidence: 90, instances: [] };
		expect(await lists({ language: 'zh', bothLanguages: true }, [plain])).toEqual({
			subjects: ['Cup'],
			hierarchy: ['object|Cup'],
		});
	});

	it('are the tag itself where the answer has no other name', async () => {
		const plain = { ...tag('Cup', ''), i18n_tag: {}, i18n_type: {}, type: '' };
		expect(await lists({ language: 'zh', bothLanguages: true }, [plain])).toEqual({
			subjects: ['Cup'],
			hierarchy: ['Cup'],
		});
	});

	it('are there once, and their bars make no levels', async () => {
		expect(
			await lists({}, [
				...[tag('A|B', ''), tag('a|b', ''), tag('Straße', ''), tag(' ', '')],
				tag('Cup', '', { type: 'thing|part' }),
			]),
		).toEqual({
			subjects: ['A|B', 'Straße', 'Cup'],
			hierarchy: ['object|A/B', 'object|Straße', 'thing/part|Cup'],
		});
	});
});

/** Of the 61 × 45 pixels as they are stored, a box from (10, 5), 20 wide and 10 high. */
const STORED = 'rbX="0.16393" rbY="0.11111" rbW="0.32787" rbH="0.22222"';
const UPRIGHT: Array<[number, [number, number, number, number]]> = [
	[1, [10, 5, 20, 10]],
	[2, [31, 5, 20, 10]],
	[3, [31, 30, 20, 10]],
	[4, [10, 30, 20, 10]],
	[5, [5, 10, 10, 20]],
	[6, [30, 10, 10, 20]],
	[7, [30, 31, 10, 20]],
	[8, [5, 31, 10, 20]],
];

it.each(UPRIGHT)(
	'regions are those of the pixels as they are stored: EXIF %i',
	async (orientation, box) => {
		const file = await embedded(withOrientation(jpeg(), exif(orientation)), [
			tag('Cup', '', { boxes: [box] }),
		]);
		expect(packetIn(file).replaceAll('Iptc4xmpExt:', '')).toContain(STORED);
	},
);
