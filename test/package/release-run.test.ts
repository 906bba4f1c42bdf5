import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { version } from '../../package.json';

const root = join(__dirname, '../..');

/** What a release reads and writes. */
const PARTS = [
	...['package.json', 'package-lock.json', '.npmrc', '.release-it.json', 'CHANGELOG.md'],
	...['service/package.json', 'service/package-lock.json', 'scripts/release', 'scripts/lib'],
];

const author = { name: 'Release', email: 'release@example.com' };
const env = {
	...process.env,
	GIT_AUTHOR_NAME: author.name,
	GIT_AUTHOR_EMAIL: author.email,
	GIT_COMMITTER_NAME: author.name,
	GIT_COMMITTER_EMAIL: author.email,
	GIT_CONFIG_GLOBAL: '/dev/null',
};

let folder: string;
let clone: string;

const run = (command: string, ...args: string[]): string =>
	execFileSync(command, args, { cwd: clone, env, encoding: 'utf8', stdio: 'pipe' });
const git = (...args: string[]) => run('git', ...args);

/** The tests and lint of the first hook are left out: this runs within them. */
const release = (...args: string[]) =>
	run(
		process.execPath,
		join(root, 'node_modules/release-it/bin/release-it.js'),
		...['--ci', '--hooks.before:init=true', ...args],
	);

/** A file as the remote has it at a tag. */
const at = (tag: string, path: string) =>
	execFileSync('git', ['show', `${tag}:${path}`], {
		cwd: join(folder, 'remote.git'),
		encoding: 'utf8',
	});

const sections = (tag: string) => at(tag, 'CHANGELOG.md').match(/^## .*/gm) ?? [];

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'release-'));
	clone = join(folder, 'clone');
	execFileSync('git', [
		'init',
		'--quiet',
		'--bare',
		'--initial-branch=main',
		join(folder, 'remote.git'),
	]);
	execFileSync('git', ['clone', '--quiet', join(folder, 'remote.git'), clone], { stdio: 'pipe' });
	for (const part of PARTS) cpSync(join(root, part), join(clone, part), { recursive: true });
	symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
	writeFileSync(join(clone, '.gitignore'), 'node_modules\n');
	git('checkout', '--quiet', '-B', 'main');
	git('add', '.');
	git('commit', '--quiet', '--message', 'Everything');
	git('push', '--quiet', '--set-upstream', 'origin', 'main');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Adds a sentence for the next release, and pushes it. */
function change(sentence: string): void {
	const path = join(clone, 'CHANGELOG.md');
	const text = readFileSync(path, 'utf8').replace(
		/^## \[Unreleased\]\n/m,
		`$&\n### Fixed\n\n- ${sentence}\n`,
	);
	writeFileSync(path, text);
	git('commit', '--quiet', '--all', '--message', sentence);
	git('push', '--quiet');
}

describe('npm run release, to a remote of its own', () => {
	it('releases the version that package.json has, which is how the first one is made', () => {
		release(version);
		expect(sections(`v${version}`)).toEqual([
			'## [Unreleased]',
			expect.stringMatching(new RegExp(`^## \\[${version}\\] - \\d{4}-\\d\\d-\\d\\d$`)),
			...sections(`v${version}`).slice(2),
		]);
		expect(git('rev-parse', 'origin/main')).toBe(git('rev-parse', `v${version}^{commit}`));
	}, 120_000);

	it('refuses when the changelog says nothing new', () => {
		expect(() => release('minor')).toThrow(/no entries under "Unreleased"/);
	}, 120_000);

	it('only says what it would do when asked to', () => {
		change('Something was looked at.');
		const state = () => [git('rev-parse', 'HEAD'), git('ls-remote', 'origin'), git('status', '-s')];
		const before = state();
		expect(release('--dry-run', 'minor')).toMatch(/Let's release .* \(.*\.\.\..*\)/);
		expect(state()).toEqual(before);
	}, 120_000);

	it('sets the next version everywhere, moves the changelog under it, and pushes one commit and its tag', () => {
		change('Something was mended.');
		const before = git('rev-parse', 'HEAD').trim();
		release('minor');
		const next = version.replace(
			/^(\d+)\.(\d+)\..*$/,
			(_, major, minor) => `${major}.${Number(minor) + 1}.0`,
		);
		const versions = PARTS.filter((path) => /package(-lock)?\.json$/.test(path)).map(
			(path) => (JSON.parse(at(`v${next}`, path)) as { version: string }).version,
		);
		expect(versions).toEqual([next, next, next, next]);
		expect(at(`v${next}`, 'CHANGELOG.md')).toMatch(
			new RegExp(
				`## \\[Unreleased\\]\\n\\n## \\[${next}\\] - [\\d-]+\\n\\n### Fixed\\n\\n- Something was mended\\.\\n`,
			),
		);
		expect(git('log', '--format=%s', `${before}..origin/main`).trim()).toBe(`Release ${next}`);
		expect(git('cat-file', '-t', `v${next}`).trim()).toBe('tag');
		expect(run(process.execPath, 'scripts/release/check-tag.mjs', `v${next}`)).toBe('');
	}, 120_000);
});
