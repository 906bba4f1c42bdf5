'use strict';

/* A process that decodes and tags photos without queue or server, for as long as it is told to. */

const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { loadModel } = require('../dist/engine/models/load');
const { tagPicture, warmUp } = require('../dist/engine/worker/tagger');

const [, , model, folder, first] = process.argv;
const photos = readdirSync(folder)
	.filter((name) => name.endsWith('.jpg'))
	.sort()
	.map((name) => readFileSync(join(folder, name)));

async function rate(models, milliseconds) {
	const start = performance.now();
	let tagged = 0;
	for (let i = Number(first); performance.now() - start < milliseconds; i++) {
		await tagPicture(models, photos[i % photos.length]);
		tagged++;
	}
	return tagged / ((performance.now() - start) / 1000);
}

async function main() {
	const models = [await loadModel(model)];
	await warmUp(models);
	process.on('message', async (milliseconds) => process.send(await rate(models, milliseconds)));
	process.send('ready');
}

main();
