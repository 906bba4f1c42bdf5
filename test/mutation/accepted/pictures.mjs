const BEYOND =
	'one step more writes beyond the end, where typed arrays take nothing, or what the next step writes anew';
const ZERO = 'zero becomes zero either way';
/** Loops over pixels, samples and bytes that go one step further. */
const LOOPS = {
	'bmp.ts': ['y < bitmap.height', 'i < row + width * 3', 'x < width', 'i < row + width * bytes'],
	'encode.ts': ['row < data.length', 'i < row + stride', 'c < i + 3'],
	'jpeg/dct.ts': ['row < 64'],
	'jpeg/encode-block.ts': ['k < 64'],
	'jpeg/encode.ts': ['row < BLOCK'],
	'jpeg/turbo.ts': ['i < data.length', 'c < i + 3'],
	'orient.ts': ['y < bottom', 'top < upright.height', 'left < upright.width'],
	'png/encode.ts': ['i < row + stride', 'i < start + stride', 'top < height', 'y < rows'],
	'png/expand.ts': ['x < width'],
	'png/filter.ts': ['i < row.length'],
	'resample.ts': ['at < end'],
	'zlib.ts': ['at < bytes.length'],
};

/** @type {import('../accepted.mjs').Row[]} */
const IN_CODECS = [
	...Object.entries(LOOPS).flatMap(([name, conditions]) =>
		conditions.map((original) => ({
			file: `images/codecs/${name}`,
			original,
			replacement: original.replace('<', '<='),
			why: BEYOND,
		})),
	),
	...['png/header.ts', 'zlib.ts'].map((name) => ({
		file: `images/codecs/${name}`,
		original: "'Get the file again, or save it anew as PNG or JPG.'",
		why: 'a sentence for people',
	})),
	{
		file: 'images/codecs/png/encode.ts',
		original: "'latin1'",
		why: 'the type of a chunk is ASCII, which UTF-8 writes alike',
	},
	...[
		['depth < 8', 'depth <= 8'],
		['depth === 8', 'false'],
		['depth === 16', 'false'],
	].map(([original = '', replacement]) => ({
		file: 'images/codecs/png/expand.ts',
		original,
		replacement,
		why: 'what holds for fewer bits gives the same for whole bytes',
	})),
	{
		file: 'images/codecs/png/filter.ts',
		original: 'toA <= toB',
		replacement: 'toA < toB',
		why: 'as near to both, both are the same, or the third is nearer',
	},
	{
		file: 'images/codecs/png/header.ts',
		original: /^at \+ 12( <= b\.length)?$/,
		replacement: /^at (- 12|\+ 12 < b\.length)$/,
		why: 'a chunk at the very end or beyond it has nothing in it',
	},
	{
		file: 'images/codecs/zlib.ts',
		original: 'this.piece.length >= length',
		replacement: /^(false|this\.piece\.length > length)$/,
		why: 'saves a copy of what is there in one piece',
	},
	{
		file: 'images/codecs/zlib.ts',
		original: /this\.pieces\.return\?\.|reader\.cancel/,
		why: 'lets go at once of what would be collected later',
	},
	{
		file: 'images/codecs/zlib.ts',
		original: '{ value: undefined }',
		replacement: '{}',
		why: 'has no value either',
	},
	{
		file: 'images/codecs/zlib.ts',
		original: 'value',
		replacement: 'true',
		why: 'a stream that is not done has a value',
	},
	{
		file: 'images/drawing/lettering/rasterise.ts',
		original: 'this.areas[row + pixel]! += covered - before',
		why: 'the sign of all areas, which is not looked at',
	},
	{
		file: 'images/codecs/bmp.ts',
		original: 'signedHeight < 0',
		replacement: 'signedHeight <= 0',
		why: 'a picture has rows',
	},
	{
		file: 'images/codecs/encode.ts',
		original: 'alpha === 255',
		replacement: 'false',
		why: 'saves the work of laying what is opaque on white, which leaves it as it is',
	},
	{
		file: 'images/codecs/jpeg/bits.ts',
		original: 'this.at + length <= this.bytes.length',
		replacement: 'this.at + length < this.bytes.length',
		why: 'makes room a little earlier',
	},
	{
		file: 'images/codecs/jpeg/encode-block.ts',
		original: 'value < 0',
		replacement: 'value <= 0',
		why: ZERO,
	},
	{
		file: 'images/codecs/jpeg/turbo.ts',
		original: '() => 0',
		why: 'WebAssembly takes undefined for 0',
	},
	{
		file: 'images/codecs/jpeg/turbo.ts',
		original: 'pixels === 0',
		replacement: 'false',
		why: 'pixels that there is no memory for are not in it at any other place either, which fails next',
	},
	{
		file: 'images/codecs/jpeg/turbo.ts',
		original: 'isCmyk',
		replacement: 'true',
		why: 'takes alpha for black, and leaves opaque pixels as they are',
	},
	{
		file: 'images/codecs/orient.ts',
		original: 'Math.min(top + TILE, upright.height)',
		replacement: 'Math.max(top + TILE, upright.height)',
		why: 'moves the same pixels more than once',
	},
	{
		file: 'images/codecs/pace.ts',
		original: 'performance.now() - start < SLICE',
		replacement: 'performance.now() - start <= SLICE',
		why: 'no time is just that, and either answer is right then',
	},
];

