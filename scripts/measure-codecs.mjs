/**
 * Measures what drawing on a picture costs: decoding, drawing, encoding, how long the event loop is held, memory, size of
 * the bundle; and the same work done by sharp (libvips, native). Prints the tables of docs/pictures.md.
 *   node scripts/measure-codecs.mjs            needs service/node_modules (for sharp)
 *   node scripts/measure-codecs.mjs --others   also other codecs, which must be installed first:
 *     npm install --no-save jpeg-js@0.4.4 @jsquash/jpeg@1.6.0 fast-png@8.0.0 upng-js@2.1.0
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const sharp = createRequire(join(root, 'service/package.json'))('sharp');
const SIZES = { 1: [1155, 866], 3: [2000, 1500], 12: [4000, 3000] };
const RUNS = 5;

const folder = mkdtempSync(join(tmpdir(), 'codecs-'));
try {
	const bundle = buildBundle();
	await measureAll(bundle);
} finally {
	rmSync(folder, { recursive: true });
}

async function measureAll({ module, path }) {
	const size = readFileSync(path);
	console.log(
		`bundle ${kilobytes(size)} KB, compressed ${kilobytes(gzipSync(size, { level: 9 }))} KB\n`,
	);
	console.log(
		'| megapixels | step | time, ms (median) | longest hold of the event loop, ms | with sharp, ms | ratio |',
	);
	console.log('| --- | --- | --- | --- | --- | --- |');
	for (const megapixels of Object.keys(SIZES)) {
		const photo = await makePhoto(megapixels);
		for (const step of steps(module, photo)) {
			const own = await measure(step.own);
			const native = step.native && (await measure(step.native));
			const ratio = native
				? `${native.time.toFixed(0)} | ${(own.time / native.time).toFixed(1)}`
				: '|';
			console.log(
				`| ${megapixels} | ${step.name} | ${own.time.toFixed(0)} | ${own.hold.toFixed(0)} | ${ratio} |`,
			);
		}
		if (process.argv[2] === '--others') await measureOthers(megapixels, photo);
	}
	for (const megapixels of Object.keys(SIZES)) {
		const peak = await peakMemory({ path }, await makePhoto(megapixels));
		console.log(`${megapixels} megapixels, JPG to annotated JPG: peak memory ${peak}`);
	}
}

function steps(
	{ annotate, shrinkToFit, decodeUpright, createPace },
	{ jpeg, progressive, png, tags },
) {
	const pause = () => new Promise((resolve) => setImmediate(resolve));
	const draw = (image, format) => annotate(image, tags, { format, language: 'en', pause });
	const raw = (image) => sharp(image).ensureAlpha().raw().toBuffer();
	return [
		{
			name: 'decode JPG',
			own: () => decodeUpright(jpeg, createPace(pause)),
			native: () => raw(jpeg),
		},
		{
			name: 'decode progressive JPG',
			own: () => decodeUpright(progressive, createPace(pause)),
			native: () => raw(progressive),
		},
		{
			name: 'decode PNG',
			own: () => decodeUpright(png, createPace(pause)),
			native: () => raw(png),
		},
		{
			name: 'JPG to annotated PNG',
			own: () => draw(jpeg, 'png'),
			native: () => sharp(jpeg).png().toBuffer(),
		},
		{
			name: 'JPG to annotated JPG',
			own: () => draw(jpeg, 'jpeg'),
			native: () => sharp(jpeg).jpeg({ quality: 88, chromaSubsampling: '4:4:4' }).toBuffer(),
		},
		{
			name: 'JPG shrunk to 1024 px',
			own: () => shrinkToFit(jpeg, { maxSide: 1024, imageBytes: 1e7 }, pause),
			native: () => sharp(jpeg).resize(1024).jpeg({ quality: 92 }).toBuffer(),
		},
	];
}

/** Codecs that were weighed: each decodes or encodes a picture in one go, so its time is its hold. */
async function measureOthers(megapixels, { jpeg, png }) {
	const require = createRequire(join(root, 'x.js'));
	const wasm = (path) => new WebAssembly.Module(readFileSync(require.resolve(path)));
	const jpegJs = require('jpeg-js');
	const squoosh = await import('@jsquash/jpeg');
	const decoder = await import('@jsquash/jpeg/decode.js');
	const encoder = await import('@jsquash/jpeg/encode.js');
	await decoder.init(wasm('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'));
	await encoder.init(wasm('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm'));
	const fastPng = await import('fast-png');
	const upng = require('upng-js');
	const pixels = require('@cwasm/jpeg-turbo').decode(jpeg);
	const baseline = { quality: 88, baseline: true, progressive: false, optimize_coding: false };
	const others = {
		'@cwasm/jpeg-turbo, decode': () => require('@cwasm/jpeg-turbo').decode(jpeg),
		'@jsquash/jpeg, decode': () => squoosh.decode(jpeg),
		'jpeg-js, decode': () => jpegJs.decode(jpeg, { useTArray: true, maxMemoryUsageInMB: 4096 }),
		'@jsquash/jpeg, encode': () => squoosh.encode(pixels, baseline),
		'jpeg-js, encode': () => jpegJs.encode(pixels, 88),
		'fast-png, decode': () => fastPng.decode(png),
		'upng-js, decode': () => upng.toRGBA8(upng.decode(Uint8Array.from(png).buffer)),
		'fast-png, encode': () =>
			fastPng.encode({
				...pixels,
				width: pixels.width,
				height: pixels.height,
				channels: 4,
				data: new Uint8Array(pixels.data.buffer),
			}),
	};
	for (const [name, work] of Object.entries(others)) {
		const { time, hold } = await measure(work, 3);
		console.log(`| ${megapixels} | ${name} | ${time.toFixed(0)} | ${hold.toFixed(0)} | | |`);
	}
}

