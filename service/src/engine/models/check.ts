import type { InferenceSession } from './onnxruntime';
import type { Outputs } from './output/detections';
import { columnsOf, type ModelDescription } from './schema';

type Metadata = InferenceSession.ValueMetadata;
type Size = number | 'any';
/** What a value must look like; each alternative is a whole shape. */
interface Expectation {
	path: string;
	name: string;
	type: string;
	shape: Size[];
}

function expectedInput({ input }: ModelDescription): Expectation {
	const { name, width, height, layout, type } = input;
	const shape = layout === 'NCHW' ? [1, 3, height, width] : [1, height, width, 3];
	return { path: 'input', name, type, shape };
}

/** How each kind of output must be shaped for the labels of the description. */
function expectedOutputs(model: ModelDescription): Expectation[] {
	const output = (name: string, shape: Size[], path = 'output.name'): Expectation => ({
		path,
		name,
		type: 'float32',
		shape,
	});
	if (model.task === 'embedding')
		return [output(model.output.name, [1, model.labels[0]!.vector.length])];
	const columns = columnsOf(model);
	if (model.task === 'classification') {
		const { name, scenes } = model.output;
		const own = output(name, [1, columns]);
		if (!scenes) return [own];
		return [own, output(scenes.name, [1, scenes.terms.length], 'output.scenes.name')];
	}
	switch (model.output.format) {
		case 'ssd':
			return [
				output(model.output.scores, [1, 'any', columns], 'output.scores'),
				output(model.output.boxes, [1, 'any', 4], 'output.boxes'),
			];
		case 'yolov8':
			return [output(model.output.name, [1, 4 + columns, 'any'])];
		case 'yolov5':
			return [output(model.output.name, [1, 'any', 5 + columns])];
		case 'yolov10':
			return [output(model.output.name, [1, 'any', 6])];
	}
}

/** The outputs that the description is about; a model may have others. */
export const outputNames = (model: ModelDescription): string[] =>
	expectedOutputs(model).map(({ name }) => name);

const shown = (shape: readonly (number | string)[]) => `[${shape.join(', ')}]`;

/** A free dimension of the model (a name or −1) fits everything. */
function fits(actual: readonly (number | string)[], expected: Size[]): boolean {
	if (actual.length !== expected.length) return false;
	return expected.every((size, i) => {
		const dimension = actual[i];
		const free = typeof dimension !== 'number' || dimension < 0;
		return free || size === 'any' || dimension === size;
	});
}

function mismatch(values: readonly Metadata[], { path, name, type, shape }: Expectation) {
	const value = values.find((candidate) => candidate.name === name);
	const names = values.map((candidate) => candidate.name).join(', ');
	if (!value) return `${path}: the model has no ${name}, only ${names}`;
	if (!value.isTensor) return `${path}: ${name} is not a tensor`;
	if (value.type !== type) return `${path}: ${name} holds ${value.type}, not ${type}`;
	if (!fits(value.shape, shape))
		return `${path}: ${name} has the shape ${shown(value.shape)}, but ${shown(shape)} follows from the description`;
	return undefined;
}

/** Vectors that can't be compared with each other. */
function unevenVectors(model: ModelDescription): string | undefined {
	if (model.task !== 'embedding') return undefined;
	const length = model.labels[0]!.vector.length;
	const odd = model.labels.findIndex(({ vector }) => vector.length !== length);
	const vector = model.labels[odd]?.vector;
	return (
		vector && `labels.${odd}.vector: has ${vector.length} numbers, the first label's has ${length}`
	);
}

/**
 * Compares a description with what the loaded model says of itself.
 * @returns what is wrong, starting with the field's path, or undefined
 */
export function checkAgainstSession(
	model: ModelDescription,
	session: Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>,
): string | undefined {
	const input = mismatch(session.inputMetadata, expectedInput(model));
	const others = session.inputMetadata.filter(({ name }) => name !== model.input.name);
	if (input) return input;
	if (others.length > 0) return `input: the model also needs ${others[0]!.name}`;
	return outputMismatch(model, session.outputMetadata) ?? unevenVectors(model);
}

function outputMismatch(model: ModelDescription, values: readonly Metadata[]): string | undefined {
	const problems = expectedOutputs(model).map((one) => mismatch(values, one));
	return problems.find((problem) => problem !== undefined);
}

/**
 * Compares a description with what the model really gave: sizes that it left open show only then.
 * @returns what is wrong, starting with the field's path, or undefined
 */
export function checkOutputs(model: ModelDescription, outputs: Outputs): string | undefined {
	const values = Object.entries(outputs).map(([name, { type, dims }]) => ({
		name,
		isTensor: true as const,
		type,
		shape: dims,
	}));
	return outputMismatch(model, values);
}
