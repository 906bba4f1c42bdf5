import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkManifest, sha256Of } from '../../../src/engine/models/files';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'model-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
const write = (name: string, bytes: Buffer | string) => {
	writeFileSync(join(folder, name), bytes);
	return join(folder, name);
};
const MB = 1024 * 1024;

it.each([0, 1, MB, MB + 1, 2.5 * MB])('the hash of %i bytes is that of all of them', (length) => {
	const bytes = Buffer.from(Uint8Array.from({ length }, (_, i) => i >> 8));
	expect(sha256Of(write('file', bytes))).toBe(sha256(bytes));
});

it('a file that was read stays open no longer', () => {
	const path = write('file', 'bytes');
	const open = () => readdirSync('/proc/self/fd').length;
	const before = open();
	for (let i = 0; i < 100; i++) sha256Of(path);
	expect(open() - before).toBeLessThan(50);
});

describe('the files of a model', () => {
	const manifest = (files: unknown) => write('sha256.json', JSON.stringify({ files }));

	it('are what their manifest says, whose hashes are taken', () => {
		write('a.onnx', 'a');
		write('b.json', 'b');
		const files = { 'a.onnx': sha256('a'), 'b.json': sha256('b') };
		manifest(files);
		expect(checkManifest(folder)).toEqual(files);
	});

	it('may be without one', () => {
		expect(checkManifest(folder)).toEqual({});
	});

	it.each<[string, unknown, string]>([
		[
			'one is changed',
			{ 'a.onnx': sha256('b') },
			'a.onnx is not the file that sha256.json knows, so it was changed or damaged',
		],
		['one is missing', { 'b.onnx': sha256('b') }, 'b.onnx is not there'],
		['there is no list of them', undefined, 'sha256.json names no files'],
		['the list has no hashes', { 'a.onnx': 1 }, 'sha256.json names no files'],
	])('are refused where %s', (_, files, what) => {
		write('a.onnx', 'a');
		manifest(files);
		expect(() => checkManifest(folder)).toThrow(
			expect.objectContaining({
				kind: 'modelFailed',
				message: `The model in ${folder} can't be used: ${what}.`,
			}),
		);
	});
});