/** Peak memory of a fresh process that does nothing but annotate one JPG, and of one that only loads the bundle. */
async function peakMemory({ path }, { jpeg, tags }) {
	const photo = join(folder, 'photo.jpg');
	await writeFile(photo, jpeg);
	const script = `
		const { annotate } = require(${JSON.stringify(path)});
		const image = require('node:fs').readFileSync(${JSON.stringify(photo)});
		const used = () => Math.round(process.memoryUsage().rss / 1024 / 1024);
		const before = used();
		let peak = 0;
		const pause = () => new Promise((resolve) => {
			peak = Math.max(peak, used());
			setImmediate(resolve);
		});
		annotate(image, ${JSON.stringify(tags)}, { format: 'jpeg', language: 'en', pause })
			.then(() => console.log(peak + ' MB, of which ' + before + ' MB are Node and the bundle'));`;
	const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
	return stdout.trim() || stderr;
}

/** Median time of several runs, and the longest that the event loop had to wait in the best half of them. */
async function measure(work, runs = RUNS) {
	await work();
	const results = [];
	for (let i = 0; i < runs; i++) {
		let [last, hold, running] = [performance.now(), 0, true];
		const tick = () => {
			const now = performance.now();
			hold = Math.max(hold, now - last);
			last = now;
			if (running) setImmediate(tick);
		};
		setImmediate(tick);
		const start = performance.now();
		await work();
		const time = performance.now() - start;
		hold = Math.max(hold, performance.now() - last);
		running = false;
		await new Promise((resolve) => setImmediate(resolve));
		results.push({ time, hold });
	}
	const times = results.map(({ time }) => time).sort((a, b) => a - b);
	const holds = results.map(({ hold }) => hold).sort((a, b) => a - b);
	return { time: times[runs >> 1], hold: holds[runs >> 1] };
}

/** A picture with a photo's amount of detail: the committed test photo enlarged, with grain. */
async function makePhoto(megapixels) {
	const [width, height] = SIZES[megapixels];
	const grain = await sharp({
		create: {
			width,
			height,
			channels: 3,
			background: '#808080',
			noise: { type: 'gaussian', mean: 128, sigma: 12 },
		},
	})
		.png()
		.toBuffer();
	const photo = await sharp(join(root, 'test/images/fixtures/pastoral.jpg'))
		.resize(width, height, { fit: 'cover' })
		.composite([{ input: grain, blend: 'soft-light' }])
		.png()
		.toBuffer();
	const boxes = Array.from({ length: 12 }, (_, i) => ({
		confidence: 90 - i,
		bounding_box: {
			top_left_x: ((i % 4) * width) / 4,
			top_left_y: (Math.floor(i / 4) * height) / 3,
			width: width / 5,
			height: height / 4,
		},
	}));
	return {
		jpeg: await sharp(photo).jpeg({ quality: 90 }).toBuffer(),
		progressive: await sharp(photo).jpeg({ quality: 90, progressive: true }).toBuffer(),
		png: photo,
		tags: [{ tag: 'Sheep', confidence: 90, instances: boxes }],
	};
}

function buildBundle() {
	const path = join(folder, 'pictures.js');
	const build = (options) =>
		buildSync({
			absWorkingDir: root,
			bundle: true,
			platform: 'node',
			target: 'node20',
			format: 'cjs',
			charset: 'utf8',
			loader: { '.wasm': 'binary' },
			...options,
		});
	build({ entryPoints: ['images/pictures.ts'], outfile: path });
	const parts = `export * from './images/pictures'; export { decodeUpright } from './images/codecs/decode'; export { createPace } from './images/codecs/pace';`;
	const all = join(folder, 'all.js');
	build({ stdin: { contents: parts, resolveDir: root }, outfile: all });
	return { path, module: createRequire(all)(all) };
}

function kilobytes(bytes) {
	return Math.round(bytes.length / 1024);
}
