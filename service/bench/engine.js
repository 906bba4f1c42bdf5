#!/usr/bin/env node
'use strict';

/*
 * Throughput of the engine with two workers against two bare loops that only decode and tag, in turns on
 * the same machine:
 *
 *     node bench/engine.js [--seconds 4] [--rounds 3]
 *
 * Needs the built service (dist/) and the converted model (models/). The last line is JSON.
 */

const { fork } = require('node:child_process');
const { availableParallelism } = require('node:os');
const { join } = require('node:path');
const { parseArgs } = require('node:util');
const { startEngine } = require('../dist/engine');
const { WORKER_MEMORY } = require('../dist/engine/pool/worker-memory');
const { readPhotos } = require('./loop');

const WORKERS = 2;
const MODELS = ['coco-ssd', 'efficientnet-b0'].map((name) => join(__dirname, '../models', name));
const PHOTOS = join(__dirname, '../../examples/photos');

const { values } = parseArgs({
	options: {
		seconds: { type: 'string', default: '4' },
		rounds: { type: 'string', default: '3' },
	},
});
const milliseconds = Number(values.seconds) * 1000;
const rounds = Number(values.rounds);

const photos = readPhotos(PHOTOS);

/** Images a second of callers that always keep every worker busy. */
async function engineRate(engine) {
	const start = performance.now();
	let tagged = 0;
	const caller = async (first) => {
		for (let i = first; performance.now() - start < milliseconds; i++) {
			await engine.tag(photos[i % photos.length]);
			tagged++;
		}
	};
	await Promise.all(Array.from({ length: WORKERS * 2 }, (_, i) => caller(i)));
	return tagged / ((performance.now() - start) / 1000);
}

/** One process that loops over the photos with the engine's own functions, and answers with its rate. */
function startLoop(first) {
	const child = fork(join(__dirname, 'bare-loop.js'), [PHOTOS, String(first), ...MODELS], {
		env: { ...process.env, ...WORKER_MEMORY.env },
		execArgv: WORKER_MEMORY.execArgv,
	});
	const answer = () => new Promise((resolve) => child.once('message', resolve));
	return {
		ready: answer(),
		rate: () => (child.send(milliseconds), answer()),
		end: () => child.disconnect(),
	};
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const rounded = (number) => Math.round(number * 1000) / 1000;

async function main() {
	const engine = startEngine({
		workers: WORKERS,
		models: MODELS,
		queueLimit: 100,
		taskTimeoutMs: 20_000,
	});
	const loops = Array.from({ length: WORKERS }, (_, i) => startLoop(i));
	await Promise.all([engine.ready, ...loops.map(({ ready }) => ready)]);
	const results = [];
	for (let round = 1; round <= rounds; round++) {
		const rates = await Promise.all(loops.map(({ rate }) => rate()));
		const bare = rates.reduce((sum, rate) => sum + rate, 0);
		const through = await engineRate(engine);
		results.push({ bare, through, ratio: through / bare });
		console.log(
			`round ${round}: bare loops ${bare.toFixed(1)} images/s, engine ${through.toFixed(1)} images/s, ratio ${(through / bare).toFixed(2)}`,
		);
	}
	loops.forEach(({ end }) => end());
	await engine.close();
	console.log(
		JSON.stringify({
			workers: WORKERS,
			cpus: availableParallelism(),
			node: process.versions.node,
			photos: photos.length,
			bareImagesPerSecond: rounded(median(results.map(({ bare }) => bare))),
			engineImagesPerSecond: rounded(median(results.map(({ through }) => through))),
			ratio: rounded(median(results.map(({ ratio }) => ratio))),
			ratios: results.map(({ ratio }) => rounded(ratio)),
		}),
	);
}

main().catch((error) => {
	console.error(error.message);
	process.exit(1);
});
