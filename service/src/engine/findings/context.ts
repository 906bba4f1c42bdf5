import type { SceneScore } from '../views';
import { termOf } from '../vocabulary';
import { CONTEXT_LIMIT, SCENE_OF_CATEGORY, logOdds } from './weights';

/** How well a term fits the scene, as log odds; 0 when the scene says nothing of it. */
export type Context = (term: string) => number;

/**
 * What the scene says of terms: of one of its own words that it is there, of others that what they belong
 * with is: a jellyfish in a starry sky is none.
 */
export function contextOf(scenes: readonly SceneScore[]): Context {
	const scores = new Map(scenes.map(({ term, score }) => [term, score]));
	return (term) => {
		const word = scores.has(term) ? term : SCENE_OF_CATEGORY[termOf(term).category.en];
		const score = word === undefined ? undefined : scores.get(word);
		if (score === undefined) return 0;
		return Math.min(CONTEXT_LIMIT, Math.max(-CONTEXT_LIMIT, logOdds(score)));
	};
}
