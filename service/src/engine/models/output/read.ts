import type { Size } from '../../decode/pixels';
import { LIMITS } from '../../limits';
import type { Instance } from '../../types';
import type { Detected, Seen, Views } from '../../views';
import { checkOutputs } from '../check';
import type { Placement } from '../input/placement';
import type {
	ClassificationModel,
	DetectionModel,
	EmbeddingModel,
	ModelDescription,
	ModelLabel,
} from '../schema';
import { candidatesByColumn, type Outputs } from './detections';
import { cosine, sigmoid, softmax } from './scores';
import { suppress } from './suppress';

/** What one model adds to the views of an image. */
export type View = Partial<Pick<Views, 'detections' | 'probabilities' | 'scenes' | 'own'>>;

function seen(entry: ModelLabel, score: number, instances: Instance[]): Seen {
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

const floats = (outputs: Outputs, name: string) => outputs[name]!.data as Float32Array;

function readDetection(
	model: DetectionModel,
	outputs: Outputs,
	placement: Placement,
	image: Size,
): View {
	const columns = candidatesByColumn(model, outputs, placement, image, floorOf(model));
	const detections: Detected[] = [...columns].map(([column, candidates]) => ({
		column,
		instances: suppress(candidates, model.overlap, LIMITS.instancesPerLabel),
	}));
	const { labels } = model;
	if (!labels) return { detections };
	const own = detections.flatMap(({ column, instances }) => {
		const entry = labels[column];
		return entry ? [seen(entry, instances[0]!.score, instances)] : [];
	});
	return { own };
}

const ACTIVATIONS = {
	logits: softmax,
	sigmoid,
	probabilities: (values: ArrayLike<number>) => Array.from(values),
};

function readClassification(model: ClassificationModel, outputs: Outputs): View {
	const { format, name, scenes } = model.output;
	const scores = ACTIVATIONS[format](floats(outputs, name));
	if (model.labels) return { own: seenOf(model.labels, scores, floorOf(model)) };
	if (!scenes) return { probabilities: Float32Array.from(scores) };
	const sceneScores = floats(outputs, scenes.name);
	return {
		probabilities: Float32Array.from(scores),
		scenes: scenes.terms.map((term, i) => ({ term, score: sceneScores[i]! })),
	};
}

function readEmbedding(model: EmbeddingModel, outputs: Outputs): View {
	const { name, format, scale, bias } = model.output;
	const vector = floats(outputs, name);
	const values = model.labels.map((entry) => cosine(vector, entry.vector) * scale + bias);
	const scores = format === 'softmax' ? softmax(values) : sigmoid(values);
	return { own: seenOf(model.labels, scores, floorOf(model)) };
}

/**
 * What a model's outputs say of one image, in no order.
 * @throws {Error} when they are not as the description says
 */
export function readView(
	model: ModelDescription,
	outputs: Outputs,
	placement: Placement,
	image: Size,
): View {
	const problem = checkOutputs(model, outputs);
	if (problem !== undefined) throw new Error(problem);
	switch (model.task) {
		case 'detection':
			return readDetection(model, outputs, placement, image);
		case 'classification':
			return readClassification(model, outputs);
		case 'embedding':
			return readEmbedding(model, outputs);
	}
}
