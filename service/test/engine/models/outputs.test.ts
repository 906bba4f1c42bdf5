import { describe, expect, it } from '@jest/globals';
import { checkAgainstSession, checkOutputs, outputNames } from '../../../src/engine/models/check';
import type { Outputs } from '../../../src/engine/models/output/detections';
import { readView } from '../../../src/engine/models/output/read';
import { cosine, sigmoid, softmax } from '../../../src/engine/models/output/scores';
import { modelSchema } from '../../../src/engine/models/schema';
import { classifier, COLOUR_LABELS, detector, embedder } from '../support/tiny-models';

const image = { width: 320, height: 160 };
/** Ten pixels of the image for each of the input. */
const placement = {
	part: { left: 0, top: 0, ...image },
	target: { left: 0, top: 0, width: 32, height: 16 },
	scale: { x: 0.1, y: 0.1 },
	offset: { x: 0, y: 8 },
};

const tensor = (dims: number[], values: number[]) =>
	({ type: 'float32', dims, data: Float32Array.from(values) }) as unknown as Outputs[string];

const viewOf = (description: object, outputs: Record<string, Outputs[string]>) =>
	readView(modelSchema.parse(description), outputs, placement, image);

const ofClasses = (description: object, classes: string) => ({
	...description,
	labels: undefined,
	classes,
});

