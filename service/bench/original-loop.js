'use strict';

/* A process that decodes and tags photos with both TensorFlow.js originals, for as long as it is told to. */

const sharp = require('sharp');
const { classify, loadClassifier } = require('../test/engine/support/original-classifier');
const { detect, loadModel } = require('../test/engine/support/original-model');
const { answerRates, readPhotos } = require('./loop');

const [, , folder, first] = process.argv;

async function main() {
	const photos = readPhotos(folder);
	const [detector, classifier] = [await loadModel(), await loadClassifier()];
	const look = async (photo) => {
		const pixels = await sharp(photo).raw().toBuffer({ resolveWithObject: true });
		return [await detect(detector, photo), classify(classifier, pixels)];
	};
	await look(photos[0]);
	answerRates(photos, Number(first), look);
}

main();
