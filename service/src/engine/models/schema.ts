import { z } from 'zod';

const text = z.string().trim().min(1);
const label = z.strictObject({ en: text, zh: text });
const side = z.int().min(1).max(4096);
const perChannel = z.tuple([z.number(), z.number(), z.number()]);

const input = z.strictObject({
	/** Name of the ONNX input. */
	name: text,
	/** Pixels. */
	width: side,
	height: side,
	/**
	 * `stretch`: both sides to the input's; `letterbox`: whole image, grey bars around it;
	 * `crop`: the middle of the image, filled by its shorter side.
	 */
	fit: z.enum(['stretch', 'letterbox', 'crop']).default('stretch'),
	/** How much of the shorter side `crop` keeps. */
	cropShare: z.number().gt(0).max(1).default(1),
	/**
	 * How pixels are weighed. `asymmetric`: two neighbours each way, from the top left corner, as
	 * TensorFlow 1 resizes. The others: kernels that take in all pixels when shrinking.
	 */
	resample: z.enum(['asymmetric', 'linear', 'cubic', 'lanczos3']).default('linear'),
	/** Grey value 0..255 of letterbox bars. */
	padding: z.int().min(0).max(255).default(114),
	layout: z.enum(['NCHW', 'NHWC']).default('NCHW'),
	channels: z.enum(['RGB', 'BGR']).default('RGB'),
	type: z.enum(['float32', 'uint8']).default('float32'),
	/** A float32 value is `(pixel × scale − mean) ÷ std`, per channel in the order of `channels`. */
	scale: z
		.number()
		.positive()
		.default(1 / 255),
	mean: perChannel.default([0, 0, 0]),
	std: z
		.tuple([z.number().positive(), z.number().positive(), z.number().positive()])
		.default([1, 1, 1]),
});

const tagged = {
	label,
	kind: z.enum(['object', 'scene', 'concept']),
	/** v2's tag type. */
	category: label,
	/** More general terms that hold whenever this one does, nearest first. */
	broader: z.array(z.strictObject({ label, category: label })).default([]),
};

const columnLabel = z.strictObject(tagged).nullable();
/** One per score column; null for columns that mean nothing. */
const columnLabels = z.array(columnLabel).min(1).optional();

const vectorLabel = z.strictObject({ ...tagged, vector: z.array(z.number()).min(1) });

const common = {
	name: text,
	version: text.optional(),
	licence: text.optional(),
	source: text.optional(),
	/** ONNX file in the same folder. */
	file: text,
	input,
	/** Findings below it (0..1) are dropped. */
	minimumScore: z.number().min(0).max(1).default(0),
};

const overlap = z.number().gt(0).max(1).default(0.5);

const detection = z.strictObject({
	...common,
	task: z.literal('detection'),
	output: z.discriminatedUnion('format', [
		/** `scores` [1, boxes, labels] as probabilities, `boxes` [1, boxes, 4] as y1, x1, y2, x2 in 0..1. */
		z.strictObject({ format: z.literal('ssd'), scores: text, boxes: text }),
		/** [1, 4 + labels, boxes]: centre x, y, width, height in input pixels, then probabilities. */
		z.strictObject({ format: z.literal('yolov8'), name: text }),
		/** [1, boxes, 5 + labels]: as above with the probability of any object after the box. */
		z.strictObject({ format: z.literal('yolov5'), name: text }),
		/** [1, boxes, 6]: left, top, right, bottom in input pixels, the best label's probability and number. */
		z.strictObject({ format: z.literal('yolov10'), name: text }),
	]),
	/** Of two boxes of a label that overlap more (intersection over union), the better is kept. */
	overlap,
	labels: columnLabels,
	classes: z.literal('coco').optional(),
});

const classification = z.strictObject({
	...common,
	task: z.literal('classification'),
	/** [1, labels]. `logits`: softmax is applied; `sigmoid`: each label by itself; `probabilities`: as is. */
	output: z.strictObject({
		format: z.enum(['logits', 'sigmoid', 'probabilities']),
		name: text,
		/** [1, terms]: the probability of each of these terms of the vocabulary; only beside `classes`. */
		scenes: z.strictObject({ name: text, terms: z.array(text).min(1) }).optional(),
	}),
	labels: columnLabels,
	classes: z.literal('imagenet-1k').optional(),
});

const embedding = z.strictObject({
	...common,
	task: z.literal('embedding'),
	output: z.strictObject({
		/** [1, n]: compared by cosine with the vector of each label. */
		name: text,
		/**
		 * `softmax`: scores share 1 among the labels; `sigmoid`: each label by itself. Both of
		 * `cosine × scale + bias`, with the scale and bias that the model was trained with.
		 */
		format: z.enum(['softmax', 'sigmoid']).default('softmax'),
		scale: z.number().positive().default(100),
		bias: z.number().default(0),
	}),
	labels: z.array(vectorLabel).min(1),
});

/** Columns of the classes that the vocabulary knows, for which a description needs no labels. */
const KNOWN_CLASSES = { coco: 90, 'imagenet-1k': 1000 } as const;

const LABELS_OR_CLASSES =
	'one of labels and classes is needed, for words of your own or those of a known data set';

/** A model folder's `model.json`, with the labels in place. */
export const modelSchema = z
	.discriminatedUnion('task', [detection, classification, embedding])
	.superRefine((model, context) => {
		if (model.task === 'embedding') return;
		if ((model.labels === undefined) === (model.classes === undefined))
			context.addIssue({ code: 'custom', message: LABELS_OR_CLASSES });
		if (model.task === 'classification' && model.labels && model.output.scenes)
			context.addIssue({
				code: 'custom',
				path: ['output', 'scenes'],
				message: 'only a model with classes may have it',
			});
	});

export type ModelDescription = z.infer<typeof modelSchema>;
export type DetectionModel = z.infer<typeof detection>;
export type ClassificationModel = z.infer<typeof classification>;
export type EmbeddingModel = z.infer<typeof embedding>;
export type ModelInput = z.infer<typeof input>;
export type ModelLabel = z.infer<typeof columnLabel> & object;

/** How many scores a model gives for one image or box. */
export const columnsOf = (model: DetectionModel | ClassificationModel): number =>
	model.classes ? KNOWN_CLASSES[model.classes] : model.labels!.length;
