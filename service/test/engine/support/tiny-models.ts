import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OnnxGraph } from '../../../scripts/convert/onnx-graph.js';

const UINT8 = 2;
const FLOAT = 1;

export type Description = Record<string, unknown>;

const text = (en: string, zh: string) => ({ en, zh });

/** Labels of models that see nothing but how red, green and blue a picture is. */
export const COLOUR_LABELS = [
	{ label: text('reddish', '偏红'), kind: 'scene', category: text('Light', '光线') },
	{ label: text('greenish', '偏绿'), kind: 'scene', category: text('Light', '光线') },
	{
		label: text('bluish', '偏蓝'),
		kind: 'concept',
		category: text('Light', '光线'),
		broader: [{ label: text('cold light', '冷光'), category: text('Light', '光线') }],
	},
];

/** Input pixels of both models of boxes: centre x, y, width, height. */
export const BOXES = [
	[16, 16, 8, 4],
	[17, 16, 8, 4],
	[24, 10, 4, 4],
] as const;

/** Adds the mean of each channel of `image` [1, 3, h, w], as [1, 3, 1]. */
function channelMeans(graph: OnnxGraph, image: string): string {
	const pooled = graph.add('GlobalAveragePool', 'pooled', [image]);
	return graph.add('Reshape', 'means', [pooled, graph.integers('means shape', [1, 3, 1])]);
}

const colours = (graph: OnnxGraph, image: string) =>
	graph.add('Reshape', 'colours', [channelMeans(graph, image), graph.integers('flat', [1, 3])]);

/** [1, 4 + 3, boxes]: fixed boxes, the channels' means as scores of all of them. */
function yolo(graph: OnnxGraph, image: string, name: string): void {
	const rows = [0, 1, 2, 3].flatMap((axis) => BOXES.map((box) => box[axis]!));
	const boxes = graph.floats('fixed boxes', [1, 4, BOXES.length], rows);
	const means = channelMeans(graph, image);
	const scores = graph.add('Concat', 'scores', Array(BOXES.length).fill(means), { axis: 2 });
	graph.add('Concat', name, [boxes, scores], { axis: 1 });
}

interface Kind {
	shape: (number | string)[];
	build(graph: OnnxGraph): void;
	inputType?: number;
	inputShape?: (number | string)[];
}

/** Each takes `image` (by default float32 [1, 3, 32, 32]) and gives `answer`. */
export const KINDS = {
	colours: {
		shape: [1, 3],
		build: (graph) => graph.add('Identity', 'answer', [colours(graph, 'image')]),
	},
	/** The pixels themselves: how many there are shows only when it runs. */
	pixels: {
		inputShape: ['N', 3, 'height', 'width'],
		shape: ['N', 'values'],
		build: (graph) => graph.add('Reshape', 'answer', ['image', graph.integers('flat', [1, -1])]),
	},
	coloursOfBytes: {
		inputType: UINT8,
		inputShape: [1, 32, 32, 3],
		shape: [1, 3],
		build: (graph) => {
			const floats = graph.add('Cast', 'floats', ['image'], { to: FLOAT });
			const planes = graph.add('Transpose', 'planes', [floats], { perm: [0, 3, 1, 2] });
			const full = graph.floats('full', [], [255]);
			graph.add('Div', 'answer', [colours(graph, planes), full]);
		},
	},
	yolov8: {
		inputShape: ['N', 3, 32, 32],
		shape: [1, 7, BOXES.length],
		build: (graph) => yolo(graph, 'image', 'answer'),
	},
	yolov5: {
		shape: [1, BOXES.length, 8],
		build: (graph) => {
			yolo(graph, 'image', 'columns');
			const rows = graph.add('Transpose', 'rows', ['columns'], { perm: [0, 2, 1] });
			const axis = graph.integers('axis', [2]);
			const at = (name: string, place: number) => graph.integers(name, [place]);
			const boxes = graph.add('Slice', 'the boxes', [rows, at('a', 0), at('b', 4), axis]);
			const scores = graph.add('Slice', 'the scores', [rows, at('c', 4), at('d', 7), axis]);
			const certainty = graph.floats('certainty', [1, BOXES.length, 1], [0.5, 0.5, 0.5]);
			graph.add('Concat', 'answer', [boxes, certainty, scores], { axis: 2 });
		},
	},
	yolov10: {
		shape: [1, BOXES.length, 6],
		build: (graph) => {
			const corners = BOXES.flatMap(([x, y, width, height]) => [
				...[x - width / 2, y - height / 2],
				...[x + width / 2, y + height / 2],
			]);
			const boxes = graph.floats('fixed corners', [1, BOXES.length, 4], corners);
			const at = (name: string, place: number) => graph.integers(name, [place]);
			const means = channelMeans(graph, 'image');
			const red = graph.add('Slice', 'red', [means, at('a', 0), at('b', 1), at('axis', 1)]);
			const scores = graph.add('Concat', 'scores', Array(BOXES.length).fill(red), { axis: 1 });
			const first = graph.floats(
				'first label',
				[1, BOXES.length, 1],
				BOXES.map(() => 0),
			);
			graph.add('Concat', 'answer', [boxes, scores, first], { axis: 2 });
		},
	},
} satisfies Record<string, Kind>;

/** Writes a model folder and returns its path. */
function modelFolder(kind: keyof typeof KINDS, description: Description): string {
	const { build, shape, inputType, inputShape = [1, 3, 32, 32] }: Kind = KINDS[kind];
	const graph = new OnnxGraph();
	build(graph);
	const bytes = graph.encode({
		name: kind,
		inputs: [{ name: 'image', shape: inputShape, type: inputType }],
		outputs: [{ name: 'answer', shape }],
	});
	const folder = mkdtempSync(join(tmpdir(), `model-${kind}-`));
	writeFileSync(join(folder, 'tiny.onnx'), bytes);
	writeFileSync(join(folder, 'model.json'), JSON.stringify(description));
	return folder;
}

/** Descriptions that fit the kinds above. */
export const INPUT = { name: 'image', width: 32, height: 32 };

export const classifier = {
	name: 'colours',
	licence: 'MIT',
	file: 'tiny.onnx',
	task: 'classification',
	input: INPUT,
	output: { name: 'answer', format: 'probabilities' },
	labels: COLOUR_LABELS,
};

export const detector = {
	...classifier,
	name: 'boxes',
	task: 'detection',
	output: { name: 'answer', format: 'yolov8' },
};

export const embedder = {
	...classifier,
	task: 'embedding',
	output: { name: 'answer', format: 'softmax', scale: 10 },
	labels: COLOUR_LABELS.map((entry, i) => ({
		...entry,
		vector: [0, 1, 2].map((j) => (i === j ? 1 : 0)),
	})),
};

const folders: string[] = [];

/** Writes a model folder that `removeFolders` takes away. */
export function folderOf(kind: keyof typeof KINDS, description: Description): string {
	const folder = modelFolder(kind, description);
	folders.push(folder);
	return folder;
}

export const removeFolders = () =>
	folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true }));
