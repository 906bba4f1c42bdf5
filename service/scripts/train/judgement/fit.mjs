#!/usr/bin/env node
/*
 * Fits the weights with which the views are judged together, src/engine/findings/judgement/weights.json, to the tags that are
 * marked right or wrong in marks.json:
 *
 *     node scripts/train/collect.mjs <folder>
 *     npx tsc && node scripts/convert-model.js
 *     node scripts/train/judgement/fit.mjs <folder>
 *
 * The same photos and marks give the same bytes. Prints how well the confidence holds on sources that the weights
 * weren't fitted to.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { logistic, unseenConfidences } from './logistic.mjs';
import { seenPhotos, TAGS_OF } from './tags.mjs';

const WEIGHTS = join(import.meta.dirname, '../../../src/engine/findings/judgement/weights.json');

/**
 * Log odds by which tags are right more often on the photos of docs/tagging-quality.md than on those of the fit, at every
 * tenth of confidence alike: the one number that comes from there.
 */
const CORRECTION = 0.6;

const [folder] = process.argv.slice(2);
if (!folder) {
	console.error('Name the folder that scripts/train/collect.mjs filled.');
	process.exit(1);
}

const rounded = (number) => Math.round(number * 100) / 100;

function fitted(tags) {
	const kinds = Object.keys(tags[0].evidence);
	const rows = tags.map((tag) => ({ ...tag, evidence: Object.values(tag.evidence) }));
	const [offset, ...weights] = logistic(rows);
	const named = kinds.map((kind, i) => [kind, rounded(weights[i])]);
	return {
		weights: { offset: rounded(offset + CORRECTION), ...Object.fromEntries(named) },
		confidences: unseenConfidences(rows),
	};
}

function report(view, tags, confidences) {
	const share = (some) => `${some.filter(({ right }) => right).length} of ${some.length}`;
	console.log(`${view}: ${share(tags)} marked tags are right`);
	for (let tenth = 0; tenth < 10; tenth++) {
		const some = tags.filter((_, i) => Math.min(9, Math.floor(confidences[i] * 10)) === tenth);
		console.log(`  ${tenth * 10}–${tenth * 10 + 10}: ${share(some)} right`);
	}
	for (const threshold of [0.6, 0.4])
		console.log(
			`  from ${threshold * 100} on: ${share(tags.filter((_, i) => confidences[i] >= threshold))} right`,
		);
}

const photos = await seenPhotos(folder);
const all = {};
for (const [view, tagsOf] of Object.entries(TAGS_OF)) {
	const tags = tagsOf(photos, all);
	const { weights, confidences } = fitted(tags);
	all[view] = weights;
	report(view, tags, confidences);
}
writeFileSync(WEIGHTS, `${JSON.stringify(all, null, '\t')}\n`);
