import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { globSync } from 'tinyglobby';

import { read, root } from './scope.mjs';

// What takes long in a process of its own may be quick in this one: each test's own time says whether it is used.
delete process.env.TEST_SAMPLE;
/** @type {{projects: {displayName: string, testMatch: string[], testPathIgnorePatterns: string[]}[]}} */
const jest = createRequire(import.meta.url)('../../jest.config.js');

/**
 * Programs that are started, packed or asked for a page: no mutant of a source is in there. What is drawn by lot. Models that
 * are converted again, and processes that are killed.
 */
const LEFT_OUT =
	/^(test\/(package(?!\/contract)|docs|e2e|fuzz)|service\/test\/(fuzz|cli|deploy|page|privacy|bench|conformance|app\/lifecycle|engine\/(conversion|original|own-models|workers|worker-process))|test\/engine\/(surface|tool|download-faults))\b/;

/** What a module of the tests takes by another way than an import. @type {Record<string, string[]>} */
const ALSO = {
	'test/support/engine/package.ts': [
		'nodes/ImageTagging/ImageTagging.node.ts',
		'credentials/HuaweiCloudApi.credentials.ts',
	],
	'service/test/support/run-service.ts': ['service/src/cli/run.ts'],
};

const IMPORT = /(?:\bfrom|\bimport\(|\brequire\(|\brequireActual\(|^import)\s*'(\.[^']+)'/gm;

/** @type {Map<string, string[]>} */
const imports = new Map();

/** What a file imports of the project. @param {string} path */
function importsOf(path) {
	const known = imports.get(path);
	if (known) return known;
	const found = [...(ALSO[path] ?? [])];
	for (const [, name = ''] of read(path).matchAll(IMPORT)) {
		const to = join(dirname(path), name.replace(/\.js$/, ''));
		const file = [`${to}.ts`, `${to}/index.ts`].find((each) => existsSync(join(root, each)));
		if (file) found.push(file);
	}
	imports.set(path, found);
	return found;
}

/** A file and all that it imports, straight or by others. @param {string} path */
function closureOf(path) {
	const seen = new Set([path]);
	for (const each of seen) for (const next of importsOf(each)) seen.add(next);
	return seen;
}

/** @param {string} path */
const isTest = (path) => /^(service\/)?test\//.test(path);

/** @param {string} text */
export const hash = (text) => createHash('sha256').update(text).digest('base64url').slice(0, 16);

/**
 * A test file: which sources it leads to, and a hash of it and of what it uses of the tests.
 *
 * @typedef {{path: string, reaches: Set<string>, hash: string}} TestFile
 */

/** @param {typeof jest.projects[number]} project */
function filesOf({ testMatch, testPathIgnorePatterns }) {
	const relative = (/** @type {string} */ pattern) => pattern.replace('<rootDir>/', '');
	const ignored = testPathIgnorePatterns.map((pattern) => new RegExp(relative(pattern)));
	return globSync(testMatch.map(relative), { cwd: root, ignore: ['**/node_modules/**'] }).filter(
		(path) => !ignored.some((pattern) => pattern.test(path)) && !LEFT_OUT.test(path),
	);
}

/**
 * The test files that may notice a mutant of these sources: those of the sources' own project, and for the node those that
 * run on n8n's engine. The engine of the service is mutated apart, by tests that don't start a service.
 *
 * @param {string[]} sources
 * @param {RegExp} [among] paths of tests
 * @returns {TestFile[]}
 */
export function testsOf(sources, among = /^/) {
	const wanted = new Set(sources);
	const names = [
		...(sources.some((path) => !path.startsWith('service/')) ? ['unit'] : []),
		...(sources.some((path) => path.startsWith('nodes/')) ? ['engine-2.x'] : []),
		...(sources.some((path) => path.startsWith('service/')) ? ['service'] : []),
	];
	const ofEngine = sources.some((path) => path.startsWith('service/src/engine/'));
	return jest.projects
		.filter(({ displayName }) => names.includes(displayName))
		.flatMap(filesOf)
		.filter((path) => among.test(path))
		.sort()
		.map((path) => {
			const closure = closureOf(path);
			const own = [...closure].filter(isTest).sort();
			return { path, reaches: closure, hash: hash(own.map(read).join('\0')) };
		})
		.filter(({ reaches }) => [...reaches].some((path) => wanted.has(path)))
		.filter(({ reaches }) => !(ofEngine && reaches.has('service/test/support/run-service.ts')));
}
