import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import sharp from 'sharp';

const require = createRequire(import.meta.url);
const { decodeImage } = require('../../dist/engine/decode/index.js');
const { sizeNeeded } = require('../../dist/engine/models/input/placement.js');
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

/** The longest side of an image that the API takes. */
const LONGEST_SIDE = 4096;

/** A photo as a file that the service reads: a JPG as it is, so that it is decoded as in the service. */
export async function readable(path) {
	const file = readFileSync(path);
	const photo = sharp(file, { failOn: 'none' });
	const { format, width, height } = await photo.metadata();
	if (format === 'jpeg' && Math.max(width, height) <= LONGEST_SIDE) return file;
	return photo
		.autoOrient()
		.flatten({ background: 'white' })
		.toColourspace('srgb')
		.resize(1600, 1600, { fit: 'inside', withoutEnlargement: true })
		.png({ compressionLevel: 1 })
		.toBuffer();
}

/**
 * What the classifier sees of photos, through the very code of the service.
 * @param {string[]} paths
 * @returns {Promise<Float64Array[]>} 1,280 normalised features each
 */
export async function look(paths) {
	const model = await loadModel(CLASSIFIER);
	const looks = [];
	for (const path of paths) {
		const { pixels, size } = await decodeImage(await readable(path), (whole) =>
			sizeNeeded(whole, model.description.input),
		);
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
