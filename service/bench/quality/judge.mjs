/** Confidences (0..1) from which a tag counts as given; the first is what version 2 shows by itself. */
export const THRESHOLDS = [0.6, 0.5, 0.4];

const words = (list) => list.split(', ').filter(Boolean);

/**
 * What may be said of a photo. A broader term of a right word is right as well.
 * @param {{ must: string, right: string }} labels what any good tagger says, and what else is right
 * @param {(word: string) => string[]} broaderOf
 */
export function expectationOf(labels, broaderOf) {
	const must = words(labels.must);
	const listed = [...must, ...words(labels.right)];
	const right = new Set(
		[...listed, ...listed.flatMap(broaderOf)].map((word) => word.toLowerCase()),
	);
	return { must, right };
}

/** The tags, by word, whose confidence reaches the threshold. */
export const given = (tags, threshold) =>
	Object.keys(tags).filter((word) => tags[word] >= threshold);

/**
 * What is right, wrong and missing among a photo's tags.
 * @param {{ must: string[], right: Set<string> }} expectation
 * @param {string[]} said
 */
export function judge({ must, right }, said) {
	const lower = new Set(said.map((word) => word.toLowerCase()));
	return {
		right: said.filter((word) => right.has(word.toLowerCase())),
		wrong: said.filter((word) => !right.has(word.toLowerCase())),
		missed: must.filter((word) => !lower.has(word.toLowerCase())),
	};
}

const share = (part, whole) => (whole === 0 ? 0 : part / whole);

/** Figures over photos of `expectation` and `tags`. Precision is of all tags, recall of what must be said. */
export function measure(photos, threshold) {
	const verdicts = photos.map(({ expectation, tags }) =>
		judge(expectation, given(tags, threshold)),
	);
	const count = (part) => verdicts.reduce((sum, verdict) => sum + verdict[part].length, 0);
	const [right, wrong, missed] = [count('right'), count('wrong'), count('missed')];
	const must = photos.reduce((sum, { expectation }) => sum + expectation.must.length, 0);
	return {
		photos: photos.length,
		right,
		wrong,
		missed,
		precision: share(right, right + wrong),
		recall: share(must - missed, must),
		helped: share(verdicts.filter((verdict) => verdict.right.length > 0).length, photos.length),
		perPhoto: share(right + wrong, photos.length),
	};
}

/** Tags by tenths of their confidence: how sure they are on average, and what share is right. */
export function calibration(photos) {
	const bins = Array.from({ length: 10 }, () => ({ count: 0, sum: 0, right: 0 }));
	for (const { expectation, tags } of photos)
		for (const [word, confidence] of Object.entries(tags)) {
			const bin = bins[Math.min(9, Math.floor(confidence * 10))];
			bin.count++;
			bin.sum += confidence;
			bin.right += Number(expectation.right.has(word.toLowerCase()));
		}
	return bins.map(({ count, sum, right }, i) => ({
		from: i / 10,
		count,
		confidence: share(sum, count),
		right: share(right, count),
	}));
}

/** What a photo is of: the first theme with one of its words among what must be said, or else what may be. */
const THEMES = {
	animals: ['animal'],
	people: ['person', 'people', 'man', 'woman', 'portrait', 'astronaut', 'concert'],
	'food and drink': ['food', 'drink'],
	vehicles: ['vehicle'],
	'buildings and cities': ['building', 'city', 'street', 'statue', 'ruins', 'tower'],
	nature: ['nature', 'landscape', 'sky', 'plant'],
	'things and rooms': [],
};

export const THEME_NAMES = Object.keys(THEMES);

/** @param {(word: string) => string[]} broaderOf */
export function themeOf({ must, right }, broaderOf) {
	const musts = new Set([...must, ...must.flatMap(broaderOf)]);
	const has = (theme, all) => THEMES[theme].some((word) => all.has(word));
	return (
		THEME_NAMES.find((theme) => has(theme, musts)) ??
		THEME_NAMES.find((theme) => has(theme, right)) ??
		THEME_NAMES.at(-1)
	);
}
