import type { Finding } from '../types';
import type { Views } from '../views';
import { termOf } from '../vocabulary';
import { colourFindings } from './colours';
import { combine } from './combine';
import { consistent, contradictionsAmong, type Belief, type Beliefs } from './consistency';
import { classifiedTerms } from './judgement/classified';
import { boxesOf, detectedTerms, type Found } from './judgement/detected';
import { contextOf, type Context } from './judgement/evidence';
import { sceneTerms } from './judgement/scenes';

/** What more than one of a thing is, as sure as the second is. */
const SEVERAL: Readonly<Record<string, string>> = { person: 'people' };

/** The best belief in each term that any view has. */
function beliefsOf(views: Views, found: Found[], context: Context): Beliefs {
	const beliefs: Beliefs = new Map();
	const add = (term: string, confidence: number, derivedFrom?: string) => {
		if (confidence <= (beliefs.get(term)?.confidence ?? 0)) return;
		beliefs.set(term, { confidence, ...(derivedFrom ? { derivedFrom } : {}) });
	};
	for (const { term, instances } of found) {
		add(term, instances[0]!.score);
		const several = SEVERAL[term];
		if (several && instances[1]) add(several, instances[1].score, term);
	}
	const { probabilities, scenes = [] } = views;
	const boxes = boxesOf(found);
	for (const [term, confidence] of sceneTerms(scenes, probabilities, boxes)) add(term, confidence);
	if (probabilities)
		for (const [term, confidence] of classifiedTerms(probabilities, boxes, context))
			add(term, confidence);
	return beliefs;
}

/** A term as it is answered; its boxes' scores follow what is believed of the best one. */
function findingOf(term: string, { confidence, derivedFrom }: Belief, found?: Found): Finding {
	const { label, kind, category } = termOf(term);
	const instances = found?.instances ?? [];
	const scale = instances[0] ? confidence / instances[0].score : 1;
	return {
		label,
		kind,
		category,
		score: confidence,
		instances: instances.map((one) => ({ ...one, score: Math.min(confidence, one.score * scale) })),
		...(derivedFrom === undefined ? {} : { derivedFrom }),
	};
}

/**
 * What is said of an image, from everything that was seen of it: the built-in views in the words of the
 * vocabulary and as one judgement, a user's own models as they say it, and colours.
 */
export function judge(views: Views): Finding[] {
	const { detections, probabilities, scenes = [], own, pixels } = views;
	const context = contextOf(scenes);
	const found = detectedTerms(detections, probabilities, context);
	const boxes = new Map(found.map((one) => [one.term, one]));
	const seen = beliefsOf(views, found, context);
	// The detector alone is told as it is: there is nothing to hold it against.
	const isAlone = !probabilities && scenes.length === 0;
	const contradictions = isAlone ? [] : contradictionsAmong(found);
	const believed = consistent(seen, contradictions, context);
	const judged = [...believed].map(([term, belief]) => ({
		finding: findingOf(term, belief, boxes.get(term)),
		broader: [],
	}));
	return combine([...judged, ...own], colourFindings(pixels));
}
