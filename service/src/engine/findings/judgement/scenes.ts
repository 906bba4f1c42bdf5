import type { SceneScore } from '../../views';
import { termProbabilities } from '../../vocabulary';
import type { Boxes } from './detected';
import { sceneEvidence } from './evidence';
import { SCENE, weigh } from './weights';

/** The confidence of each of the scene head's words, given what the classifier and the detector see of it. */
export function sceneTerms(
	scenes: readonly SceneScore[],
	probabilities: Float32Array | undefined,
	boxes: Boxes,
): Map<string, number> {
	const sums = probabilities && termProbabilities(probabilities);
	return new Map(
		scenes.map(({ term, score }) => {
			const probability = sums && (sums.get(term) ?? 0);
			const evidence = sceneEvidence(term, score, probability, boxes.get(term) ?? 0);
			return [term, evidence ? weigh(SCENE, evidence) : score];
		}),
	);
}
