import { LIMITS } from '../../limits';
import { suppress } from '../../models/output/suppress';
import type { Instance } from '../../types';
import type { Detected } from '../../views';
import { ancestorsOf, DETECTOR_TERMS } from '../../vocabulary';
import { detectedEvidence, type Context } from './evidence';
import { DETECTED_FROM, detectedWeights, weigh } from './weights';

/** A term that the detector found, with its boxes, best first; their scores are confidences. */
export interface Found {
	term: string;
	instances: Instance[];
}

/** What the best box of each term is worth, 0..1, or of something narrower. */
export type Boxes = ReadonlyMap<string, number>;

export function boxesOf(found: readonly Found[]): Boxes {
	const best = new Map<string, number>();
	for (const { term, instances } of found)
		for (const one of [term, ...ancestorsOf(term)])
			best.set(one, Math.max(instances[0]!.score, best.get(one) ?? 0));
	return best;
}

/** Overlap (intersection over union) above which boxes of one term are one thing. */
const SAME_THING = 0.5;

/** Score from which a box counts as one more of a thing. */
export const GOOD_BOX = 0.4;

/** What one of the detector's classes is beside others that it found, and without those that tell otherwise. */
const FINER = [{ term: 'tv', beside: ['keyboard', 'mouse'], without: 'laptop', finer: 'monitor' }];

/** Boxes by term, in its finer name where other boxes give it away. */
function finer(byTerm: ReadonlyMap<string, Instance[]>): Map<string, Instance[]> {
	const has = (term: string) => (byTerm.get(term) ?? []).some(({ score }) => score >= GOOD_BOX);
	const names = new Map(
		FINER.filter(({ beside, without }) => beside.some(has) && !has(without)).map((rule) => [
			rule.term,
			rule.finer,
		]),
	);
	return new Map([...byTerm].map(([term, boxes]) => [names.get(term) ?? term, boxes]));
}

/**
 * The detector's findings in the words of the vocabulary.
 * @param probabilities of the classifier, when there is one; without, boxes keep their scores
 */
export function detectedTerms(
	detections: readonly Detected[],
	probabilities: Float32Array | undefined,
	context: Context,
): Found[] {
	const byTerm = new Map<string, Instance[]>();
	for (const { column, instances } of detections) {
		const term = DETECTOR_TERMS[column];
		if (term) byTerm.set(term, [...(byTerm.get(term) ?? []), ...instances]);
	}
	const found = [...finer(byTerm)].map(([term, all]) => ({
		term,
		instances: suppress(all, SAME_THING, LIMITS.instancesPerLabel),
	}));
	if (!probabilities) return found;
	return found
		.filter(({ instances }) => instances[0]!.score >= DETECTED_FROM)
		.map(({ term, instances }) => {
			const best = instances[0]!.score;
			const good = instances.filter(({ score }) => score >= GOOD_BOX).length;
			const evidence = detectedEvidence(term, best, good, probabilities, context);
			const scale = weigh(detectedWeights(term), evidence) / best;
			return { term, instances: instances.map((one) => ({ ...one, score: one.score * scale })) };
		});
}
