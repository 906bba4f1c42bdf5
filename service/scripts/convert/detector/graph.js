'use strict';

const {
	AFFINE,
	convolution,
	foldInto,
	withResidual,
	writeConvolution,
} = require('../convolutions');
const { OnnxGraph } = require('../onnx-graph');

const SIZE = 300;
const HEADS = [0, 1, 2, 3, 4, 5];

/**
 * Writes the layers between the normalised picture and the six prediction heads. Returns a function
 * that takes the name of a TensorFlow node and gives the name of its ONNX value (NCHW).
 */
function layerWriter({ nodes, weights }, graph, start) {
	const layers = new Map([['Preprocessor/sub', start]]);

	const written = (name) => {
		const layer = layerOf(name);
		if (typeof layer === 'string') return layer;
		const value = writeConvolution(graph, layer);
		layers.set(name, value);
		return value;
	};

	const WRITERS = {
		Conv2D: (node) => convolution(node, written(node.input[0]), weights),
		DepthwiseConv2dNative: (node) => convolution(node, written(node.input[0]), weights),
		AddN: (node) => withResidual(layerOf(node.input[0]), written(node.input[1])),
		Relu6: (node) => graph.add('Clip', node.name, [written(node.input[0]), 'zero', 'six']),
	};
	for (const op of Object.keys(AFFINE))
		WRITERS[op] = (node) => {
			const source = node.input.find((name) => !weights.has(name));
			return foldInto(layerOf(source), node, weights);
		};

	/** The ONNX value's name, or a convolution that is not written yet. */
	function layerOf(name) {
		if (layers.has(name)) return layers.get(name);
		const node = nodes.get(name);
		const write = WRITERS[node?.op];
		if (!write) throw new Error(`Node ${name} (${node?.op}) is not handled.`);
		const layer = write(node);
		layers.set(name, layer);
		return layer;
	}

	return written;
}

/** One row of `width` numbers for each anchor, all heads together: [N, 1917, width]. */
function headRows(graph, written, predictor, width) {
	const shape = graph.integers(`${predictor}/rows`, [0, -1, width]);
	const rows = HEADS.map((head) => {
		const value = written(`BoxPredictor_${head}/${predictor}/BiasAdd`);
		const channelsLast = graph.add('Transpose', `${value}/nhwc`, [value], { perm: [0, 2, 3, 1] });
		return graph.add('Reshape', `${value}/rows`, [channelsLast, shape]);
	});
	return graph.add('Concat', predictor, rows, { axis: 1 });
}

/** Boxes `y1, x1, y2, x2` (0..1) from the encoded offsets `y, x, height, width` to the anchors. */
function writeBoxes(graph, encoded, weights) {
	const anchors = weights.get('Postprocessor/ExpandDims').data;
	const constant = (name) => weights.get(`ConstantFolding/Postprocessor/Decode/${name}`).data[0];
	const pairs = (name, of) => {
		const values = [];
		for (let at = 0; at < anchors.length; at += 4)
			for (const axis of [0, 1]) values.push(of(anchors[at + axis], anchors[at + 2 + axis]));
		return graph.floats(name, [1, anchors.length / 4, 2], values);
	};
	const centres = pairs('anchor centres', (low, high) => (low + high) / 2);
	const reaches = pairs('anchor reaches', (low, high) => (high - low) * constant('div_recip'));
	const halves = pairs('anchor halves', (low, high) => (high - low) / 2);
	const sizeScale = graph.floats('size scale', [], [constant('div_2_recip')]);

	const part = (name, from, to) =>
		graph.add('Slice', name, [
			encoded,
			graph.integers(`${name}/from`, [from]),
			graph.integers(`${name}/to`, [to]),
			'last axis',
		]);
	const shift = graph.add('Mul', 'centre shifts', [part('encoded centres', 0, 2), reaches]);
	const centre = graph.add('Add', 'centres', [shift, centres]);
	const logSize = graph.add('Mul', 'log sizes', [part('encoded sizes', 2, 4), sizeScale]);
	const growth = graph.add('Exp', 'sizes', [logSize]);
	const half = graph.add('Mul', 'half sizes', [growth, halves]);
	const low = graph.add('Sub', 'top left', [centre, half]);
	const high = graph.add('Add', 'bottom right', [centre, half]);
	graph.add('Concat', 'boxes', [low, high], { axis: 2 });
}

/** Probabilities of all classes but the first, which is the background. */
function writeScores(graph, logits, classes) {
	const all = graph.add('Sigmoid', 'all scores', [logits]);
	const from = graph.integers('first class', [1]);
	const to = graph.integers('last class', [classes]);
	graph.add('Slice', 'scores', [all, from, to, 'last axis']);
}

/**
 * Converts the SSDLite-MobileNetV2 detector to ONNX.
 *
 * In: `image` float32 [N, 3, 300, 300], RGB 0..255. Out: `scores` float32 [N, 1917, 90] and `boxes`
 * float32 [N, 1917, 4], each `y1, x1, y2, x2` in 0..1 of the picture. Suppression of overlapping boxes
 * is left to the caller.
 * @param {{nodes: Map, weights: Map}} source from `readGraph`
 * @returns {Uint8Array} the model file, the same bytes every time
 */
function convertDetector(source) {
	const graph = new OnnxGraph();
	const { weights } = source;
	const classes = weights.get('BoxPredictor_0/stack_1/2').data[0];
	const anchors = weights.get('Postprocessor/ExpandDims').shape[1];
	graph.floats('zero', [], [0]);
	graph.floats('six', [], [6]);
	graph.integers('last axis', [2]);
	const scale = graph.floats('input scale', [], weights.get('Preprocessor/mul/x').data);
	const offset = graph.floats('input offset', [], weights.get('Preprocessor/sub/y').data);
	const scaled = graph.add('Mul', 'scaled image', ['image', scale]);
	const written = layerWriter(
		source,
		graph,
		graph.add('Sub', 'normalised image', [scaled, offset]),
	);
	writeScores(graph, headRows(graph, written, 'ClassPredictor', classes), classes);
	writeBoxes(graph, headRows(graph, written, 'BoxEncodingPredictor', 4), weights);
	return graph.encode({
		name: 'coco-ssd',
		inputs: [{ name: 'image', shape: ['N', 3, SIZE, SIZE] }],
		outputs: [
			{ name: 'scores', shape: ['N', anchors, classes - 1] },
			{ name: 'boxes', shape: ['N', anchors, 4] },
		],
	});
}

module.exports = { convertDetector, SIZE };
