import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { scripts } from '../../package.json';
import { COMMAND_PLACES, SELECTED_TESTS } from './support/command-places';
import { commandsIn, commandsOf, inlineCommands } from './support/commands';
import { pages, root } from './support/pages';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

const written = pages().flatMap((page) =>
	commandsIn(page).map((command) => ({ page: page.path, command })),
);

const placeOf = (command: string) => COMMAND_PLACES.find(([pattern]) => pattern.test(command));

/** Whether what a command names is there, seen from its page: an npm script, or a file. */
const exists = (command: string, page: string): boolean => {
	const script = /^npm (?:run )?(test|start|(?<=run )[\w:-]+)/.exec(command)?.[1];
	if (script) return script in scripts;
	const file = /^node (?:--\S+ )*([\w./-]+)/.exec(command)?.[1];
	const bases = ['', 'service', page.replace(/[^/]*$/, '')];
	return (
		!file || file.startsWith('dist/') || bases.some((base) => existsSync(join(root, base, file)))
	);
};

describe('commands in the pages', () => {
	it.each([...new Set(written.map(({ command }) => command))])(
		'"%s" is run in CI, or marked as not run there',
		(command) => {
			expect(placeOf(command)).toBeDefined();
		},
	);

	it('name only scripts and files that exist', () => {
		expect(written.filter(({ command, page }) => !exists(command, page))).toEqual([]);
	});

	it('would not pass for what is nowhere run', () => {
		for (const command of ['npm run nothing', 'make install', 'npm run demo -- --fast'])
			expect(placeOf(command)).toBeUndefined();
		expect(exists('npm run nothing', 'README.md')).toBe(false);
		expect(exists('node scripts/nothing.mjs', 'README.md')).toBe(false);
	});
});

const selections = [...new Set(written.map(({ command }) => command))].filter((command) =>
	SELECTED_TESTS.test(command),
);

it.each(selections)('"%s" selects tests', (command) => {
	const [, selected = '', name = ''] = SELECTED_TESTS.exec(command) ?? [];
	const jest = [join(root, 'node_modules/jest/bin/jest.js'), '--listTests', ...selected.split(' ')];
	const found = execFileSync(process.execPath, jest, { cwd: root, encoding: 'utf8', stdio: 'pipe' })
		.split('\n')
		.filter((line) => line.endsWith('.test.ts'));
	expect(found).not.toEqual([]);
	const named = name.replace(' -t ', '');
	const texts = found.map((path) => readFileSync(path, 'utf8'));
	expect(texts.some((text) => new RegExp(`(it|describe).*${named}`).test(text))).toBe(true);
});

describe('the places where commands are run', () => {
	const places = COMMAND_PLACES.map(([pattern, where]) => ({
		name: String(pattern),
		pattern,
		where,
	}));

	it.each(places)('$name is in a page', ({ pattern }) => {
		const fitting = written.filter(({ command }) => placeOf(command)?.[0] === pattern);
		expect(fitting).not.toEqual([]);
	});

	it.each(places)('$name is run by the file that it names', ({ where }) => {
		if ('notRun' in where) expect(where.notRun.length).toBeGreaterThan(10);
		else expect(read(where.file)).toContain(where.runs);
	});

	it('are files that CI comes to: its own, tests, and what every command prepares', () => {
		const files = places.flatMap(({ where }) => ('file' in where ? [where.file] : []));
		for (const file of files)
			expect(file).toMatch(
				/^\.ci\/|^\.github\/|\btest\/.*\.(ts|mjs)$|^scripts\/lib\/prepare\.mjs$/,
			);
	});
});

it('commands are read out of blocks and sentences', () => {
	expect(commandsOf("$ a \\\n  b # c\nd 'e\nf'\nX=1 g && h; i")).toEqual([
		'a b',
		"d 'e\nf'",
		'g',
		'h',
		'i',
	]);
	expect(inlineCommands(['npm test', 'X=1 node a.mjs', 'node', 'nodes/', 'npm'])).toEqual([
		'npm test',
		'node a.mjs',
	]);
});

it.each(Object.keys(scripts))('the script %s is described in CONTRIBUTING.md', (name) => {
	expect(read('CONTRIBUTING.md')).toMatch(new RegExp(`npm (run )?${name}\``));
});
