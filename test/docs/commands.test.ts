import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { scripts } from '../../package.json';
import { pages, root } from './support/pages';

const all = pages();
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Commands of sh blocks that no test runs, and why. The others are npm scripts or files of the repository. */
const NOT_RUN: Array<[RegExp, string]> = [
	[/^git clone /, 'needs the network'],
	[/^(npm install|npm ci|npm pack)\b/, 'npm itself; the tests install and pack in their own way'],
	[
		/^(docker|openssl|curl|cd|export|mkdir|cp|sudo|apt-get|npx|umask|chmod) ?/,
		'a tool of the machine, not of the project',
	],
	[/^[A-Z_]+=\S+$/, 'sets a variable'],
];

/** Lines of a block as commands: prompts and comments off, continued lines and quoted lines joined. */
const commandsOf = (text: string): string[] => {
	const commands: string[] = [];
	let open = '';
	for (const line of text.split('\n')) {
		open = open === '' ? line : `${open}\n${line}`;
		if (/\\$/.test(open) || (open.match(/'/g) ?? []).length % 2 === 1) continue;
		const command = open
			.replace(/\s*\\\n\s*/g, ' ')
			.replace(/(^|\s)#.*$/, '')
			.replace(/^\$ /, '');
		if (command.trim() !== '') commands.push(command.trim());
		open = '';
	}
	return commands;
};

const isKnown = (command: string, page: string): boolean => {
	const script = /^(?:\w+=\S+ )*npm (?:run )?(test|start|(?<=run )[\w:-]+)/.exec(command)?.[1];
	if (script) return script in scripts;
	const file = /^(?:\w+=\S+ )*node ([\w./-]+)/.exec(command)?.[1];
	const bases = ['', page.startsWith('service/') ? 'service' : '', page.replace(/[^/]*$/, '')];
	if (file)
		return bases.some((base) => existsSync(join(root, base, file))) || /(^|\/)dist\//.test(file);
	return NOT_RUN.some(([pattern]) => pattern.test(command));
};

const samples = all.flatMap(({ path, blocks }) =>
	blocks
		.filter(({ language }) => /^(sh|bash|shell)$/.test(language))
		.flatMap(({ text }) => commandsOf(text).map((command) => [path, command] as const)),
);

describe('commands in the pages', () => {
	it.each(samples)('%s: %s', (page, command) => {
		for (const part of command.split(/ && |; /)) {
			expect({ part, known: isKnown(part, page) }).toEqual({ part, known: true });
		}
	});

	it('does not know what is neither script, file nor exception', () => {
		expect(isKnown('npm run nothing', 'README.md')).toBe(false);
		expect(isKnown('node scripts/nothing.mjs', 'README.md')).toBe(false);
		expect(isKnown('make install', 'README.md')).toBe(false);
		expect(commandsOf("$ a \\\n  b # c\nd 'e\nf'")).toEqual(['a b', "d 'e\nf'"]);
	});

	it('names only npm scripts that exist', () => {
		const named = all.flatMap(
			({ inline }) => inline.join('\n').match(/(?<=npm run )[\w:-]+/g) ?? [],
		);
		expect(named.filter((name) => !(name in scripts))).toEqual([]);
	});
});

it.each(Object.keys(scripts))('the script %s is described in CONTRIBUTING.md', (name) => {
	expect(read('CONTRIBUTING.md')).toMatch(new RegExp(`npm (run )?${name}\``));
});
