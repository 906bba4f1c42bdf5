'use strict';

const { convolution, fusedBias, writeConvolution } = require('../convolutions');
const { SIZE } = require('../detector/graph');
const { OnnxGraph } = require('../onnx-graph');
const { FEATURES, terms, writeScenes } = require('./scene-head');

const MODEL = 'StatefulPartitionedCall/model';
/** Pixels of a side at which the network works; it takes any, and the time grows with the square. */
const SIDE = 240;
const CLASSES = 1000;

/**
 * How each TensorFlow node is written. The squeezed values keep their two axes of length 1, so that the
 * reshaping behind them (Shape, StridedSlice, Pack, Reshape) is nothing.
 */
const WRITERS = {
	_FusedConv2D: (graph, node, [source], weights) =>
		writeConvolution(graph, convolution(node, source, weights)),
	FusedDepthwiseConv2dNative: (graph, node, [source], weights) =>
		writeConvolution(graph, convolution(node, source, weights)),
	Sigmoid: (graph, node, sources) => graph.add('Sigmoid', node.name, sources),
	Mul: (graph, node, sources) => graph.add('Mul', node.name, sources),
	AddV2: (graph, node, sources) => graph.add('Add', node.name, sources),
	Mean: (graph, node, sources) => graph.add('GlobalAveragePool', node.name, sources),
	Reshape: (_graph, _node, [source]) => source,
};

/** How many inputs of a node are values; the others are constants and shapes. */
const SOURCES = { Mul: 2, AddV2: 2 };

/** Writes a node, after all that it needs; returns the name of its ONNX value (NCHW). */
function layerWriter({ nodes, weights }, graph, start) {
	const layers = new Map([start]);
	return function written(name) {
		if (layers.has(name)) return layers.get(name);
		const node = nodes.get(name);
		const write = WRITERS[node?.op];
		if (!write) throw new Error(`Node ${name} (${node?.op}) is not handled.`);
		const sources = node.input.slice(0, SOURCES[node.op] ?? 1).map(written);
		const value = write(graph, node, sources, weights);
		layers.set(name, value);
		return value;
	};
}

/** The image at the side that the network works at, as its first convolution takes it: `(image − mean) ÷ deviation` in each channel. */
function writeNormalised(graph, weights) {
	const perChannel = (name, layer) =>
		graph.floats(name, [3, 1, 1], weights.get(`${MODEL}/tf_op_layer_${layer}/${layer}/input`).data);
	const scales = graph.floats('scales', [4], [1, 1, SIDE / SIZE, SIDE / SIZE]);
	const smaller = graph.add('Resize', 'smaller image', ['image', '', scales], {
		mode: 'linear',
		coordinate_transformation_mode: 'half_pixel',
	});
	const centred = graph.add('Sub', 'centred image', [smaller, perChannel('mean', 'BroadcastTo')]);
	const deviation = perChannel('deviation', 'BroadcastTo_1');
	return graph.add('Div', 'normalised image', [centred, deviation]);
}

/** Probabilities of the classes from the features. */
function writeProbabilities({ nodes, weights }, graph) {
	const node = nodes.get(`${MODEL}/logits/BiasAdd`);
	const { shape, data } = weights.get(node.input[1]);
	const logits = graph.add('Gemm', 'logits', [
		'features',
		graph.floats('class weights', shape, data),
		graph.floats('class bias', [CLASSES], fusedBias(node, weights)),
	]);
	graph.add('Softmax', 'probabilities', [logits], { axis: 1 });
}

/**
 * Converts the EfficientNet-B0 classifier to ONNX.
 *
 * In: `image` float32 [N, 3, 300, 300], RGB 0..255: the detector's, so that one preparation serves both.
 * Out: `probabilities` float32 [N, 1000] in the order of ImageNet's classes, `features` float32 [N, 1280],
 * which they are worked out from, and `scenes` float32 [N, terms], the scene head's probabilities.
 * @param {{nodes: Map, weights: Map}} source from `readGraph`
 * @returns {Uint8Array} the model file, the same bytes every time
 */
function convertClassifier(source) {
	const graph = new OnnxGraph();
	const normalised = writeNormalised(graph, source.weights);
	const start = [`${MODEL}/tf_op_layer_RealDiv/RealDiv`, normalised];
	const pooled = layerWriter(source, graph, start)(`${MODEL}/top_pool/Mean`);
	graph.add('Flatten', 'features', [pooled]);
	writeProbabilities(source, graph);
	writeScenes(graph);
	return graph.encode({
		name: 'efficientnet-b0',
		inputs: [{ name: 'image', shape: ['N', 3, SIZE, SIZE] }],
		outputs: [
			{ name: 'probabilities', shape: ['N', CLASSES] },
			{ name: 'features', shape: ['N', FEATURES] },
			{ name: 'scenes', shape: ['N', terms.length] },
		],
	});
}

module.exports = { convertClassifier };
