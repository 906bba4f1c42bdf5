import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { describe, expect, it } from '@jest/globals';

import manifest from '../../package.json';

const root = join(__dirname, '../..');

/** What a module of the scripts gives, which are ES modules and so run outside Jest. */
const evaluate = (module: string, expression: string): unknown => {
	const url = JSON.stringify(pathToFileURL(join(root, module)).href);
	const code = `const m = await import(${url}); console.log(JSON.stringify(${expression}))`;
	return JSON.parse(
		execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }),
	);
};

describe('the check of a tag before publishing', () => {
	const problems = (tag: string, state: object) =>
		evaluate(
			'scripts/release/versions.mjs',
			`m.versionProblems(${JSON.stringify(tag)}, ${JSON.stringify(state)})`,
		);
	const state = {
		packages: { 'package.json': '1.2.3', 'service/package.json': '1.2.3' },
		changelog: '# Changelog\n\n## [1.2.3] - 2026-12-01\n',
	};

	it('passes when package, service and changelog agree', () => {
		expect(problems('v1.2.3', state)).toEqual([]);
	});

	it('names each place that does not agree', () => {
		expect(problems('v1.3.0', { ...state, packages: { 'package.json': '1.2.3' } })).toEqual([
			'package.json says 1.2.3, the tag says 1.3.0.',
			'CHANGELOG.md has no section "## [1.3.0] - date".',
		]);
	});

	it('refuses what is no version', () => {
		expect(problems('latest', state)).toEqual([expect.stringContaining('"latest" is no tag')]);
	});
});

describe('the state between releases', () => {
	it('has one section for what comes next in the changelog', () => {
		const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
		expect(changelog.match(/^## \[Unreleased\]$/gm)).toHaveLength(1);
		expect(changelog.match(/^## (?!\[(Unreleased|\d+\.\d+\.\d+(-[\w.]+)?)\])/gm)).toBeNull();
	});

	it('has the same version everywhere', () => {
		const versions = ['package-lock.json', 'service/package.json', 'service/package-lock.json'].map(
			(path) => (JSON.parse(readFileSync(join(root, path), 'utf8')) as typeof manifest).version,
		);
		expect(new Set(versions)).toEqual(new Set([manifest.version]));
	});
});
