'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const NUMBERS = { float32: Float32Array, int32: Int32Array };

/** A string attribute: newer models hold its bytes as base64, older ones as a list of numbers. */
const text = (value) =>
	typeof value === 'string'
		? Buffer.from(value, 'base64').toString('latin1')
		: String.fromCharCode(...value);

/** The weights of all shards by name: `{shape, data}`, data as Float32Array or Int32Array. */
function readWeights(folder, manifest) {
	const weights = new Map();
	for (const group of manifest) {
		const bytes = Buffer.concat(group.paths.map((path) => readFileSync(join(folder, path))));
		let offset = 0;
		for (const { name, shape, dtype, quantization } of group.weights) {
			const Numbers = NUMBERS[dtype];
			if (!Numbers || quantization)
				throw new Error(`Weight ${name} has a type that is not handled.`);
			const length = shape.reduce((product, size) => product * size, 1);
			const end = offset + length * Numbers.BYTES_PER_ELEMENT;
			// A copy, since a shard need not start at a multiple of four.
			const data = new Numbers(Uint8Array.from(bytes.subarray(offset, end)).buffer);
			weights.set(name, { shape, data });
			offset = end;
		}
	}
	return weights;
}

/**
 * Reads a TensorFlow.js graph model.
 * @param {string} folder holds model.json and its weight shards
 * @returns nodes by name (`{name, op, input, attr}`) and weights by name (`{shape, data}`)
 */
function readGraph(folder) {
	const model = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
	const nodes = new Map(model.modelTopology.node.map((node) => [node.name, node]));
	return { nodes, weights: readWeights(folder, model.weightsManifest) };
}

module.exports = { readGraph, text };
