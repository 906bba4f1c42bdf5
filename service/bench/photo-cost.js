'use strict';

/*
 * A process that looks at one photo as often as it is told to, and answers with the processor time of each look in
 * milliseconds: as the service does, or as it did when it decoded every pixel and had the detector alone.
 */

const { readFileSync } = require('node:fs');
const sharp = require('sharp');
const { decodeImage } = require('../dist/engine/decode');
const { loadModels } = require('../dist/engine/models/load');
const { tagImage, warmUp } = require('../dist/engine/worker/tagger');

const [, , way, ...folders] = process.argv;

const LARGE = { width: 4032, height: 3024 };
const GREY = { r: 128, g: 128, b: 128 };

/** The photo with as many pixels as a phone's, and grain, without which they would take few bytes. */
async function enlarged(file, progressive) {
	const grain = await sharp({
		create: {
			...LARGE,
			channels: 3,
			background: GREY,
			noise: { type: 'gaussian', mean: 128, sigma: 24 },
		},
	})
		.png({ compressionLevel: 1 })
		.toBuffer();
	return sharp(file)
		.resize(LARGE.width, LARGE.height)
		.composite([{ input: grain, blend: 'soft-light' }])
		.jpeg({ quality: 90, progressive })
		.toBuffer();
}

const PHOTOS = {
	small: async (file) => file,
	large: (file) => enlarged(file, false),
	progressive: (file) => enlarged(file, true),
};

const WAYS = {
	service: (models, photo) => tagImage(models, photo),
	async former([detector], photo) {
		const { pixels, size } = await decodeImage(photo);
		const { tensor } = await detector.prepare(pixels, size);
		await detector.session.run({ [detector.description.input.name]: tensor }, detector.outputs);
	},
};

async function main() {
	const models = await loadModels(folders);
	await warmUp(models);
	let photo;
	const answers = {
		async photo({ file, kind }) {
			photo = await PHOTOS[kind](readFileSync(file));
			return photo.length;
		},
		async looks(count) {
			const costs = [];
			for (let i = 0; i < count; i++) {
				const before = process.cpuUsage();
				await WAYS[way](models, photo);
				const { user, system } = process.cpuUsage(before);
				costs.push((user + system) / 1000);
			}
			return costs;
		},
	};
	process.on('message', async ({ photo: asked, looks }) =>
		process.send(asked ? await answers.photo(asked) : await answers.looks(looks)),
	);
	process.on('disconnect', () => process.exit(0));
	process.send('ready');
}

main();
