import { createRequire } from 'node:module';
import { averagePrecision, platt } from './platt.mjs';
import { dot, ridgeOn } from './ridge.mjs';

/** Best of 0.5, 1, 2 and 4 on the calibration photos, all much the same. */
const RIDGE = 1;
const FOLDS = 6;
/** From here on a word is said by itself in version 2 of the API. */
const SAID = 0.6;
/** A word is good enough when photos that show it come so much before others on which it wasn't learnt … */
const AVERAGE_PRECISION = 0.4;
/** … and that is known of so many photos. Its confidence says how far it can be trusted. The vocabulary must have it, too. */
const EXAMPLES = 10;

const { TERM_IDS } = createRequire(import.meta.url)('../../dist/engine/vocabulary/index.js');

const scoreOf = ({ weights, bias }, features) => dot(weights, features) + bias;

/** Scores of photos by heads that were learnt from other sources only. */
function scoresOfUnseen(photos, words) {
	const groups = [...new Set(photos.map(({ group }) => group))];
	const foldOf = (photo) => groups.indexOf(photo.group) % FOLDS;
	const scores = new Map(words.map((word) => [word, new Array(photos.length)]));
	for (let fold = 0; fold < FOLDS; fold++) {
		const learnt = photos.filter((photo) => foldOf(photo) !== fold);
		const fit = ridgeOn(
			learnt.map(({ features }) => features),
			RIDGE,
		);
		for (const word of words) {
			const head = fit(learnt.map((photo) => Number(photo.words.has(word))));
			photos.forEach((photo, i) => {
				if (foldOf(photo) === fold) scores.get(word)[i] = scoreOf(head, photo.features);
			});
		}
	}
	return scores;
}

const probabilityOf = (score, { slope, offset }) => 1 / (1 + Math.exp(-slope * score - offset));

function figuresOf(word, scores, truths, curve) {
	const said = scores.map((score) => probabilityOf(score, curve) >= SAID);
	const right = said.filter((is, i) => is && truths[i]).length;
	const examples = truths.filter(Boolean).length;
	return {
		word,
		examples,
		averagePrecision: averagePrecision(scores, truths),
		precision: right / said.filter(Boolean).length,
		recall: right / examples,
	};
}

const isGood = ({ word, examples, averagePrecision }) =>
	TERM_IDS.includes(word) && examples >= EXAMPLES && averagePrecision >= AVERAGE_PRECISION;

/**
 * Learns a linear layer over the classifier's normalised features, one row a word, from the training photos,
 * and fits its confidence where nothing was learnt: on the calibration photos, and on the training photos as
 * seen by layers that were learnt from other sources.
 * @param photos with `features`, `words`, `group` and `use`
 * @returns {{ word: string, good: boolean, weights: Float64Array, bias: number, unseen: Map<object, number> }[]}
 *   with the figures of each word; probability = sigmoid(bias + weights · features), and `unseen` has that of each
 *   photo by a layer that hadn't learnt from it
 */
export function learn(photos) {
	const words = [...new Set(photos.flatMap((photo) => [...photo.words]))].sort();
	const training = photos.filter(({ use }) => use === 'training');
	const calibration = photos.filter(({ use }) => use === 'calibration');
	const unseen = scoresOfUnseen(training, words);
	const fit = ridgeOn(
		training.map(({ features }) => features),
		RIDGE,
	);
	return words.map((word) => {
		const head = fit(training.map((photo) => Number(photo.words.has(word))));
		const scores = [
			...unseen.get(word),
			...calibration.map(({ features }) => scoreOf(head, features)),
		];
		const all = [...training, ...calibration];
		const truths = all.map((photo) => photo.words.has(word));
		const curve = platt(scores, truths);
		const figures = figuresOf(word, scores, truths, curve);
		return {
			...figures,
			good: isGood(figures),
			unseen: new Map(all.map((photo, i) => [photo, probabilityOf(scores[i], curve)])),
			weights: head.weights.map((weight) => curve.slope * weight),
			bias: curve.slope * head.bias + curve.offset,
		};
	});
}
