import { ancestorsOf, COMPANIONS, TERM_IDS } from '../vocabulary';
import type { Found } from './judgement/detected';
import type { Context } from './judgement/evidence';
import {
	BOX_FROM,
	COMPANION,
	EXCLUSIVE,
	EXCLUSIVE_OF_ONE,
	logOdds,
	sigmoid,
	type Contradiction,
} from './judgement/weights';

/** How sure it is that an image has a term, 0..1, and the term from which that follows, if it does. */
export interface Belief {
	confidence: number;
	derivedFrom?: string;
}

export type Beliefs = Map<string, Belief>;

const WITH_BROADER: ReadonlyMap<string, ReadonlySet<string>> = new Map(
	TERM_IDS.map((term) => [term, new Set([term, ...ancestorsOf(term)])]),
);

function raise(beliefs: Beliefs, term: string, belief: Belief): void {
	if (belief.confidence > (beliefs.get(term)?.confidence ?? 0)) beliefs.set(term, belief);
}

/** What goes with a thing in most photos of it is there as often, unless the scene says otherwise. */
function withCompanions(beliefs: Beliefs, context: Context): Beliefs {
	const all = new Map(beliefs);
	for (const { of, implies, weight } of COMPANIONS) {
		const thing = beliefs.get(of);
		if (!thing) continue;
		const expected = logOdds(thing.confidence * weight);
		const confidence = sigmoid(expected + COMPANION.context * Math.min(0, context.fit(implies)));
		raise(all, implies, { confidence, derivedFrom: of });
	}
	return all;
}

/** A broader term is no less sure than what it is made of. */
function withBroader(beliefs: Beliefs): Beliefs {
	const all = new Map(beliefs);
	for (const [term, { confidence }] of beliefs)
		for (const broader of WITH_BROADER.get(term)!)
			raise(all, broader, { confidence, derivedFrom: term });
	return all;
}

const isOrBelow = (term: string, broad: string) => WITH_BROADER.get(term)!.has(broad);

/** The contradictions that matter for what has boxes, in the order in which they are resolved. */
export function contradictionsAmong(found: readonly Found[]): Contradiction[][] {
	const boxed = found.filter(({ instances: [best] }) => best && best.score >= BOX_FROM);
	const hasBox = (broad: string) => boxed.some(({ term }) => isOrBelow(term, broad));
	return [[...EXCLUSIVE], EXCLUSIVE_OF_ONE.filter((pair) => !pair.every(hasBox))];
}

/** What becomes of the less sure of two terms, which the surer one leaves so much. */
type Lowering = (confidence: number, left: number) => number;

/** Lowers, of two terms that can't both hold, the less believed one, and all that is narrower. */
function resolve(
	beliefs: Beliefs,
	contradictions: readonly Contradiction[],
	believed: Beliefs,
	lower: Lowering,
): Beliefs {
	const all = new Map(beliefs);
	const confidenceOf = (term: string) => believed.get(term)?.confidence ?? 0;
	for (const [a, b] of contradictions) {
		const [sure, unsure] = confidenceOf(b) > confidenceOf(a) ? [b, a] : [a, b];
		if (!believed.has(unsure)) continue;
		const left = 1 - confidenceOf(sure);
		for (const [term, belief] of all)
			if (isOrBelow(term, unsure) && !isOrBelow(term, sure))
				all.set(term, { ...belief, confidence: lower(belief.confidence, left) });
	}
	return all;
}

/** What is seen, and what follows from it, without what contradicts something surer. */
export function consistent(
	seen: Beliefs,
	contradictions: readonly Contradiction[][],
	context: Context,
): Beliefs {
	const consequences = (beliefs: Beliefs) => withBroader(withCompanions(beliefs, context));
	let beliefs = seen;
	for (const some of contradictions)
		beliefs = resolve(
			beliefs,
			some,
			consequences(beliefs),
			(confidence, left) => confidence * left,
		);
	const all = consequences(beliefs);
	// What goes with other things may have come up again.
	return resolve(all, contradictions.flat(), all, Math.min);
}
