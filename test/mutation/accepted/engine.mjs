const BEYOND =
	'one step more writes beyond the end, where typed arrays take nothing, or what the next step writes anew';
const UNSCORED = 'boxes beyond the last one have no scores';

/** @type {[name: string, original: string][]} */
const BITMAP_LOOPS = [
	['direct', 'y < height'],
	['direct', 'x < width'],
	['indexed', 'i < indices.length'],
	['indexed', 'y < height'],
	['indexed', 'x < width'],
];

/**
 * Those of the service's engine.
 *
 * @type {import('../accepted.mjs').Row[]}
 */
export const IN_ENGINE = [
	{
		file: 'service/src/engine/findings/colours.ts',
		original: /^l [<>] 0\.\d+$/,
		replacement: /^l [<>]= 0\.\d+$/,
		why: 'the sum of two bytes is no such part of 510',
	},
	{
		file: 'service/src/engine/findings/colours.ts',
		original: 'range === 0',
		replacement: 'false',
		why: 'black, white and grey are named before the number, which is none, is looked at',
	},
	{
		file: 'service/src/engine/findings/consistency.ts',
		original: '!believed.has(unsure)',
		replacement: 'false',
		why: 'saves looking for what is narrower than a term that nothing speaks for',
	},
	{
		file: 'service/src/engine/decode/sharp.ts',
		original: "{ depth: 'uchar' }",
		why: 'what is in sRGB has bytes already',
	},
	{
		file: 'service/src/engine/errors.ts',
		original: "'EngineError'",
		why: 'a name that is read in stacks alone',
	},
	{
		file: 'service/src/engine/models/output/detections.ts',
		original: 'index < scores.length',
		replacement: 'index <= scores.length',
		why: 'a score that is not there passes no floor',
	},
	...["model.task === 'embedding'", "'embedding'"].map((original) => ({
		file: 'service/src/engine/models/schema.ts',
		original,
		replacement: /^(false|"")$/,
		why: 'an embedding has labels and can have no classes',
	})),
	{
		file: 'service/src/engine/models/schema.ts',
		original: "'custom'",
		why: 'the kind of an issue is not told',
	},
	{
		file: 'service/src/engine/models/schema.ts',
		original: "model.task === 'classification'",
		replacement: 'true',
		why: 'a detector has no scenes in its output',
	},
	{
		file: 'service/src/engine/pool/worker-process.ts',
		original: 'false',
		line: /^#takesNext/,
		why: 'is set anew with each image, and asked for only with one',
	},
	...['index', 'judgement/detected'].map((name) => ({
		file: `service/src/engine/findings/${name}.ts`,
		original: '[]',
		line: /isAlone|const has/,
		why: 'a text is no pair of terms, and has no score',
	})),
	{
		file: 'service/src/engine/findings/judgement/classified.ts',
		original: 'probability >= CLASSIFIED_FROM',
		replacement: 'probability > CLASSIFIED_FROM',
		why: 'a hundredth is no sum of a few numbers of single precision',
	},
	{
		file: 'service/src/engine/findings/judgement/evidence.ts',
		original: 'word === undefined',
		replacement: 'false',
		why: 'the scene has no word undefined',
	},
	{
		file: 'service/src/engine/models/description.ts',
		original: "'utf8'",
		why: 'JSON is read from bytes as well, as UTF-8',
	},
	{
		file: 'service/src/engine/models/input/prepare.ts',
		original: '!sameSize(target, input)',
		replacement: 'true',
		why: 'saves bars that the image then covers',
	},
	{
		file: 'service/src/engine/models/input/prepare.ts',
		original: 'i < area',
		replacement: 'i <= area',
		why: BEYOND,
	},
	...['i < to', 'x < to.width'].map((original) => ({
		file: 'service/src/engine/models/input/resample.ts',
		original,
		replacement: original.replace('<', '<='),
		why: BEYOND,
	})),
	{
		file: 'service/src/engine/models/output/detections.ts',
		original: /^(boxes|data)\.length \/ (4|6|row)$/,
		replacement: /^(boxes|data)\.length \* (4|6|row)$/,
		why: UNSCORED,
	},
	{
		file: 'service/src/engine/pool/fair-queue.ts',
		original: 'left > 0',
		replacement: /^(true|left >= 0)$/,
		why: 'keeps a zero for an owner who has none at work',
	},
	{
		file: 'service/src/engine/pool/pool.ts',
		original: "'closing'",
		why: 'any word but the other two',
	},
	{
		file: 'service/src/engine/pool/pool.ts',
		original: "''",
		replacement: '"Stryker was here!"',
		why: 'whoever is not named is one owner, whatever that is called',
	},
	{
		file: 'service/src/engine/pool/task.ts',
		original: 'signal?.reason',
		replacement: 'signal.reason',
		why: 'is asked of the signal that calls',
	},
	...['stderr?.setEncoding', 'stdin?.on', 'stdin?.write'].map((call) => ({
		file: 'service/src/engine/pool/worker-process.ts',
		original: `this.#child.${call}`,
		replacement: `this.#child.${call.replace('?', '')}`,
		why: 'a process that is started with pipes has them',
	})),
	...BITMAP_LOOPS.map(([name, original]) => ({
		file: `service/src/engine/decode/bmp/${name}.ts`,
		original,
		replacement: original.replace('<', '<='),
		why: BEYOND,
	})),
	{
		file: 'service/src/engine/decode/bmp/direct.ts',
		original: 'bits === 24',
		replacement: 'false',
		why: 'saves the work of masks, which give the same colours',
	},
	{
		file: 'service/src/engine/decode/bmp/header.ts',
		original: "'rle8'",
		why: 'any word but the other two',
	},
	{
		file: 'service/src/engine/decode/bmp/header.ts',
		original: 'signedHeight < 0',
		replacement: 'signedHeight <= 0',
		why: 'one without height was refused before',
	},
	{
		file: 'service/src/engine/decode/bmp/header.ts',
		original: 'bits <= 8',
		replacement: 'true',
		why: 'saves a palette that nobody looks at',
	},
	{
		file: 'service/src/engine/decode/sharp.ts',
		original: "['VipsForeignLoad']",
		replacement: '[]',
		why: 'what was blocked once stays so in the process in which the tests run',
	},
	{
		file: 'service/src/engine/worker/main.ts',
		original: 'process.send?.(message)',
		replacement: 'process.send(message)',
		why: 'a worker is started with a channel to its server',
	},
	{
		file: 'service/src/engine/worker/main.ts',
		original: '[]',
		replacement: '["Stryker was here"]',
		why: 'no image comes before models are loaded',
	},
	{
		file: 'service/src/engine/models/onnxruntime.ts',
		original: "'1'",
		why: 'is read by the library when it is loaded; that nothing is sent is seen from outside',
	},
];
