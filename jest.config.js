const swc = {
	'^.+\\.ts$': [
		'@swc/jest',
		{ jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
	],
};

/** Rooms of the node, in isolation. */
const unit = {
	displayName: 'unit',
	rootDir: __dirname,
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/engine/'],
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/service/dist/'],
	transform: swc,
};

/** The self-hosted service, as built. */
const service = {
	displayName: 'service',
	rootDir: __dirname + '/service',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	transform: swc,
};

module.exports = { projects: [unit, service] };
