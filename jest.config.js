const { join } = require('node:path');

const transform = {
	'^.+\\.ts$': [
		'@swc/jest',
		{ jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
	],
};

const project = (displayName, folders, options = {}) => ({
	displayName,
	rootDir: __dirname,
	testMatch: folders.map((folder) => `<rootDir>/${folder}/**/*.test.ts`),
	testPathIgnorePatterns: [
		'/node_modules/',
		'<rootDir>/test/n8n-1.x/',
		'<rootDir>/service/test/page/',
	],
	modulePathIgnorePatterns: ['<rootDir>/dist/package.json'],
	transform,
	...options,
});

/** The built node and credential on n8n's own engine: which line's is decided by what `n8n-core` means. */
const engine = (line, modules, ignored = []) =>
	project(`engine-${line}`, ['test/engine'], {
		testPathIgnorePatterns: ['/node_modules/', ...ignored],
		moduleNameMapper: Object.fromEntries(
			Object.entries(modules).map(([name, path]) => [`^${name}$`, join(__dirname, path)]),
		),
	});

const n8n1 = ['n8n-core', 'n8n-workflow', '@n8n/di', 'reflect-metadata'].map((name) => [
	name,
	`test/n8n-1.x/node_modules/${name}`,
]);

module.exports = {
	projects: [
		project('unit', [
			'test/batch',
			'test/tagging',
			'test/docs',
			'test/fuzz',
			'test/images',
			'test/huawei-cloud',
			'test/credentials',
			'test/package',
		]),
		engine('2.x', { '@n8n/di': 'node_modules/n8n-core/node_modules/@n8n/di' }),
		engine('1.x', Object.fromEntries(n8n1), ['<rootDir>/test/engine/only-2.x/']),
		project('service', ['service/test'], {
			// Fastify's `inject` loads this package, which is an ES module.
			transform: { ...transform, '/node_modules/cookie/.+\\.js$': transform['^.+\\.ts$'] },
			transformIgnorePatterns: ['/node_modules/(?!cookie/)'],
		}),
	],
	// Starting an engine or the service takes a second, but many times that on a busy machine.
	testTimeout: 60_000,
	// n8n 1.x's engine leaves handles open that nothing in its interface closes.
	forceExit: true,
};
