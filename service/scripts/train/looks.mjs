import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import sharp from 'sharp';

const require = createRequire(import.meta.url);
const { decodeImage } = require('../../dist/engine/decode/index.js');
const { loadModel } = require('../../dist/engine/models/load.js');

const { viewsOf } = require('../../dist/engine/worker/tagger.js');

const folderOf = (name) => join(import.meta.dirname, '../../models', name);
const CLASSIFIER = folderOf('efficientnet-b0');
const MODELS = [folderOf('coco-ssd'), CLASSIFIER];

/** At length 1, as the scene head takes them. */
function normalised(features) {
	const length = Math.hypot(...features);
	return Float64Array.from(features, (feature) => feature / length);
}

/** Any photo as a file that the service reads, no larger than what it decodes quickly. */
const readable = (path) =>
	sharp(readFileSync(path), { failOn: 'none' })
		.autoOrient()
		.flatten({ background: 'white' })
		.toColourspace('srgb')
		.resize(1600, 1600, { fit: 'inside', withoutEnlargement: true })
		.png({ compressionLevel: 1 })
		.toBuffer();

/**
 * What the classifier sees of photos, through the very code of the service.
 * @param {string[]} paths
 * @returns {Promise<Float64Array[]>} 1,280 normalised features each
 */
export async function look(paths) {
	const model = await loadModel(CLASSIFIER);
	const looks = [];
	for (const path of paths) {
		const { pixels, size } = await decodeImage(await readable(path));
		const { tensor } = await model.prepare(pixels, size);
		const outputs = await model.session.run({ image: tensor }, ['features']);
		looks.push(normalised(outputs.features.data));
	}
	return looks;
}

/**
 * All that the built-in models see of photos, as the service asks them.
 * @param {string[]} paths
 */
export async function viewsAll(paths) {
	const models = [];
	for (const folder of MODELS) models.push(await loadModel(folder));
	const all = [];
	for (const path of paths) all.push((await viewsOf(models, await readable(path))).views);
	return all;
}
