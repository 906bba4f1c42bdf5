'use strict';

const { text } = require('./tfjs-graph');

/** The bias that a fused node adds: its third input, and the only thing that may be fused into it. */
function fusedBias(node, weights) {
	const fused = (node.attr.fused_ops?.list.s ?? []).map(text);
	if (fused.some((op) => op !== 'BiasAdd'))
		throw new Error(`Node ${node.name} does more than is handled: ${fused.join(', ')}.`);
	return fused.length > 0 ? weights.get(node.input[2]).data : undefined;
}

/**
 * A convolution that still takes in the multiplications, additions and batch norms behind it:
 * `kernel` [out, in per group, height, width], `bias` [out], both in double precision until they are
 * written, so that folding rounds once.
 */
function convolution(node, source, weights) {
	const { shape, data } = weights.get(node.input[1]);
	const [height, width, inputs, last] = shape;
	const depthwise = node.op.includes('DepthwiseConv2d');
	const outputs = depthwise ? inputs * last : last;
	const perGroup = depthwise ? 1 : inputs;
	const kernel = new Float64Array(data.length);
	for (let o = 0; o < outputs; o++)
		for (let i = 0; i < perGroup; i++)
			for (let y = 0; y < height; y++)
				for (let x = 0; x < width; x++) {
					// TensorFlow stores [y, x, in, out]; depthwise output o is (in, multiplier) flattened.
					const from = depthwise
						? (y * width + x) * outputs + o
						: ((y * width + x) * inputs + i) * outputs + o;
					kernel[((o * perGroup + i) * height + y) * width + x] = data[from];
				}
	if (text(node.attr.padding.s) !== 'SAME')
		throw new Error(`Convolution ${node.name} has a padding that is not handled.`);
	return {
		name: node.name,
		source,
		shape: [outputs, perGroup, height, width],
		group: depthwise ? inputs : 1,
		strides: node.attr.strides.list.i.slice(1, 3).map(Number),
		kernel,
		bias: Float64Array.from(fusedBias(node, weights) ?? new Float64Array(outputs)),
	};
}

/** The scale and shift per channel that a node applies, from its constants. */
const AFFINE = {
	Add: ([shift]) => [() => 1, (o) => shift[o]],
	BiasAdd: ([shift]) => [() => 1, (o) => shift[o]],
	Mul: ([scale]) => [(o) => scale[o], () => 0],
	FusedBatchNorm: ([gamma, beta, mean, variance], node) => {
		const scale = (o) => gamma[o] / Math.sqrt(variance[o] + node.attr.epsilon.f);
		return [scale, (o) => beta[o] - mean[o] * scale(o)];
	},
};

/** Folds a node of AFFINE into the convolution before it. */
function foldInto(conv, node, weights) {
	const constants = node.input.filter((name) => weights.has(name));
	const [scale, shift] = AFFINE[node.op](
		constants.map((name) => weights.get(name).data),
		node,
	);
	const perOutput = conv.kernel.length / conv.bias.length;
	return {
		...conv,
		kernel: conv.kernel.map((value, i) => value * scale(Math.floor(i / perOutput))),
		bias: conv.bias.map((value, o) => value * scale(o) + shift(o)),
	};
}

/**
 * The convolution with another value added to its result. What is folded in later must be a shift,
 * which the order of additions does not matter to.
 */
const withResidual = (conv, residual) => ({ ...conv, residual });

/** Writes a convolution, with all that was folded into it, and the addition of its residual. */
function writeConvolution(graph, conv) {
	const kernel = graph.floats(`${conv.name}/kernel`, conv.shape, conv.kernel);
	const bias = graph.floats(`${conv.name}/bias`, [conv.bias.length], conv.bias);
	const value = graph.add('Conv', conv.name, [conv.source, kernel, bias], {
		auto_pad: 'SAME_UPPER',
		group: conv.group,
		kernel_shape: conv.shape.slice(2),
		strides: conv.strides,
	});
	return conv.residual ? graph.add('Add', `${value}/sum`, [value, conv.residual]) : value;
}

module.exports = { AFFINE, convolution, foldInto, fusedBias, withResidual, writeConvolution };
