import { ancestorsOf, COMPANIONS } from '../vocabulary';
import type { Context } from './evidence';
import { COMPANION, EXCLUSIVE, logOdds, sigmoid } from './weights';

/** How sure it is that an image has a term, 0..1, and the term from which that follows, if it does. */
export interface Belief {
	confidence: number;
	derivedFrom?: string;
}

export type Beliefs = Map<string, Belief>;

function raise(beliefs: Beliefs, term: string, belief: Belief): void {
	if (belief.confidence > (beliefs.get(term)?.confidence ?? 0)) beliefs.set(term, belief);
}

/** What goes with a thing in most photos of it is there as often, unless the scene says otherwise. */
export function withCompanions(beliefs: Beliefs, context: Context): Beliefs {
	const all = new Map(beliefs);
	for (const { of, implies, weight } of COMPANIONS) {
		const thing = beliefs.get(of);
		if (!thing) continue;
		const expected = logOdds(thing.confidence * weight);
		const confidence = sigmoid(expected + COMPANION.context * Math.min(0, context(implies)));
		raise(all, implies, { confidence, derivedFrom: of });
	}
	return all;
}

/** A broader term is no less sure than what it is made of. */
export function withBroader(beliefs: Beliefs): Beliefs {
	const all = new Map(beliefs);
	for (const [term, { confidence }] of beliefs)
		for (const broader of ancestorsOf(term)) raise(all, broader, { confidence, derivedFrom: term });
	return all;
}

/** Of two terms that can't both hold, the less sure one gets what the other leaves. */
export function withoutContradictions(beliefs: Beliefs): Beliefs {
	const all = new Map(beliefs);
	for (const pair of EXCLUSIVE) {
		const [sure, unsure] = [...pair].sort(
			(a, b) => (all.get(b)?.confidence ?? 0) - (all.get(a)?.confidence ?? 0),
		) as [string, string];
		const belief = all.get(unsure);
		if (!belief) continue;
		const left = 1 - all.get(sure)!.confidence;
		all.set(unsure, { ...belief, confidence: belief.confidence * left });
	}
	return all;
}