describe('what a detector says', () => {
	/** Left, top, right and bottom in pixels of the input, and in the image. */
	const inside = { left: 100, top: 20, width: 80, height: 40 };
	const other = { left: 200, top: 0, width: 40, height: 80 };
	const columns = [
		[0.5, 0.75],
		[0.25, 0],
		[0, 0.125],
	];
	const output = (format: string) => ({ name: 'answer', format });

	it.each([
		[
			'yolov8',
			{ output: output('yolov8') },
			{ answer: tensor([1, 7, 2], [14, 22, 12, 12, 8, 4, 4, 8, ...columns.flat()]) },
		],
		[
			'yolov5',
			{ output: output('yolov5') },
			{
				answer: tensor([1, 2, 8], [14, 12, 8, 4, 0.5, 1, 0.5, 0, 22, 12, 4, 8, 0.5, 1.5, 0, 0.25]),
			},
		],
		[
			'ssd',
			{ output: { format: 'ssd', scores: 'scores', boxes: 'boxes' } },
			{
				scores: tensor([1, 2, 3], [0.5, 0.25, 0, 0.75, 0, 0.125]),
				boxes: tensor(
					[1, 2, 4],
					[10, 10, 14, 18, 8, 20, 16, 24].map((edge) => edge / 32),
				),
			},
		],
	])('is each label that scores, with its boxes in the image: %s', (_format, changes, outputs) => {
		const { own = [], ...rest } = viewOf({ ...detector, ...changes }, outputs);
		expect(rest).toEqual({});
		expect(own.map(({ finding }) => [finding.label.en, finding.score])).toEqual([
			['reddish', 0.75],
			['greenish', 0.25],
			['bluish', 0.125],
		]);
		expect(own.map(({ finding }) => finding.instances)).toEqual([
			[
				{ score: 0.75, box: other },
				{ score: 0.5, box: inside },
			],
			[{ score: 0.25, box: inside }],
			[{ score: 0.125, box: other }],
		]);
		const [reddish, , bluish] = own;
		expect(reddish?.finding).toMatchObject({ kind: 'scene', category: COLOUR_LABELS[0]?.category });
		expect(reddish?.broader).toEqual([]);
		expect(bluish?.broader).toEqual(COLOUR_LABELS[2]?.broader);
	});

	it('is one label for each box of yolov10', () => {
		const answer = tensor([1, 2, 6], [10, 10, 18, 14, 0.5, 2, 20, 8, 24, 16, 0.75, 0]);
		const { own = [] } = viewOf({ ...detector, output: output('yolov10') }, { answer });
		expect(own.map(({ finding: { label, instances } }) => [label.en, instances])).toEqual([
			['bluish', [{ score: 0.5, box: inside }]],
			['reddish', [{ score: 0.75, box: other }]],
		]);
	});

	const one = (edges: number[], scores: number[], changes = {}) =>
		viewOf(
			{ ...detector, output: output('yolov8'), ...changes },
			{ answer: tensor([1, 7, 1], [...edges, ...scores]) },
		).own?.map(({ finding }) => [finding.label.en, finding.score]);
	const middle = [14, 12, 8, 4];

	it.each([
		['less than a twentieth', [0.049, 0.05, 0], {}, [['greenish', expect.closeTo(0.05, 6)]]],
		[
			'less than the description asks',
			[0.4, 0.5, 0.6],
			{ minimumScore: 0.5 },
			['greenish', 'bluish'],
		],
		['no number', [NaN, 0.5, NaN], {}, ['greenish']],
		[
			'of a column without a label',
			[0.5, 0.5, 0],
			{ labels: [null, ...COLOUR_LABELS.slice(1)] },
			['greenish'],
		],
		['more than 1, which is 1', [1.5, 0, 0], {}, [['reddish', 1]]],
	])('is nothing of what scores %s', (_what, scores, changes, expected) => {
		const found = one(middle, scores, changes) ?? [];
		expect(typeof expected[0] === 'string' ? found.map(([label]) => label) : found).toEqual(
			expected,
		);
	});

	it.each([
		['left of it', [-8, 12, 8, 4]],
		['beside it', [40, 12, 8, 4]],
		['above it', [14, 2, 8, 4]],
		['below it', [14, 40, 8, 4]],
		['without an area', [14, 12, 0, 4]],
	])('is nothing of a box that is no part of the image: %s', (_where, edges) => {
		expect(one(edges, [0.5, 0, 0])).toEqual([]);
	});

	it('keeps of boxes that overlap the better ones', () => {
		const answer = tensor([1, 7, 2], [14, 15, 12, 12, 8, 8, 4, 4, 0.5, 0.75, 0, 0, 0, 0]);
		const boxesAt = (overlap: number) =>
			viewOf({ ...detector, output: output('yolov8'), overlap }, { answer }).own?.[0]?.finding
				.instances.length;
		// Seven of nine columns are in both.
		expect(boxesAt(0.77)).toBe(1);
		expect(boxesAt(0.78)).toBe(2);
	});

	it('keeps boxes apart that are beside and below each other', () => {
		const answer = tensor([1, 7, 2], [8, 14, 12, 18, 4, 4, 4, 4, 0.5, 0.75, 0, 0, 0, 0]);
		const { own } = viewOf({ ...detector, output: output('yolov8'), overlap: 0.1 }, { answer });
		expect(own?.[0]?.finding.instances).toHaveLength(2);
	});

	it('is told by the columns of each box, whatever the next one has', () => {
		const columnsOfBoxes = (...set: [box: number, column: number][]) => {
			const scores = Array<number>(2 * 90).fill(0);
			for (const [at, column] of set) scores[at * 90 + column] = 0.5;
			return scores;
		};
		const boxes = [10, 10, 14, 18, 8, 20, 16, 24].map((edge) => edge / 32);
		const ssd = { ...detector, output: { format: 'ssd', scores: 'scores', boxes: 'boxes' } };
		const { detections } = viewOf(ofClasses(ssd, 'coco'), {
			scores: tensor([1, 2, 90], columnsOfBoxes([1, 0])),
			boxes: tensor([1, 2, 4], boxes),
		});
		expect(detections).toEqual([{ column: 0, instances: [{ score: 0.5, box: other }] }]);
		const rows = [0, 1].flatMap((at) => [
			...(at === 0 ? middle : [22, 12, 4, 8]),
			...[1, ...columnsOfBoxes([1, 17]).slice(at * 90, (at + 1) * 90)],
		]);
		const yolov5 = viewOf(ofClasses({ ...detector, output: output('yolov5') }, 'coco'), {
			answer: tensor([1, 2, 95], rows),
		});
		expect(yolov5.detections).toEqual([{ column: 17, instances: [{ score: 0.5, box: other }] }]);
	});

	it('is told by the columns where it knows classes that the vocabulary has', () => {
		const scores = Array.from({ length: 90 }, (_, column) => (column === 17 ? 0.5 : 0));
		const answer = tensor([1, 94, 1], [...middle, ...scores]);
		expect(
			viewOf(ofClasses({ ...detector, output: output('yolov8') }, 'coco'), { answer }),
		).toEqual({ detections: [{ column: 17, instances: [{ score: 0.5, box: inside }] }] });
	});
});

