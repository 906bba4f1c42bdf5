'use strict';

/*
 * The TensorFlow.js original in a process of its own. Reads a JSON list of picture paths on standard input;
 * prints as JSON what it detects in each.
 */

const { readFileSync } = require('node:fs');
const { detect, loadModel } = require('./original-model');

async function main() {
	const paths = JSON.parse(readFileSync(0, 'utf8'));
	const model = await loadModel();
	const answers = [];
	for (const path of paths) answers.push(await detect(model, path));
	console.log(JSON.stringify(answers));
}

main().catch((error) => {
	console.error(error);
	process.exitCode = 1;
});
