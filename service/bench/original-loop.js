'use strict';

/* A process that decodes and tags photos with the TensorFlow.js original, for as long as it is told to. */

const { detect, loadModel } = require('../test/engine/support/original-model');
const { answerRates, readPhotos } = require('./loop');

const [, , folder, first] = process.argv;

async function main() {
	const photos = readPhotos(folder);
	const model = await loadModel();
	await detect(model, photos[0]);
	answerRates(photos, Number(first), (photo) => detect(model, photo));
}

main();
