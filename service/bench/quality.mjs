#!/usr/bin/env node
/*
 * Tags photos of which it is known what they show, and writes docs/tagging-quality.md:
 *
 *     node scripts/train/collect.mjs photos
 *     apt-get download gcompris-qt-data && dpkg-deb -x gcompris-qt-data_*.deb deb
 *     node bench/quality/unpack.mjs deb/usr/share/gcompris-qt/rcc/erase.rcc photos/erase
 *     … the same for explore_farm_animals, explore_world_animals, explore_monuments, explore_world_music
 *     npx tsc && node bench/quality.mjs photos
 *
 * What is in each photo is written in bench/quality/expected.json.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { readable } from '../scripts/train/looks.mjs';
import { folderOf, REPORTED, SOURCES } from '../scripts/train/photos.mjs';
import { reliabilityDiagram } from './quality/diagram.mjs';
import { calibration, expectationOf, themeOf } from './quality/judge.mjs';
import { qualityPage } from './quality/page.mjs';

const require = createRequire(import.meta.url);
const { judge } = require('../dist/engine/findings/index.js');
const { loadModel } = require('../dist/engine/models/load.js');
const { ancestorsOf, TERM_IDS } = require('../dist/engine/vocabulary/index.js');
const { viewsOf } = require('../dist/engine/worker/tagger.js');

const here = import.meta.dirname;
const root = join(here, '../..');
const EXAMPLES = 'examples';
const MODELS = ['coco-ssd', 'efficientnet-b0'];

const [folder] = process.argv.slice(2);
if (!folder) {
	console.error(
		'Name the folder with the photos; the head of this file says where they come from.',
	);
	process.exit(1);
}

const idOf = new Map(TERM_IDS.map((id) => [id.toLowerCase(), id]));
const broaderOf = (word) => (idOf.has(word) ? ancestorsOf(idOf.get(word)) : []);

const pathOf = (group, file) => {
	if (group.folder === EXAMPLES) return join(root, 'examples/photos', file);
	return join(folder, group.folder ?? folderOf(group), file);
};

const sourceOf = ({ source, from, package: name, version }) =>
	source ?? `${from === 'npm' ? 'npm' : 'Debian'} package \`${name}\` ${version}`;

/** The views that are told apart, as what is left of all. */
const VIEWS = {
	detector: ({ pixels, size, detections }) => ({ pixels, size, detections, own: [] }),
	classifier: (views) => ({ ...views, detections: [], scenes: undefined }),
	'scene head': (views) => ({ ...views, detections: [], probabilities: undefined }),
	'all three': (views) => views,
};
const ALL = 'all three';

/** Confidence by word, without colours. */
const tagsOf = (views) =>
	Object.fromEntries(
		judge(views)
			.filter(({ derivedFrom }) => derivedFrom !== 'colours')
			.map(({ label, score }) => [label.en, score]),
	);

const models = [];
for (const name of MODELS) models.push(await loadModel(join(here, '../models', name)));

async function photoOf(group, file, labels) {
	const expectation = expectationOf(labels, broaderOf);
	const { views } = await viewsOf(models, await readable(pathOf(group, file)));
	const byView = Object.fromEntries(
		Object.entries(VIEWS).map(([name, of]) => [name, tagsOf(of(views))]),
	);
	return {
		name: `${group.folder ?? group.package}/${file.replace(/.*\//, '')}`,
		group,
		theme: themeOf(expectation, broaderOf),
		expectation,
		tags: byView[ALL],
		views: byView,
		...(group.folder === EXAMPLES ? { image: file } : {}),
	};
}

const groups = REPORTED.map((group) => ({ ...group, source: sourceOf(group) }));
const photos = [];
for (const group of groups)
	for (const [file, labels] of Object.entries(group.photos))
		photos.push(await photoOf(group, file, labels));

const scenes = JSON.parse(readFileSync(join(here, 'quality/scene-words.json'), 'utf8'));
const file = join(root, 'docs/tagging-quality.md');
const style = await resolveConfig(file);
const page = qualityPage({ photos, groups, scenes, sources: SOURCES });
writeFileSync(file, await format(page, { ...style, parser: 'markdown' }));
writeFileSync(
	join(root, 'docs/images/tagging-calibration.svg'),
	reliabilityDiagram(calibration(photos).filter(({ from }) => from >= 0.1)),
);
