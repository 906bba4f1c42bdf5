#!/usr/bin/env node
/*
 * Learns the scene head that `convert-model.js` puts on the classifier, from the photos of photos.json:
 *
 *     node scripts/train/collect.mjs <folder>
 *     npx tsc && node scripts/convert-model.js
 *     node scripts/train/scene-head.mjs <folder>
 *
 * The same photos give the same bytes. Words that are not good enough are measured, but left out.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { learn } from './learn.mjs';
import { look } from './looks.mjs';
import { photosIn } from './photos.mjs';

const HEAD = join(import.meta.dirname, '../convert/classifier');
const FIGURES = join(import.meta.dirname, '../../bench/quality/scene-words.json');

const [folder] = process.argv.slice(2);
if (!folder) {
	console.error('Name the folder that scripts/train/collect.mjs filled.');
	process.exit(1);
}

const photos = photosIn(folder);
const looks = await look(photos.map(({ path }) => path));
const learnt = learn(photos.map((photo, i) => ({ ...photo, features: looks[i] })));
const shipped = learnt.filter(({ good }) => good);

const json = (value) => `${JSON.stringify(value, null, '\t')}\n`;
const rounded = (number) => Math.round(number * 1000) / 1000;
const rows = shipped.flatMap(({ bias, weights }) => [bias, ...weights]);
writeFileSync(join(HEAD, 'scene-head.bin'), Buffer.from(Float32Array.from(rows).buffer));
writeFileSync(join(HEAD, 'scene-head.json'), json({ terms: shipped.map(({ word }) => word) }));
writeFileSync(
	FIGURES,
	json(
		learnt.map(({ word, good, examples, averagePrecision, precision, recall }) => ({
			word,
			good,
			examples,
			averagePrecision: rounded(averagePrecision),
			precision: rounded(precision),
			recall: rounded(recall),
		})),
	),
);
console.log(
	`${shipped.length} of ${learnt.length} words: ${shipped.map(({ word }) => word).join(', ')}`,
);
