const { rm } = require('node:fs/promises');
const { execFile } = require('node:child_process');
const { promisify } = require('node:util');
const esbuild = require('esbuild');
const { src, dest, series, parallel } = require('gulp');

const bundleOptions = require('./scripts/lib/bundle-options.cjs');

const run = promisify(execFile);

const clean = () => rm('dist', { recursive: true, force: true });

async function types() {
	try {
		await run(process.execPath, [
			require.resolve('typescript/bin/tsc'),
			'-p',
			'tsconfig.build.json',
		]);
	} catch (error) {
		throw new Error(`The types do not hold:\n${error.stdout}`);
	}
}

const bundle = () => esbuild.build(bundleOptions);

const assets = () =>
	src(['{nodes,credentials}/**/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));

exports.build = series(clean, parallel(types, bundle, assets));
exports.bundle = series(clean, parallel(bundle, assets));
exports.default = exports.build;
