'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { terms } = require('./scene-head.json');

const FEATURES = 1280;

/**
 * The trained head: for each term a bias and a weight for each feature, so that the probability of the term is
 * `sigmoid(bias + weights · features ÷ |features|)`. The file holds them row by row, float32 with the low byte first.
 * @returns {{terms: string[], bias: Float32Array, weights: Float32Array}} weights [terms, 1280]
 * @throws {Error} when the file doesn't fit the terms
 */
function readSceneHead() {
	const bytes = readFileSync(join(__dirname, 'scene-head.bin'));
	const row = FEATURES + 1;
	if (bytes.length !== terms.length * row * Float32Array.BYTES_PER_ELEMENT)
		throw new Error(
			`The scene head has ${bytes.length} bytes, which don't fit ${terms.length} terms.`,
		);
	const numbers = new Float32Array(Uint8Array.from(bytes).buffer);
	return {
		terms,
		bias: numbers.filter((_, at) => at % row === 0),
		weights: numbers.filter((_, at) => at % row !== 0),
	};
}

/** Writes the head behind the features. */
function writeScenes(graph) {
	const { bias, weights } = readSceneHead();
	const unit = graph.add('LpNormalization', 'unit features', ['features'], { axis: 1, p: 2 });
	const logits = graph.add(
		'Gemm',
		'scene logits',
		[
			unit,
			graph.floats('scene weights', [terms.length, FEATURES], weights),
			graph.floats('scene bias', [terms.length], bias),
		],
		{ transB: 1 },
	);
	graph.add('Sigmoid', 'scenes', [logits]);
}

module.exports = { FEATURES, readSceneHead, terms, writeScenes };
