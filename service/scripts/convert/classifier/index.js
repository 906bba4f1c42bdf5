'use strict';

const { json } = require('../manifest');
const { description } = require('./description');
const { convertClassifier } = require('./graph');

/** The files of the classifier's folder. */
const convert = (source) => ({
	'model.onnx': convertClassifier(source),
	'model.json': json(description),
});

module.exports = { convert };
