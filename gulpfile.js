const { rm } = require('node:fs/promises');
const { execFile } = require('node:child_process');
const { promisify } = require('node:util');
const { existsSync } = require('node:fs');
const esbuild = require('esbuild');
const { src, dest, series, parallel } = require('gulp');

const run = promisify(execFile);

/** Entry points that n8n loads, and the picture codecs that the node loads only when asked for. */
const entryPoints = [
	'credentials/HuaweiCloudApi.credentials.ts',
	'nodes/ImageTagging/ImageTagging.node.ts',
	'nodes/ImageTagging/pictures.ts',
];

const clean = () => rm('dist', { recursive: true, force: true });

async function types() {
	try {
		await run(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json']);
	} catch (error) {
		throw new Error(`The types do not hold:\n${error.stdout}`);
	}
}

const bundle = () =>
	esbuild.build({
		entryPoints: entryPoints.filter((path) => existsSync(path)),
		outdir: 'dist',
		outbase: '.',
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		charset: 'utf8',
		legalComments: 'none',
		loader: { '.wasm': 'binary' },
		external: ['n8n-workflow', './pictures'],
		// A lazy import() has to find its file as require() does, without an extension.
		supported: { 'dynamic-import': false },
		logLevel: 'warning',
	});

const assets = () =>
	src(['{nodes,credentials}/**/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));

exports.build = series(clean, parallel(types, bundle, assets));
exports.bundle = series(clean, parallel(bundle, assets));
exports.default = exports.build;
