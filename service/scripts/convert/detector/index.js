'use strict';

const { json } = require('../manifest');
const { description } = require('./description');
const { convertDetector } = require('./graph');

/** The files of the detector's folder. */
const convert = (source) => ({
	'model.onnx': convertDetector(source),
	'model.json': json(description),
});

module.exports = { convert };
