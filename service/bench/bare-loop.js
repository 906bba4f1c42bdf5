'use strict';

/* A process that decodes and tags photos without queue or server, for as long as it is told to. */

const { loadModel } = require('../dist/engine/models/load');
const { tagImage, warmUp } = require('../dist/engine/worker/tagger');
const { answerRates, readPhotos } = require('./loop');

const [, , folder, first, model] = process.argv;

async function main() {
	const models = [await loadModel(model)];
	await warmUp(models);
	answerRates(readPhotos(folder), Number(first), (photo) => tagImage(models, photo));
}

main();
