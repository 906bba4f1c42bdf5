import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { learn } from '../learn.mjs';
import { look, viewsAll } from '../looks.mjs';
import { folderOf, photosIn } from '../photos.mjs';

const require = createRequire(import.meta.url);
const {
	boxesOf,
	detectedTerms,
	GOOD_BOX,
} = require('../../../dist/engine/findings/judgement/detected.js');
const judgement = require('../../../dist/engine/findings/judgement/evidence.js');
const {
	DETECTED_FROM,
	detectedKind,
	weigh,
} = require('../../../dist/engine/findings/judgement/weights.js');
const vocabulary = require('../../../dist/engine/vocabulary/index.js');

/** Probability from which the classifier's terms were marked. */
const MARKED_FROM = 0.08;

const words = (list) => list.split(', ').filter(Boolean);
const KNOWN = new Set(vocabulary.TERM_IDS);

/** Terms with all that holds when they do. */
const withBroader = (terms) =>
	new Set(
		terms.flatMap((term) => (KNOWN.has(term) ? [term, ...vocabulary.ancestorsOf(term)] : [])),
	);

/**
 * What was marked on each photo after a look at it: of the terms that detector and classifier came up
 * with, those that are right and those that are wrong; where one can't tell, neither. What photos.json says is
 * right as well.
 */
function marksIn(folder) {
	const packages = JSON.parse(readFileSync(join(import.meta.dirname, 'marks.json'), 'utf8'));
	return new Map(
		packages.flatMap((source) =>
			Object.entries(source.photos).map(([file, { right, wrong }]) => [
				join(folder, folderOf(source), file),
				{ right: words(right), wrong: new Set(words(wrong)) },
			]),
		),
	);
}

/** Whether a term is right for a photo, or undefined when that isn't known. */
function truthOf(photo, marks, asked) {
	const { right, wrong } = marks.get(photo.path) ?? { right: [], wrong: asked };
	const holds = withBroader([...photo.words, ...right]);
	return (term) => (holds.has(term) ? true : wrong.has(term) ? false : undefined);
}

/** What the scene head says of each photo where it has learnt from other sources only. */
async function scenesOf(photos) {
	const looks = await look(photos.map(({ path }) => path));
	const seen = photos.map((photo, i) => ({ ...photo, features: looks[i] }));
	const shipped = learn(seen).filter(({ good }) => good);
	return seen.map((photo) =>
		shipped.map(({ word, unseen }) => ({ term: word, score: unseen.get(photo) })),
	);
}

/** The terms of the detector on one photo, with what speaks for each. */
function detectedOn({ detections, probabilities }, context) {
	const goodBoxes = (instances) => instances.filter(({ score }) => score >= GOOD_BOX).length;
	return detectedTerms(detections, undefined, context)
		.map(({ term, instances }) => ({ term, instances, score: instances[0].score }))
		.filter(({ score }) => score >= DETECTED_FROM)
		.map(({ term, instances, score }) => ({
			term,
			evidence: judgement.detectedEvidence(
				term,
				score,
				goodBoxes(instances),
				probabilities,
				context,
			),
		}));
}

/** All photos as the models see them, with what is known of them. */
export async function seenPhotos(folder) {
	const photos = photosIn(folder);
	const marks = marksIn(folder);
	const asked = new Set(photos.flatMap(({ words }) => [...words]));
	const scenes = await scenesOf(photos);
	const views = await viewsAll(photos.map(({ path }) => path));
	return photos.map(({ path, words, group }, i) => {
		const context = judgement.contextOf(scenes[i]);
		return {
			source: group,
			scenes: scenes[i],
			context,
			sums: vocabulary.termProbabilities(views[i].probabilities),
			detected: detectedOn(views[i], context),
			words,
			isRight: truthOf({ path, words }, marks, asked),
		};
	});
}

/** Terms with their evidence as tags that are known to be right or wrong. */
const known = (terms, { source }, isRight) =>
	terms.flatMap(({ term, evidence }) => {
		const right = isRight(term);
		return evidence && right !== undefined ? [{ evidence, right, source }] : [];
	});

const detectedTags = (photos, kind) =>
	photos.flatMap((photo) =>
		known(
			photo.detected.filter(({ term }) => detectedKind(term) === kind),
			photo,
			photo.isRight,
		),
	);

/** Each of these has the marked tags of one view, with what spoke for them. */
export const TAGS_OF = {
	detected: (photos) => detectedTags(photos, 'detected'),

	person: (photos) => detectedTags(photos, 'person'),

	/** @param weights of each kind of the detector's terms, by which boxes are worth something to the other views */
	classified: (photos, weights) =>
		photos.flatMap((photo) => {
			const boxes = boxesOn(photo, weights);
			const terms = [...photo.sums]
				.filter(([term, sum]) => sum >= MARKED_FROM && !photo.context.knows(term))
				.map(([term, sum]) => ({
					term,
					evidence: judgement.classifiedEvidence(term, sum, boxes.get(term) ?? 0, photo.context),
				}));
			return known(terms, photo, photo.isRight);
		}),

	scene: (photos, weights) =>
		photos.flatMap((photo) => {
			const boxes = boxesOn(photo, weights);
			const terms = photo.scenes.map(({ term, score }) => ({
				term,
				evidence: judgement.sceneEvidence(
					term,
					score,
					photo.sums.get(term) ?? 0,
					boxes.get(term) ?? 0,
				),
			}));
			return known(terms, photo, (term) => photo.words.has(term));
		}),
};

const boxesOn = ({ detected }, weights) =>
	boxesOf(
		detected.map(({ term, evidence }) => ({
			term,
			instances: [{ score: weigh(weights[detectedKind(term)], evidence) }],
		})),
	);
