'use strict';

const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** The bytes of the folder's JPG files, in order of name. */
const readPhotos = (folder) =>
	readdirSync(folder)
		.filter((name) => name.endsWith('.jpg'))
		.sort()
		.map((name) => readFileSync(join(folder, name)));

async function rate(photos, first, tag, milliseconds) {
	const start = performance.now();
	let tagged = 0;
	for (let i = first; performance.now() - start < milliseconds; i++) {
		await tag(photos[i % photos.length]);
		tagged++;
	}
	return tagged / ((performance.now() - start) / 1000);
}

/** Tells the parent that it is ready; answers each number of milliseconds with the photos tagged a second. */
function answerRates(photos, first, tag) {
	process.on('message', async (milliseconds) =>
		process.send(await rate(photos, first, tag, milliseconds)),
	);
	process.on('disconnect', () => process.exit(0));
	process.send('ready');
}

module.exports = { answerRates, readPhotos };
