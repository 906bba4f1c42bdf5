'use strict';

/* A process that decodes and tags photos without queue or server, for as long as it is told to. */

const { loadModels } = require('../dist/engine/models/load');
const { tagImage, warmUp } = require('../dist/engine/worker/tagger');
const { answerRates, readPhotos } = require('./loop');

const [, , folder, first, ...models] = process.argv;

async function main() {
	const loaded = await loadModels(models);
	await warmUp(loaded);
	answerRates(readPhotos(folder), Number(first), (photo) => tagImage(loaded, photo));
}

main();
