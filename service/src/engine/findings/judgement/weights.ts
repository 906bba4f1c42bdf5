import fitted from './weights.json';

/**
 * Every number of the judgement. The weights of what was seen are logistic: a confidence is
 * `sigmoid(offset + the sum of weight × evidence)`, so that 0.8 is right four times in five. They are fitted by
 * scripts/train/judgement to what was right and wrong on the photos in scripts/train, on none of which the
 * classifier or the detector was trained.
 */

/** Of a term that the classifier's probabilities speak for. */
export const CLASSIFIED = fitted.classified;

/** A person, for whom the classifier has no class and the scene head its surest word, has weights of its own. */
export const detectedKind = (term: string) => (term === 'person' ? 'person' : 'detected');

/** Of a term that the detector found. */
export const detectedWeights = (term: string) => fitted[detectedKind(term)];

/** Of a word of the scene head. */
export const SCENE = fitted.scene;

/** Of a term that goes with another one, on the log odds against it in the scene. */
export const COMPANION = { context: 0.3 } as const;

/** Below this score a box is noise, unless the detector is alone. */
export const DETECTED_FROM = 0.2;
/** Probability below which the classifier says nothing of a term. */
export const CLASSIFIED_FROM = 0.01;
/** So many classes of a thing, and the classifier would see one of them where it is. */
export const BROAD_FROM = 20;
/** Log odds of a scene count up to here, either way. */
export const CONTEXT_LIMIT = 3;

/** The scene word that a category's things (v2's tag type) go with. */
export const SCENE_OF_CATEGORY: Readonly<Record<string, string>> = {
	Human: 'person',
	Clothing: 'person',
	Accessories: 'person',
	Sports: 'person',
	Animal: 'animal',
	Plant: 'plant',
	Food: 'food',
	'Natural scenery': 'nature',
	Building: 'building',
	'City and roads': 'city',
	Indoor: 'indoors',
	'Home category': 'indoors',
	Kitchenware: 'indoors',
	'Home appliances': 'indoors',
	Vehicle: 'vehicle',
	Electronics: 'electronic device',
};

export const HOME_CATEGORIES: ReadonlySet<string> = new Set([
	'Home category',
	'Kitchenware',
	'Home appliances',
	'Electronics',
]);

export const MISTAKABLE_CATEGORIES: ReadonlySet<string> = new Set([
	'Musical instrument',
	'Sports',
	'Home appliances',
	'Medical',
	'Military',
	'Tools and machinery',
	'Daily necessities',
]);

/** Two terms that contradict each other, with all that is narrower: the less likely one keeps what the other leaves. */
export type Contradiction = readonly [string, string];

const pairsOf = (terms: readonly string[]): Contradiction[] =>
	terms.flatMap((a, i) => terms.slice(i + 1).map((b): Contradiction => [a, b]));

/** What is never under water; the detector takes large fish for bears. */
const ON_LAND = [
	...['sky', 'night', 'snow', 'sunset', 'city'],
	...['cat', 'dog', 'horse', 'sheep', 'cow', 'elephant', 'bear', 'zebra', 'giraffe'],
];

/** What stands in streets only; the detector takes lamps for traffic lights. */
const IN_STREETS = ['traffic light', 'fire hydrant', 'stop sign', 'parking meter'];

/** What is never behind things that are cut out, or taken against one tone. */
const NOT_PLAIN = ['outdoors', 'landscape', 'sky'];

/** Terms that can't both hold of a photo. */
export const EXCLUSIVE: readonly Contradiction[] = [
	['indoors', 'outdoors'],
	['sea', 'lake'],
	...ON_LAND.map((term): Contradiction => ['underwater', term]),
	...IN_STREETS.map((term): Contradiction => ['indoors', term]),
	...NOT_PLAIN.map((term): Contradiction => ['plain background', term]),
];

/** Terms that can't both hold of one thing; of two that have a box each, they can. */
export const EXCLUSIVE_OF_ONE: readonly Contradiction[] = [
	...pairsOf(['mammal', 'bird', 'fish', 'reptile', 'amphibian', 'crustacean', 'insect', 'spider']),
	['pet', 'wildlife'],
];

/** Confidence from which a box shows that a thing is there beside others. */
export const BOX_FROM = 0.5;

/** Probabilities nearer to 0 or 1 count as this near. */
const NEAREST = 0.001;

export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** The log odds of a probability, finite for 0 and 1 too. */
export function logOdds(probability: number): number {
	const inside = Math.min(1 - NEAREST, Math.max(NEAREST, probability));
	return Math.log(inside / (1 - inside));
}

/** The confidence that weighed evidence gives, 0..1. */
export function weigh<Evidence extends Record<string, number>>(
	weights: Readonly<Record<keyof Evidence | 'offset', number>>,
	evidence: Evidence,
): number {
	const kinds = Object.keys(evidence) as (keyof Evidence)[];
	const sum = kinds.reduce((all, kind) => all + weights[kind] * evidence[kind]!, 0);
	return sigmoid(weights.offset + sum);
}
