'use strict';

/* TensorFlow.js with the WebAssembly backend, as the authors of the models publish them. */

const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm');
const { loadGraphModel } = require('@tensorflow/tfjs-converter');
const tf = require('@tensorflow/tfjs-core');

/**
 * Loads the weights into the backend; once in a process.
 * @param {string} name package that holds them
 * @param {string} folder of model.json in the package
 */
async function loadOriginal(name, folder) {
	const weightsFolder = join(dirname(require.resolve(`${name}/package.json`)), folder);
	const wasm = require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm');
	setWasmPaths(`${dirname(wasm)}/`);
	await tf.setBackend('wasm');
	const { modelTopology, weightsManifest } = JSON.parse(
		readFileSync(join(weightsFolder, 'model.json'), 'utf8'),
	);
	const [{ paths, weights }] = weightsManifest;
	const bytes = Buffer.concat(paths.map((path) => readFileSync(join(weightsFolder, path))));
	const weightData = Uint8Array.from(bytes).buffer;
	return await loadGraphModel({
		load: async () => ({ modelTopology, weightSpecs: weights, weightData }),
	});
}

module.exports = { loadOriginal };
