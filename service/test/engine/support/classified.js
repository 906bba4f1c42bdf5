'use strict';

/*
 * The classifier twice: on TensorFlow.js, and converted to ONNX. Reads a JSON list of picture paths on standard input;
 * prints as JSON, for each picture, how far probabilities and features are apart, how far the scenes are from what plain
 * arithmetic makes of the original's features, and both lists of the best classes.
 */

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const sharp = require('sharp');
const { readSceneHead } = require('../../../scripts/convert/classifier/scene-head');
const { classify, loadClassifier } = require('./original-classifier');

const { InferenceSession, Tensor } = require('../../../dist/engine/models/onnxruntime');

const MODEL = join(__dirname, '../../../models/efficientnet-b0/model.onnx');
const BEST = 5;

/** Probabilities, features and scenes of RGB bytes, by the converted model. */
async function classifyConverted(session, { data, info }) {
	const area = info.width * info.height;
	const planes = new Float32Array(area * 3);
	data.forEach((value, at) => (planes[(at % 3) * area + Math.floor(at / 3)] = value));
	const image = new Tensor('float32', planes, [1, 3, info.height, info.width]);
	const { probabilities, features, scenes } = await session.run({ image });
	return [probabilities.data, features.data, scenes.data];
}

/** What the scene head says of features, in plain arithmetic. */
function scenesOf(features) {
	const { terms, bias, weights } = readSceneHead();
	const length = Math.hypot(...features);
	return terms.map((_, term) => {
		const row = weights.subarray(term * features.length, (term + 1) * features.length);
		const logit = row.reduce((sum, weight, i) => sum + (weight * features[i]) / length, bias[term]);
		return 1 / (1 + Math.exp(-logit));
	});
}

const furthest = (a, b) => a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

const best = (values) =>
	Array.from(values.keys())
		.sort((a, b) => values[b] - values[a])
		.slice(0, BEST);

async function main() {
	const original = await loadClassifier();
	const converted = await InferenceSession.create(MODEL);
	const answers = [];
	for (const path of JSON.parse(readFileSync(0, 'utf8'))) {
		const pixels = await sharp(path).raw().toBuffer({ resolveWithObject: true });
		const [expected, features] = classify(original, pixels);
		const [probabilities, ours, scenes] = await classifyConverted(converted, pixels);
		answers.push({
			probabilities: furthest(probabilities, expected),
			features: furthest(ours, features),
			scenes: furthest(scenes, scenesOf(features)),
			best: { original: best(expected), converted: best(probabilities) },
		});
	}
	console.log(JSON.stringify(answers));
}

main().catch((error) => {
	console.error(error);
	process.exitCode = 1;
});
