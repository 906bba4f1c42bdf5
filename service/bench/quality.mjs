#!/usr/bin/env node
/*
 * Tags photos whose objects are known with the engine and with the TensorFlow.js original, and writes
 * docs/tagging-quality.md:
 *
 *     apt-get download gcompris-qt-data python3-skimage
 *     dpkg-deb -x gcompris-qt-data_*.deb deb && dpkg-deb -x python3-skimage_*.deb deb
 *     node bench/quality/unpack.mjs deb/usr/share/gcompris-qt/rcc/erase.rcc photos/erase
 *     … the same for explore_farm_animals, explore_world_animals, explore_monuments, explore_world_music
 *     mkdir photos/skimage && cp deb/usr/lib/python3/dist-packages/skimage/data/*.png photos/skimage
 *     node bench/quality.mjs photos
 *
 * What is in each photo is written in bench/quality/expected.json.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import sharp from 'sharp';
import { labelsAt, THRESHOLDS } from './quality/judge.mjs';
import { qualityPage } from './quality/page.mjs';

const { startEngine } = createRequire(import.meta.url)('../dist/engine/index.js');

const here = import.meta.dirname;
const root = join(here, '../..');
const model = join(here, '../models/coco-ssd');
const { DETECTOR_TERMS } = createRequire(import.meta.url)('../dist/engine/vocabulary/index.js');
const groups = JSON.parse(readFileSync(join(here, 'quality/expected.json'), 'utf8'));

const [folder] = process.argv.slice(2);
if (!folder) {
	console.error(
		'Name the folder with the photos; the head of this file says where they come from.',
	);
	process.exit(1);
}
const folderOf = (group) =>
	group.folder === 'examples' ? join(root, 'examples/photos') : join(folder, group.folder);

/** Best score of each label that a model saw, without what was derived. */
const scoresOf = ({ findings }) =>
	Object.fromEntries(
		findings
			.filter(({ derivedFrom }) => derivedFrom === undefined)
			.map(({ label, score }) => [label.en, score]),
	);

/** Best score of each label that the original detected. */
function originalScores(detections) {
	const scores = {};
	for (const { column, score } of detections) {
		const name = DETECTOR_TERMS[column];
		if (name) scores[name] = Math.max(score, scores[name] ?? 0);
	}
	return scores;
}

const temporary = mkdtempSync(join(tmpdir(), 'quality-'));
const engine = startEngine({ workers: 1, models: [model], queueLimit: 10, taskTimeoutMs: 60_000 });
try {
	const paths = [];
	const judged = [];
	for (const group of groups) {
		const photos = [];
		for (const [file, expected] of Object.entries(group.photos)) {
			const png = await sharp(join(folderOf(group), file))
				.toColourspace('srgb')
				.removeAlpha()
				.png()
				.toBuffer();
			const path = join(temporary, `${paths.length}.png`);
			writeFileSync(path, png);
			paths.push(path);
			photos.push({
				name: `${group.folder}/${file}`,
				expected,
				scores: scoresOf(await engine.tag(png)),
			});
		}
		judged.push({ ...group, photos });
	}
	const output = execFileSync(
		process.execPath,
		[join(here, '../test/engine/support/original.js')],
		{
			input: JSON.stringify(paths),
			encoding: 'utf8',
			maxBuffer: 1e8,
		},
	);
	const original = JSON.parse(output).map(originalScores);
	const photos = judged.flatMap((group) => group.photos);
	const isSame = (photo, i, threshold) =>
		labelsAt(photo.scores, threshold).sort().join() ===
		labelsAt(original[i], threshold).sort().join();
	const same = Object.fromEntries(
		THRESHOLDS.map((threshold) => [
			threshold,
			photos.filter((photo, i) => isSame(photo, i, threshold)).length,
		]),
	);
	const file = join(root, 'docs/tagging-quality.md');
	const style = await resolveConfig(file);
	writeFileSync(file, await format(qualityPage(judged, same), { ...style, parser: 'markdown' }));
} finally {
	await engine.close();
	rmSync(temporary, { recursive: true });
}
