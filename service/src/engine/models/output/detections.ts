import type { Tensor } from '../onnxruntime';
import type { Size } from '../../decode/pixels';
import { boxInImage, type Edges, type Placement } from '../input/placement';
import type { Instance } from '../../types';
import { columnsOf, type DetectionModel } from '../schema';

export type Outputs = Record<string, Tensor>;

/** One kind of detector output. */
interface Reading {
	/** Of every box for every label column, in the order of the output. */
	scores: Float32Array;
	/** What the score at an index is of. */
	of(index: number): { box: number; column: number };
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
	const boxByBox = (index: number) => ({
		box: Math.floor(index / columns),
		column: index % columns,
	});
	if (output.format === 'ssd') {
		const boxes = numbers(outputs, output.boxes);
		return {
			scores: numbers(outputs, output.scores),
			of: boxByBox,
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
			scores: data.subarray(4 * boxes),
			of: (index) => ({ box: index % boxes, column: Math.floor(index / boxes) }),
			edges: (box) => centred(at(0, box), at(1, box), at(2, box), at(3, box)),
		};
	}
	if (output.format === 'yolov10') {
		const at = (box: number, place: number) => data[box * 6 + place]!;
		return {
			scores: Float32Array.from({ length: data.length / 6 }, (_, box) => at(box, 4)),
			of: (box) => ({ box, column: at(box, 5) }),
			edges: (box) => ({
				left: at(box, 0),
				top: at(box, 1),
				right: at(box, 2),
				bottom: at(box, 3),
			}),
		};
	}
	const row = 5 + columns;
	const boxes = data.length / row;
	return {
		scores: Float32Array.from({ length: boxes * columns }, (_, index) => {
			const { box, column } = boxByBox(index);
			return data[box * row + 4]! * data[box * row + 5 + column]!;
		}),
		of: boxByBox,
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
	const { scores, of, edges } = readOutputs(model, outputs);
	const found = new Map<number, Instance[]>();
	// A loop as plain as can be: of hundreds of thousands of scores, few pass the first line.
	for (let index = 0; index < scores.length; index++) {
		if (!(scores[index]! >= floor)) continue;
		const { box, column } = of(index);
		const place = boxInImage(edges(box), placement, image);
		if (!place) continue;
		const instances = found.get(column) ?? [];
		instances.push({ score: Math.min(scores[index]!, 1), box: place });
		found.set(column, instances);
	}
	return found;
}
