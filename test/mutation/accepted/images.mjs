const ALWAYS_MATCHES = 'matches any text from its start, with or without the anchor';

/** @type {import('../accepted.mjs').Row[]} */
const IN_METADATA = [
	{
		file: 'images/metadata/jpeg/iim.ts',
		original: "'declared'",
		why: 'is asked for by the other two names alone',
	},
	{
		file: 'images/metadata/jpeg/mpf.ts',
		original: 'body + header',
		replacement: 'body - header',
		why: 'no edit ends within the eight bytes between, or within those in front of an image',
	},
	{
		file: 'images/metadata/jpeg/segments.ts',
		original: 'start < 0',
		replacement: 'start <= 0',
		why: 'the search begins behind the first byte',
	},
	{
		file: 'images/metadata/keywords.ts',
		original: "clean(keyword).normalize('NFC').toLowerCase()",
		replacement: "clean(keyword).normalize('NFC').toUpperCase()",
		why: 'folds the same keywords, but for letters such as ß',
	},
	{
		file: 'images/metadata/keywords.ts',
		original: '[]',
		replacement: '["Stryker was here"]',
		why: 'is not missing either, and no tag has that name',
	},
	{
		file: 'images/metadata/png.ts',
		original: 'chunks[0]?.end',
		replacement: 'chunks[0].end',
		why: 'a file without chunks was refused before',
	},
	{
		file: 'images/metadata/webp.ts',
		original: 'first?.type',
		replacement: 'first.type',
		why: 'a file without chunks was refused before',
	},
	{
		file: 'images/metadata/webp.ts',
		original: "first?.type === 'VP8L'",
		replacement: 'true',
		why: 'that byte of a lossy image is 1, without the bit',
	},
	{
		file: 'images/metadata/xmp/packet.ts',
		original: /^\/\^(\(\?:\[\\s\\ufeff\]|\\s\*)/,
		replacement: /^\/(?!\^)|\)\[0\]$/,
		why: ALWAYS_MATCHES,
	},
	{
		file: 'images/metadata/xmp/packet.ts',
		original: "'\\n'",
		why: 'where there is none, one blank is written, as white as a new line',
	},
	{
		file: 'images/metadata/xmp/regions.ts',
		original: 'Math.abs(Number(valueOf(boundary, side)) - box[field]) < SAME',
		replacement: 'Math.abs(Number(valueOf(boundary, side)) - box[field]) <= SAME',
		why: 'shares that differ by just this do so by chance, and either answer is right',
	},
];

const NO_ORIENTATION = 'an orientation that is none counts as little as one that is missing';

/** @type {import('../accepted.mjs').Row[]} */
const IN_FORMATS = [
	{
		file: 'images/base64.ts',
		original: 'comma < 0',
		replacement: 'comma <= 0',
		why: 'five letters are in front of it',
	},
	{
		file: 'images/base64.ts',
		original: "'utf8'",
		why: "UTF-8 is what Node takes where the encoding's name is empty",
	},
	{
		file: 'images/formats/jpeg.ts',
		original: 'step < MAX_STEPS',
		replacement: 'step <= MAX_STEPS',
		why: 'one step more of too many',
	},
	...['jpeg', 'png'].map((format) => ({
		file: `images/formats/${format}.ts`,
		original: 'orientation',
		replacement: 'true',
		why: NO_ORIENTATION,
	})),
	{
		file: 'images/formats/refused/heif.ts',
		original: '[]',
		replacement: '["Stryker was here"]',
		why: 'is no brand',
	},
	{
		file: 'images/formats/webp.ts',
		original: 'SIZE_READERS[kind]?.(b)',
		replacement: 'SIZE_READERS[kind](b)',
		why: 'a kind that was found among them has one',
	},
	{
		file: 'images/formats/webp.ts',
		original: '[NaN, NaN]',
		replacement: '[]',
		why: 'nothing is no size either',
	},
	{
		file: 'images/shrink.ts',
		original: 'scale === 1',
		replacement: 'false',
		why: 'saves the work of scaling to the same size, which gives the same pixels',
	},
	{
		file: 'images/sniff.ts',
		original: /^(width|height) === undefined/,
		replacement: /^(false|width === undefined && height === undefined)$/,
		why: 'a header has both sides or none',
	},
	{
		file: 'images/validate.ts',
		original: "'no known image'",
		why: 'stands in no sentence: what is no known image has one of its own',
	},
	{
		file: 'images/validate.ts',
		original: "''",
		replacement: '"Stryker was here!"',
		why: 'is no type either',
	},
];

/**
 * Those of images' metadata, formats and checks.
 *
 * @type {import('../accepted.mjs').Row[]}
 */
export const IN_IMAGES = [...IN_METADATA, ...IN_FORMATS];
