/** Scores (0..1) from which a tag counts as found; the first is what version 2 shows by itself. */
export const THRESHOLDS = [0.6, 0.5, 0.4];

/** English labels of the scores at or above the threshold. */
export const labelsAt = (scores, threshold) =>
	Object.keys(scores).filter((label) => scores[label] >= threshold);

/**
 * What is right, wrong and missing in one photo's labels.
 * @param {string[]} expected what is in the photo, of what the model can name
 */
export function judge(expected, found) {
	return {
		right: found.filter((label) => expected.includes(label)),
		wrong: found.filter((label) => !expected.includes(label)),
		missed: expected.filter((label) => !found.includes(label)),
	};
}

/** Precision and recall, 0..1, over the labels of all photos. */
export function measure(photos, threshold) {
	const verdicts = photos.map(({ expected, scores }) =>
		judge(expected, labelsAt(scores, threshold)),
	);
	const count = (part) => verdicts.reduce((sum, verdict) => sum + verdict[part].length, 0);
	const [right, wrong, missed] = [count('right'), count('wrong'), count('missed')];
	return {
		right,
		wrong,
		missed,
		precision: right / (right + wrong),
		recall: right / (right + missed),
	};
}
