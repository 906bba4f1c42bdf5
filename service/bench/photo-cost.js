'use strict';

/*
 * A process that looks at one photo as often as it is told to, and answers with the processor time of each look in
 * milliseconds: as the service does, as it did when it decoded every pixel and had the detector alone, or with nothing
 * but both models' runs, which no decoding can go below.
 */

const { readFileSync } = require('node:fs');
const sharp = require('sharp');
const { decodeImage } = require('../dist/engine/decode');
const { judge } = require('../dist/engine/findings');
const { loadModels } = require('../dist/engine/models/load');
const { readView } = require('../dist/engine/models/output/read');
const { tagImage, warmUp } = require('../dist/engine/worker/tagger');

const [, , way, ...folders] = process.argv;

const LARGE = { width: 4032, height: 3024 };
const GREY = { r: 128, g: 128, b: 128 };

/**
 * The photo with as many pixels as a phone's, and grain, without which they would take few bytes.
 * @param {{sigma: number, jpeg: {quality: number, progressive?: boolean}}} how
 */
async function enlarged(file, { sigma, jpeg }) {
	const grain = await sharp({
		create: {
			...LARGE,
			channels: 3,
			background: GREY,
			noise: { type: 'gaussian', mean: 128, sigma },
		},
	})
		.png({ compressionLevel: 1 })
		.toBuffer();
	return sharp(file)
		.resize(LARGE.width, LARGE.height)
		.composite([{ input: grain, blend: 'soft-light' }])
		.jpeg(jpeg)
		.toBuffer();
}

const TINY = { width: 1, height: 1, data: Buffer.from([GREY.r, GREY.g, GREY.b]) };

const PHOTOS = {
	small: async (file) => file,
	large: (file) => enlarged(file, { sigma: 12, jpeg: { quality: 85 } }),
	grainy: (file) => enlarged(file, { sigma: 24, jpeg: { quality: 90 } }),
	progressive: (file) => enlarged(file, { sigma: 24, jpeg: { quality: 90, progressive: true } }),
};

const WAYS = {
	service: (models, photo) => tagImage(models, photo),
	async former([detector], photo) {
		const { pixels, size } = await decodeImage(photo);
		const { tensor, placement } = await detector.prepare(pixels, size);
		const { input } = detector.description;
		const outputs = await detector.session.run({ [input.name]: tensor }, detector.outputs);
		const view = readView(detector.description, outputs, placement, size);
		return judge({ ...view, pixels, size, own: [] });
	},
	async models(models) {
		for (const { description, outputs, prepare, session } of models) {
			const { tensor } = await prepare(TINY, TINY);
			await session.run({ [description.input.name]: tensor }, outputs);
		}
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
