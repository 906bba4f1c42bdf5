import type { Size } from '../decode/pixels';
import { LIMITS } from '../limits';
import type { Finding } from '../types';
import { checkOutputs } from './check';
import { candidatesByColumn, type Outputs } from './detections';
import type { Placement } from './geometry';
import type {
	ClassificationModel,
	DetectionModel,
	EmbeddingModel,
	ModelDescription,
	ModelLabel,
} from './schema';
import { cosine, sigmoid, softmax } from './scores';
import { suppress } from './suppress';

/** A finding, with the label that it came from. */
export interface Seen {
	finding: Finding;
	broader: ModelLabel['broader'];
}

function seen(entry: ModelLabel, score: number, instances: Finding['instances']): Seen {
	const { label, kind, category, broader } = entry;
	return { finding: { label, kind, category, score, instances }, broader };
}

/** What scored enough of one score per label. NaN, as a broken model gives, never does. */
function seenOf(labels: (ModelLabel | null)[], scores: number[], floor: number): Seen[] {
	return labels.flatMap((entry, i) => {
		const score = scores[i]!;
		return entry && score >= floor ? [seen(entry, Math.min(score, 1), [])] : [];
	});
}

const floorOf = ({ minimumScore }: ModelDescription) => Math.max(minimumScore, LIMITS.scoreFloor);

const numbers = (outputs: Outputs, name: string) => Array.from(outputs[name]!.data as Float32Array);

function readDetection(
	model: DetectionModel,
	outputs: Outputs,
	placement: Placement,
	picture: Size,
): Seen[] {
	const columns = candidatesByColumn(model, outputs, placement, picture, floorOf(model));
	return [...columns].flatMap(([column, candidates]) => {
		const entry = model.labels[column];
		if (!entry) return [];
		const instances = suppress(candidates, model.overlap, LIMITS.instancesPerLabel);
		return [seen(entry, instances[0]!.score, instances)];
	});
}

const ACTIVATIONS = { logits: softmax, sigmoid, probabilities: (values: number[]) => values };

function readClassification(model: ClassificationModel, outputs: Outputs): Seen[] {
	const { format, name } = model.output;
	return seenOf(model.labels, ACTIVATIONS[format](numbers(outputs, name)), floorOf(model));
}

function readEmbedding(model: EmbeddingModel, outputs: Outputs): Seen[] {
	const { name, format, scale, bias } = model.output;
	const vector = numbers(outputs, name);
	const values = model.labels.map((entry) => cosine(vector, entry.vector) * scale + bias);
	const scores = format === 'softmax' ? softmax(values) : sigmoid(values);
	return seenOf(model.labels, scores, floorOf(model));
}

/**
 * Turns a model's outputs for one picture into findings, in no order.
 * @throws {Error} when they are not as the description says
 */
export function readFindings(
	model: ModelDescription,
	outputs: Outputs,
	placement: Placement,
	picture: Size,
): Seen[] {
	const problem = checkOutputs(model, outputs);
	if (problem !== undefined) throw new Error(problem);
	switch (model.task) {
		case 'detection':
			return readDetection(model, outputs, placement, picture);
		case 'classification':
			return readClassification(model, outputs);
		case 'embedding':
			return readEmbedding(model, outputs);
	}
}