const SIGN = 'the sign of all areas alike, which is left out in the end';
const AGREE = 'both formulas say the same there';
const NOTHING = 'nothing laid over a pixel leaves it as it is';

/** @type {[name: string, original: string][]} */
const DRAWING_LOOPS = [
	['lettering/rasterise.ts', 'y < this.height'],
	['lettering/rasterise.ts', 'x < this.width'],
	['lettering/text.ts', 'row < glyph.height'],
	['paint.ts', 'c < 3'],
];

/** @type {import('../accepted.mjs').Row[]} */
const IN_DRAWING = [
	...DRAWING_LOOPS.map(([name, original]) => ({
		file: `images/drawing/${name}`,
		original,
		replacement: original.replace('<', '<='),
		why: BEYOND,
	})),
	{
		file: 'images/drawing/lettering/outlines.ts',
		original: 'at < bytes.length',
		replacement: 'at <= bytes.length',
		why: 'reads one shape more, of nothing',
	},
	{
		file: 'images/drawing/lettering/rasterise.ts',
		original: 'y0 === y1',
		replacement: 'false',
		why: 'a level line has no height that it could cover',
	},
	...['y0 <= y1', 'y0 >= y1'].map((replacement) => ({
		file: 'images/drawing/lettering/rasterise.ts',
		original: 'y0 < y1',
		replacement,
		why: SIGN,
	})),
	{
		file: 'images/drawing/lettering/rasterise.ts',
		original: 'part * direction',
		replacement: 'part / direction',
		why: SIGN,
	},
	{
		file: 'images/drawing/lettering/rasterise.ts',
		original: /^sum \+= this\.areas/,
		replacement: /^sum -= this\.areas/,
		why: SIGN,
	},
	{
		file: 'images/drawing/lettering/rasterise.ts',
		original: /^place (<|>)= (left|right)$/,
		replacement: /^place (<|>) (left|right)$/,
		why: AGREE,
	},
	...['images/drawing/lettering/text.ts', 'images/drawing/paint.ts'].map((file) => ({
		file,
		original: 'cover > 0',
		replacement: /^(true|cover >= 0)$/,
		why: NOTHING,
	})),
	{
		file: 'images/drawing/paint.ts',
		original: /^d[xy] > 0( && dy > 0)?$/,
		replacement: /^(d[xy] >= 0|true|dx > 0 \|\| dy > 0)$/,
		why: 'beside a straight side a pixel is within the radius, so that all of it is covered',
	},
	{
		file: 'images/drawing/palette.ts',
		original: 'light / 0.05 >= 1.05 / light',
		replacement: 'light / 0.05 > 1.05 / light',
		why: 'no colour is as easy to read in white as in black',
	},
	{
		file: 'images/drawing/placement.ts',
		original: 'hidden(best, taken) > MAX_HIDDEN',
		replacement: 'hidden(best, taken) >= MAX_HIDDEN',
		why: 'where just so much is hidden, either answer is right',
	},
	{
		file: 'images/drawing/tags.ts',
		original: '[]',
		replacement: '["Stryker was here"]',
		why: 'a text has no box',
	},
	...['across > 0', 'along > 0'].map((original) => ({
		file: 'images/drawing/placement.ts',
		original,
		replacement: original.replace('>', '>='),
		why: 'nothing is shared where they only touch',
	})),
];

/**
 * Those of pixels: codecs and drawing.
 *
 * @type {import('../accepted.mjs').Row[]}
 */
export const IN_PICTURES = [...IN_CODECS, ...IN_DRAWING];
