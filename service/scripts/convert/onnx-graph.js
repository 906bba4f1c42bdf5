'use strict';

const { onnx } = require('onnx-proto');

const { DataType } = onnx.TensorProto;
const { AttributeType } = onnx.AttributeProto;
const OPSET = 17;
const IR_VERSION = 8;

const bytesOf = (array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Attributes that the converter needs: integers, lists of integers and strings. */
function attribute(name, value) {
	if (typeof value === 'string')
		return { name, type: AttributeType.STRING, s: Buffer.from(value, 'ascii') };
	if (Array.isArray(value)) return { name, type: AttributeType.INTS, ints: value };
	return { name, type: AttributeType.INT, i: value };
}

function valueInfo({ name, shape, type = DataType.FLOAT }) {
	const dim = shape.map((size) =>
		typeof size === 'string' ? { dimParam: size } : { dimValue: size },
	);
	return { name, type: { tensorType: { elemType: type, shape: { dim } } } };
}

/** Collects nodes and constants, and writes them as an ONNX model. */
class OnnxGraph {
	#nodes = [];
	#constants = [];

	/** Adds a node with one output of the same name; returns that name. */
	add(opType, name, input, attributes = {}) {
		const list = Object.entries(attributes).map(([key, value]) => attribute(key, value));
		this.#nodes.push({ opType, name, input, output: [name], attribute: list });
		return name;
	}

	/** Adds a float32 constant; returns its name. */
	floats(name, dims, data) {
		this.#constants.push({
			name,
			dims,
			dataType: DataType.FLOAT,
			rawData: bytesOf(Float32Array.from(data)),
		});
		return name;
	}

	/** Adds an int64 vector, as shapes and axes are given; returns its name. */
	integers(name, data) {
		this.#constants.push({
			name,
			dims: [data.length],
			dataType: DataType.INT64,
			rawData: bytesOf(BigInt64Array.from(data.map(BigInt))),
		});
		return name;
	}

	/**
	 * The finished model file.
	 * @param {{name: string, inputs: object[], outputs: object[]}} description each value `{name, shape}`,
	 *   where a string in a shape names a free dimension
	 * @returns {Uint8Array}
	 */
	encode({ name, inputs, outputs }) {
		return onnx.ModelProto.encode({
			irVersion: IR_VERSION,
			producerName: 'image-tagging-service',
			opsetImport: [{ domain: '', version: OPSET }],
			graph: {
				name,
				node: this.#nodes,
				initializer: this.#constants,
				input: inputs.map(valueInfo),
				output: outputs.map(valueInfo),
			},
		}).finish();
	}
}

module.exports = { OnnxGraph };
