import {
	appendFileSync,
	mkdtempSync,
	renameSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SettingsFiles, watchFiles } from '../../src/config/files';

let folder: string;
let path: string;
let files: SettingsFiles;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'settings-files-'));
	path = join(folder, 'file');
	writeFileSync(path, 'one');
	files = new SettingsFiles();
});
afterEach(() => rmSync(folder, { recursive: true }));

const hasChanged = async () => (await files.now()) !== files.before;

describe('files of settings', () => {
	it('are the same as before while nobody writes them', async () => {
		expect(files.read(path).toString()).toBe('one');
		expect(await hasChanged()).toBe(false);
	});

	it.each([
		['is written in place', () => writeFileSync(path, 'another')],
		[
			'is replaced by one of the same size',
			() => {
				writeFileSync(`${path}.new`, 'two');
				renameSync(`${path}.new`, path);
			},
		],
		['is taken away', () => rmSync(path)],
	])('are others when one %s', async (_what, change) => {
		files.read(path);
		change();
		expect(await hasChanged()).toBe(true);
	});

	it('are others when a link leads elsewhere', async () => {
		writeFileSync(join(folder, 'other'), 'two');
		symlinkSync('file', join(folder, 'link'));
		files.read(join(folder, 'link'));
		symlinkSync('other', join(folder, 'link.new'));
		renameSync(join(folder, 'link.new'), join(folder, 'link'));
		expect(await hasChanged()).toBe(true);
	});

	it('are others when one that was missing is there', async () => {
		expect(() => files.read(join(folder, 'later'))).toThrow(/ENOENT/);
		expect(await hasChanged()).toBe(false);
		writeFileSync(join(folder, 'later'), '');
		expect(await hasChanged()).toBe(true);
	});
});

it('a file that is still being written is let alone until it stays as it is', async () => {
	files.read(path);
	let writing = true;
	const told = new Promise<boolean>((resolve) =>
		watchFiles(
			() => files,
			() => resolve(writing),
		),
	);
	for (let i = 0; i < 150; i++) {
		appendFileSync(path, 'more');
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	writing = false;
	expect(await told).toBe(false);
});
