import type { Tensor } from '../onnxruntime';
import type { Size } from '../../decode/pixels';
import { boxInImage, type Edges, type Placement } from '../input/placement';
import type { Instance } from '../../types';
import { columnsOf, type DetectionModel } from '../schema';

export type Outputs = Record<string, Tensor>;

/** Reads one kind of detector output: the score of a box for a label column, and the box. */
interface Reading {
	boxes: number;
	score(box: number, column: number): number;
	/** In input pixels. */
	edges(box: number): Edges;
}

const numbers = (outputs: Outputs, name: string) => outputs[name]!.data as Float32Array;

/** A box given by centre and size. */
function centred(x: number, y: number, width: number, height: number): Edges {
	return {
		left: x - width / 2,
		top: y - height / 2,
		right: x + width / 2,
		bottom: y + height / 2,
	};
}

function readOutputs(model: DetectionModel, outputs: Outputs): Reading {
	const { output, input } = model;
	const columns = columnsOf(model);
	if (output.format === 'ssd') {
		const scores = numbers(outputs, output.scores);
		const boxes = numbers(outputs, output.boxes);
		return {
			boxes: boxes.length / 4,
			score: (box, column) => scores[box * columns + column]!,
			edges: (box) => ({
				top: boxes[box * 4]! * input.height,
				left: boxes[box * 4 + 1]! * input.width,
				bottom: boxes[box * 4 + 2]! * input.height,
				right: boxes[box * 4 + 3]! * input.width,
			}),
		};
	}
	const data = numbers(outputs, output.name);
	if (output.format === 'yolov8') {
		const boxes = data.length / (4 + columns);
		const at = (row: number, box: number) => data[row * boxes + box]!;
		return {
			boxes,
			score: (box, column) => at(4 + column, box),
			edges: (box) => centred(at(0, box), at(1, box), at(2, box), at(3, box)),
		};
	}
	if (output.format === 'yolov10') {
		const at = (box: number, place: number) => data[box * 6 + place]!;
		return {
			boxes: data.length / 6,
			score: (box, column) => (at(box, 5) === column ? at(box, 4) : 0),
			edges: (box) => ({
				left: at(box, 0),
				top: at(box, 1),
				right: at(box, 2),
				bottom: at(box, 3),
			}),
		};
	}
	const row = 5 + columns;
	return {
		boxes: data.length / row,
		score: (box, column) => data[box * row + 4]! * data[box * row + 5 + column]!,
		edges: (box) => {
			const [x, y, width, height] = data.subarray(box * row, box * row + 4);
			return centred(x!, y!, width!, height!);
		},
	};
}

/** The boxes of each label column that score at least `floor`, in the image's pixels, overlapping ones too. */
export function candidatesByColumn(
	model: DetectionModel,
	outputs: Outputs,
	placement: Placement,
	image: Size,
	floor: number,
): Map<number, Instance[]> {
	const { boxes, score, edges } = readOutputs(model, outputs);
	const columns = columnsOf(model);
	const found = new Map<number, Instance[]>();
	for (let box = 0; box < boxes; box++)
		for (let column = 0; column < columns; column++) {
			const value = score(box, column);
			if (!(value >= floor)) continue;
			const place = boxInImage(edges(box), placement, image);
			if (!place) continue;
			const instances = found.get(column) ?? [];
			instances.push({ score: Math.min(value, 1), box: place });
			found.set(column, instances);
		}
	return found;
}
