import { existsSync, readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { transformSync } from '@swc/core';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Node's own loader, where it can be told to do otherwise. Its types don't have these.
 *
 * @typedef {{id: string, filename: string, exports: unknown, require: (name: string) => any, _compile(code: string, path: string): void}} LoadedModule
 * @type {any}
 */
const node = Module;

/** Sources with their mutants, by path. @type {Map<string, string>} */
const instrumented = new Map();
/** JavaScript by path: compiled once, run anew for each mutant. @type {Map<string, string>} */
const compiled = new Map();
/** Modules that a test file puts in place of others, by path. @type {Map<string, () => unknown>} */
const mocks = new Map();
/** Modules of this tool in place of the project's, by path. @type {Map<string, (module: LoadedModule, original: () => any) => unknown>} */
const standIns = new Map();
/** Makes what a module gets for `@jest/globals`. @type {(from: string) => unknown} */
let globalsFor = () => ({});
/** Folders whose modules stay as they are between two runs. @type {string[]} */
let kept = [];

/** @param {string} path */
function codeOf(path) {
	const known = compiled.get(path);
	if (known !== undefined) return known;
	const { code } = transformSync(instrumented.get(path) ?? readFileSync(path, 'utf8'), {
		filename: path,
		swcrc: false,
		jsc: {
			target: 'es2022',
			parser: { syntax: 'typescript' },
			transform: /** @type {any} */ ({ hidden: { jest: true } }),
		},
		module: { type: 'commonjs' },
	});
	compiled.set(path, code);
	return code;
}

/** Imports that Jest's configuration, a build or TypeScript resolves elsewhere. @type {(request: string) => string} */
function elsewhere(request) {
	if (request === '@n8n/di') return join(root, 'node_modules/n8n-core/node_modules/@n8n/di');
	const built = join(root, 'dist/');
	if (!request.startsWith(built)) return request;
	return join(root, request.slice(built.length).replace(/\.js$/, '.ts'));
}

/**
 * Makes `require` take TypeScript, from now on in this process.
 *
 * @param {{sources: [path: string, code: string][], keep: string[], globals: (from: string) => unknown, instead: [path: string, make: (module: LoadedModule, original: () => any) => unknown][]}} options
 */
export function takeTypeScript({ sources, keep, globals, instead }) {
	for (const [path, code] of sources) instrumented.set(path, code);
	for (const [path, make] of instead) standIns.set(path, make);
	kept = keep;
	globalsFor = globals;
	const { _resolveFilename: resolve, _load: load } = node;
	node._resolveFilename = (
		/** @type {string} */ request,
		/** @type {any} */ from,
		/** @type {unknown[]} */ ...rest
	) => {
		if (request.startsWith('.') && from?.filename?.endsWith('.ts')) {
			// First, since Node would take the .json beside it.
			const source = `${join(from.filename, '..', request.replace(/\.js$/, ''))}.ts`;
			if (existsSync(source)) return source;
		}
		return resolve(elsewhere(request), from, ...rest);
	};
	node._load = (
		/** @type {string} */ request,
		/** @type {LoadedModule} */ parent,
		/** @type {boolean} */ main,
	) => {
		if (request === '@jest/globals') return globalsFor(parent.filename);
		if (mocks.size > 0) {
			const mock = mocks.get(node._resolveFilename(request, parent, main));
			if (mock) return mock();
		}
		return load(request, parent, main);
	};
	node._extensions['.ts'] = (/** @type {LoadedModule} */ loaded, /** @type {string} */ path) => {
		const make = standIns.get(path);
		const original = () => {
			loaded._compile(codeOf(path), path);
			return loaded.exports;
		};
		if (make) loaded.exports = make(loaded, original);
		else original();
	};
}

/** Forgets the project's modules, so that the next `load` runs them anew. */
export function forgetModules() {
	mocks.clear();
	for (const path of Object.keys(node._cache)) {
		if (!path.endsWith('.ts') || path.includes('/node_modules/')) continue;
		if (!kept.some((folder) => path.startsWith(folder))) delete node._cache[path];
	}
}

/** Runs a module of the project. @type {(path: string) => void} */
export function load(path) {
	// A parent of its own, since Node's would hold every module that it ever loaded.
	const parent = new node(path);
	parent.filename = join(path, '..', 'mutation.ts');
	parent.paths = node._nodeModulePaths(join(path, '..'));
	parent.require(path);
}

/** What a test file asks with `jest.mock`. @type {(from: string, request: string, make: () => unknown) => void} */
export function mock(from, request, make) {
	/** @type {{made: unknown} | undefined} */
	let once;
	mocks.set(createRequire(from).resolve(request), () => (once ??= { made: make() }).made);
}

/** The module itself, in place of its mock. @type {(from: string, request: string) => unknown} */
export function actual(from, request) {
	const own = createRequire(from);
	const path = own.resolve(request);
	const make = mocks.get(path);
	mocks.delete(path);
	try {
		return own(path);
	} finally {
		if (make) mocks.set(path, make);
	}
}