describe('what a classifier says', () => {
	const own = (format: string, values: number[], changes = {}) =>
		viewOf(
			{ ...classifier, output: { name: 'answer', format }, ...changes },
			{ answer: tensor([1, 3], values) },
		).own?.map(({ finding }) => [finding.label.en, finding.score, finding.instances]);
	const about = (value: number): unknown => expect.closeTo(value, 4);

	it.each([
		[
			'probabilities',
			[0.5, 0.04, 2],
			[
				['reddish', 0.5, []],
				['bluish', 1, []],
			],
		],
		[
			'sigmoid',
			[0, -9, Math.log(3)],
			[
				['reddish', 0.5, []],
				['bluish', about(0.75), []],
			],
		],
		[
			'logits',
			[1000, 1000 + Math.log(3), -9],
			[
				['reddish', about(0.25), []],
				['greenish', about(0.75), []],
			],
		],
	])('is each label that scores: %s', (format, values, found) => {
		expect(own(format, values)).toEqual(found);
	});

	it('is nothing of what scores too little, or of a column without a label', () => {
		const changes = { minimumScore: 0.5, labels: [null, ...COLOUR_LABELS.slice(1)] };
		expect(own('probabilities', [0.9, 0.5, 0.4], changes)).toEqual([['greenish', 0.5, []]]);
	});

	const many = Array.from({ length: 1000 }, (_, i) => (i === 3 ? 0.5 : 0));
	const known = ofClasses(classifier, 'imagenet-1k');

	it('is the probabilities of classes that the vocabulary has', () => {
		const view = viewOf(known, { answer: tensor([1, 1000], many) });
		expect(view).toEqual({ probabilities: Float32Array.from(many) });
	});

	it('is what it says of scenes, beside them', () => {
		const scenes = { name: 'scenes', terms: ['sky', 'city'] };
		const view = viewOf(
			{ ...known, output: { name: 'answer', format: 'probabilities', scenes } },
			{ answer: tensor([1, 1000], many), scenes: tensor([1, 2], [0.25, 0.5]) },
		);
		expect(view).toEqual({
			probabilities: Float32Array.from(many),
			scenes: [
				{ term: 'sky', score: 0.25 },
				{ term: 'city', score: 0.5 },
			],
		});
	});
});

describe('what an embedding says', () => {
	const labels = COLOUR_LABELS.map((label, i) => ({
		...label,
		vector: [0, 1, 2].map((at) => Number(at === i)),
	}));
	const own = (output: object) =>
		viewOf(
			{ ...embedder, labels, output: { name: 'answer', scale: 2, bias: 1, ...output } },
			{ answer: tensor([1, 3], [3, 4, 0]) },
		).own?.map(({ finding }) => [finding.label.en, finding.score]);
	const values = [2.2, 2.6, 1];

	it('is how near each label is, by itself', () => {
		expect(own({ format: 'sigmoid' })).toEqual(
			['reddish', 'greenish', 'bluish'].map((label, i) => [
				label,
				expect.closeTo(sigmoid(values)[i] ?? -1, 6),
			]),
		);
	});

	it('is how near each label is among all', () => {
		expect(own({ format: 'softmax' })).toEqual(
			['reddish', 'greenish', 'bluish'].map((label, i) => [
				label,
				expect.closeTo(softmax(values)[i] ?? -1, 6),
			]),
		);
	});
});

describe('scores', () => {
	it('of a softmax share 1, however large the numbers are', () => {
		expect(softmax([1000, 1000 + Math.log(3)])).toEqual([
			expect.closeTo(0.25, 9),
			expect.closeTo(0.75, 9),
		]);
		expect(softmax([])).toEqual([]);
	});

	it('of a sigmoid are each by itself', () => {
		expect(sigmoid([0, Math.log(3), -Math.log(3)])).toEqual([
			0.5,
			expect.closeTo(0.75, 9),
			expect.closeTo(0.25, 9),
		]);
	});

	it('of a cosine are those of the angle alone', () => {
		expect(cosine([3, 4], [6, 8])).toBeCloseTo(1, 9);
		expect(cosine([3, 4], [-4, 3])).toBeCloseTo(0, 9);
		expect(cosine([1, 0], [3, 4])).toBeCloseTo(0.6, 9);
		expect(cosine([0, 0], [3, 4])).toBe(0);
	});
});

