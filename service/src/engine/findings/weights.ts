/**
 * Every number of the judgement: logistic weights, fitted to what was right and wrong among 1,600 tags of the
 * photos in scripts/train, on none of which the classifier or the detector was trained. A confidence is
 * `sigmoid(offset + the sum of weight × evidence)`, so that 0.8 is right four times in five.
 */

/** Of a term that the classifier's probabilities speak for. */
export const CLASSIFIED = {
	offset: 1.11,
	/** On the log odds of its probability, summed over the classes below it. */
	probability: 1,
	/** For a class of its own: a breed is taken for another sooner than an animal for a plant. */
	narrow: -0.75,
	/** On the log odds of the scene that it belongs in. */
	context: 0.39,
	/** For the kinds of things that it sees in whatever has a pattern or a handle. */
	mistakable: -1.78,
} as const;

/** Of a term that the detector found. */
export const DETECTED = {
	offset: 1.61,
	/** On the log odds of its best box. */
	score: 0.43,
	/** On the logarithm of the classifier's probability of the same term, in tenths. */
	agreement: 0.78,
	/** On the logarithm of the classifier's probability of other things of its category, in tenths. */
	rivals: -0.76,
	context: 0.49,
} as const;

/** Below this score a box is no evidence that the weights were fitted to; confidence fades to nothing. */
export const DETECTED_FROM = 0.3;
/** Probability below which the classifier says nothing of a term. */
export const CLASSIFIED_FROM = 0.01;
/** Log odds of a scene count up to here, either way. */
export const CONTEXT_LIMIT = 3;
/** Added to a probability before its logarithm is taken, so that none doesn't weigh without bounds. */
export const SOFTENED = { agreement: 0.02, rivals: 0.05 } as const;

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

export const MISTAKABLE_CATEGORIES: ReadonlySet<string> = new Set([
	'Musical instrument',
	'Sports',
	'Home appliances',
	'Medical',
	'Military',
	'Tools and machinery',
	'Daily necessities',
]);

/** Terms that can't both hold: the less likely one keeps what the other leaves. */
export const EXCLUSIVE: readonly (readonly [string, string])[] = [['indoors', 'outdoors']];

/** Probabilities nearer to 0 or 1 count as this near. */
const NEAREST = 0.001;

export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** The log odds of a probability, finite for 0 and 1 too. */
export function logOdds(probability: number): number {
	const inside = Math.min(1 - NEAREST, Math.max(NEAREST, probability));
	return Math.log(inside / (1 - inside));
}
