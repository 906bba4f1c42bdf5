const { availableParallelism } = require('node:os');
const { join } = require('node:path');

// A test's own environment is a copy that libraries in C don't see, so what the service sets for itself is set here again.
process.env.ORT_DISABLE_TELEMETRY = '1';

/**
 * What a plain `npm test` leaves to `npm run test:all` and CI: tests that take long for what they would find
 * between two changes.
 */
const LEFT_OUT_OF_SAMPLE = {
	service: [
		// Models converted again, and compared with TensorFlow's own results.
		'service/test/engine/(conversion|original|original-classifier|own-models)\\.test',
		// Workers and services that are killed, stopped and restarted under load, and clients that are slow or many.
		'service/test/engine/(workers|worker-process)\\.test',
		'service/test/app/(lifecycle|followed-files)\\.test',
		'service/test/http/connections/(connections|crowds|left-requests|unfinished-requests)\\.test',
		'service/test/(operation/(saturation|stalled-reader)|tagging/engine-failures)\\.test',
		// The service packed, installed and driven.
		'service/test/cli/installed\\.test',
		// Each of the page's commands in two shells.
		'service/test/page/page-curl\\.test',
	],
	// The pages' JSON, made anew and compared with them; each way in which a download or a key fails.
	'engine-2.x': ['test/docs/samples/', 'test/engine/(authentication-batch|download-faults)\\.test'],
	// The whole way of a picture stays: the same tests run on n8n 2.x.
	'engine-1.x': ['test/engine/(?!tagging\\.test)'],
	// Releases pushed to a remote, and the service as its command starts it.
	unit: ['test/package/(release-run|service-command)\\.test'],
};

const leftOut = (displayName) =>
	process.env.TEST_SAMPLE === '1' ? (LEFT_OUT_OF_SAMPLE[displayName] ?? []) : [];

const transform = {
	'^.+\\.ts$': [
		'@swc/jest',
		{ jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
	],
};

const project = (displayName, folders, { ignored = [], ...options } = {}) => ({
	displayName,
	rootDir: __dirname,
	testMatch: folders.map((folder) => `<rootDir>/${folder}/**/*.test.ts`),
	testPathIgnorePatterns: [
		'/node_modules/',
		'<rootDir>/test/n8n-1.x/',
		...ignored,
		...leftOut(displayName),
	],
	modulePathIgnorePatterns: ['<rootDir>/dist/package.json'],
	setupFiles: ['<rootDir>/test/support/process-coverage.ts'],
	transform,
	...options,
});

/** Makes or takes the JSON of the pages on an engine, which the other tests of the pages don't need. */
const SAMPLES = 'test/docs/samples';

/** The built node and credential on n8n's own engine: which line's is decided by what `n8n-core` means. */
const engine = (line, modules, { folders = [], ignored = [] } = {}) =>
	project(`engine-${line}`, ['test/engine', ...folders], {
		ignored,
		moduleNameMapper: Object.fromEntries(
			Object.entries(modules).map(([name, path]) => [`^${name}$`, join(__dirname, path)]),
		),
	});

const n8n1 = ['n8n-core', 'n8n-workflow', '@n8n/di', 'reflect-metadata'].map((name) => [
	name,
	`test/n8n-1.x/node_modules/${name}`,
]);

/** For `npm run coverage`, which prints the table: all sources, and the node's bundle, which maps back to them. */
const coverage = {
	coverageProvider: 'v8',
	coverageReporters: ['json'],
	collectCoverageFrom: [
		'{batch,credentials,huawei-cloud,images,nodes,tagging,service/src}/**/*.ts',
		'coverage/built/**/*.js',
		// Types only: nothing of them runs.
		'!**/*.d.ts',
		'!{batch/{clock,task},images/formats/format,nodes/ImageTagging/{image,output/file-maker},huawei-cloud/client/send}.ts',
		'!service/src/engine/{types,views}.ts',
	],
	coveragePathIgnorePatterns: ['/node_modules/'],
};

module.exports = {
	...coverage,
	projects: [
		project('unit', ['test'], { ignored: ['<rootDir>/test/engine/', `<rootDir>/${SAMPLES}/`] }),
		engine(
			'2.x',
			{ '@n8n/di': 'node_modules/n8n-core/node_modules/@n8n/di' },
			{ folders: [SAMPLES] },
		),
		engine('1.x', Object.fromEntries(n8n1), { ignored: ['<rootDir>/test/engine/only-2.x/'] }),
		project('service', ['service/test'], {
			// Fastify loads these packages, which are ES modules.
			transform: {
				...transform,
				'/node_modules/(cookie|content-disposition)/.+\\.js$': transform['^.+\\.ts$'],
			},
			transformIgnorePatterns: ['/node_modules/(?!(cookie|content-disposition)/)'],
		}),
	],
	// Not in the temporary folder, where it would stay.
	cacheDirectory: join(__dirname, 'node_modules/.cache/jest'),
	// Starting an engine or the service takes seconds, but a minute and more where ten others want the same core.
	testTimeout: 240_000,
	// By itself Jest leaves one core free, which on two cores leaves it one.
	maxWorkers: Math.min(availableParallelism(), 4),
	// Each start of n8n's engine leaves something behind in its process.
	workerIdleMemoryLimit: '1.5GB',
	// n8n 1.x's engine leaves handles open that nothing in its interface closes.
	forceExit: true,
};