describe('a model that is not as it is described', () => {
	type Value = { name: string; type: string; shape: (number | string)[]; isTensor: boolean };
	const value = (name: string, shape: (number | string)[], more: Partial<Value> = {}): Value => ({
		...{ name, shape, type: 'float32', isTensor: true },
		...more,
	});
	const input = value('image', [1, 3, 32, 32]);
	const faultOf = (description: object, inputs: Value[], outputs: Value[]) =>
		checkAgainstSession(modelSchema.parse(description), {
			inputMetadata: inputs,
			outputMetadata: outputs,
		} as never);

	it.each<[string, object, Value[], Value[]]>([
		['as it is', classifier, [input], [value('answer', [1, 3])]],
		[
			'with names for sizes',
			classifier,
			[value('image', ['N', 3, 'h', 'w'])],
			[value('answer', ['N', 'n'])],
		],
		[
			'with sizes left open',
			classifier,
			[value('image', [-1, -1, -1, -1])],
			[value('answer', [-1, -1])],
		],
		['with more outputs', classifier, [input], [value('more', [1]), value('answer', [1, 3])]],
		[
			'with channels last',
			{ ...classifier, input: { ...classifier.input, height: 16, layout: 'NHWC' } },
			[value('image', [1, 16, 32, 3])],
			[value('answer', [1, 3])],
		],
		['with vectors of one length', embedder, [input], [value('answer', [1, 3])]],
		[
			'with another height',
			{ ...classifier, input: { ...classifier.input, height: 16 } },
			[value('image', [1, 3, 16, 32])],
			[value('answer', [1, 3])],
		],
	])('is taken %s', (_how, description, inputs, outputs) => {
		expect(faultOf(description, inputs, outputs)).toBeUndefined();
	});

	const yolo = (format: string) => ({ ...detector, output: { name: 'answer', format } });
	const ssd = { ...detector, output: { format: 'ssd', scores: 'scores', boxes: 'boxes' } };
	const scened = {
		...ofClasses(classifier, 'imagenet-1k'),
		output: {
			...{ name: 'answer', format: 'logits' },
			scenes: { name: 'scenes', terms: ['sky', 'city'] },
		},
	};

	it.each<[string, object, Value[], Value[]]>([
		[
			'input: the model has no image, only picture, more',
			classifier,
			[value('picture', []), value('more', [])],
			[],
		],
		['input: image is not a tensor', classifier, [value('image', [], { isTensor: false })], []],
		[
			'input: image holds uint8, not float32',
			classifier,
			[value('image', [1, 3, 32, 32], { type: 'uint8' })],
			[],
		],
		[
			'input: image has the shape [1, 3, 64, N], but [1, 3, 32, 32] follows from the description',
			classifier,
			[value('image', [1, 3, 64, 'N'])],
			[],
		],
		[
			'input: image has the shape [1, 3, 32], but [1, 3, 32, 32] follows from the description',
			classifier,
			[value('image', [1, 3, 32])],
			[],
		],
		['input: the model also needs size', classifier, [input, value('size', [2])], []],
		[
			'output.name: answer has the shape [0, 3], but [1, 3] follows from the description',
			classifier,
			[input],
			[value('answer', [0, 3])],
		],
		[
			'output.name: answer has the shape [1, 7], but [1, 7, any] follows from the description',
			yolo('yolov8'),
			[input],
			[value('answer', [1, 7])],
		],
		[
			'output.name: answer has the shape [1, 3, 7], but [1, any, 8] follows from the description',
			yolo('yolov5'),
			[input],
			[value('answer', [1, 3, 7])],
		],
		[
			'output.name: answer has the shape [1, 3, 7], but [1, any, 6] follows from the description',
			yolo('yolov10'),
			[input],
			[value('answer', [1, 3, 7])],
		],
		[
			'output.scores: scores has the shape [1, 3, 4], but [1, any, 3] follows from the description',
			ssd,
			[input],
			[value('scores', [1, 3, 4]), value('boxes', [1, 3, 4])],
		],
		[
			'output.boxes: boxes has the shape [1, 3, 5], but [1, any, 4] follows from the description',
			ssd,
			[input],
			[value('scores', [1, 3, 3]), value('boxes', [1, 3, 5])],
		],
		[
			'output.scenes.name: scenes has the shape [1, 3], but [1, 2] follows from the description',
			scened,
			[input],
			[value('answer', [1, 1000]), value('scenes', [1, 3])],
		],
		[
			"labels.1.vector: has 1 numbers, the first label's has 2",
			{
				...embedder,
				labels: [
					{ ...COLOUR_LABELS[0], vector: [1, 2] },
					{ ...COLOUR_LABELS[1], vector: [1] },
				],
			},
			[input],
			[value('answer', [1, 2])],
		],
	])('is refused: %s', (fault, description, inputs, outputs) => {
		expect(faultOf(description, inputs, outputs)).toBe(fault);
	});

	it('is refused when its answer has another form than it said', () => {
		const model = modelSchema.parse(classifier);
		expect(checkOutputs(model, { answer: tensor([1, 3], [1, 2, 3]) })).toBeUndefined();
		const fault =
			'output.name: answer has the shape [1, 2], but [1, 3] follows from the description';
		expect(checkOutputs(model, { answer: tensor([1, 2], [1, 2]) })).toBe(fault);
		expect(() => viewOf(classifier, { answer: tensor([1, 2], [1, 2]) })).toThrow(fault);
	});

	it.each([
		[classifier, ['answer']],
		[yolo('yolov8'), ['answer']],
		[ssd, ['scores', 'boxes']],
		[scened, ['answer', 'scenes']],
		[embedder, ['answer']],
	])('is read by the outputs that are described: %#', (description, names) => {
		expect(outputNames(modelSchema.parse(description))).toEqual(names);
	});
});
