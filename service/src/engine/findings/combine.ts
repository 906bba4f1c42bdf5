import { LIMITS } from '../limits';
import type { Seen } from '../views';
import { suppress } from '../models/output/suppress';
import type { Finding } from '../types';

/** Overlap (intersection over union) above which two models' boxes of one label are one thing. */
const SAME_THING = 0.5;

/** Two models' findings of one label: the better score, and the boxes of both. */
function merged(a: Finding, b: Finding): Finding {
	const better = b.score > a.score ? b : a;
	const instances = [...a.instances, ...b.instances];
	return {
		...better,
		instances: suppress(instances, SAME_THING, LIMITS.instancesPerLabel),
	};
}

/**
 * The broader terms of what was seen (a sheep is an animal). A term's score is that of the best finding
 * it follows from, which it names; it has no boxes, since they would repeat that finding's.
 */
function broaderFindings(all: Seen[]): Finding[] {
	return all.flatMap(({ finding, broader }) =>
		broader.map(({ label, category }) => ({
			label,
			kind: 'concept' as const,
			category,
			score: finding.score,
			instances: [],
			derivedFrom: finding.label.en,
		})),
	);
}

/** Best score first; of equal ones, what was seen before what was derived from it. */
const byScore = (a: Finding, b: Finding) =>
	b.score - a.score || Number('derivedFrom' in a) - Number('derivedFrom' in b);

/**
 * One finding per English label from everything that is known of an image. What a model saw wins over
 * a derived term of the same name, and of derived terms the best.
 */
export function combine(all: Seen[], colours: Finding[]): Finding[] {
	const byLabel = new Map<string, Finding>();
	for (const { finding } of all) {
		const known = byLabel.get(finding.label.en);
		byLabel.set(finding.label.en, known ? merged(known, finding) : finding);
	}
	for (const derived of [...broaderFindings(all), ...colours].sort(byScore))
		if (!byLabel.has(derived.label.en)) byLabel.set(derived.label.en, derived);
	return [...byLabel.values()].filter(({ score }) => score >= LIMITS.scoreFloor).sort(byScore);
}
