import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { convertModel } from '../../scripts/convert-model.js';
import { BUILT_IN_MODEL } from './support/paths';

/** The bytes that every machine and Node version must arrive at. */
const MODEL_SHA256 = '01d8d04d95c179841b16734fad90ce2e40e3629cd12a6f1b710dd8c79ad548d7';

const folder = mkdtempSync(join(tmpdir(), 'converted-'));
beforeAll(() => {
	convertModel(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string) => join(folder, name);
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
const state = () => readdirSync(folder).map((name) => [name, statSync(file(name)).mtimeMs]);

describe('converting the model', () => {
	it('gives the known bytes, and no others beside them', () => {
		expect(sha256(file('model.onnx'))).toBe(MODEL_SHA256);
		expect(readdirSync(folder).sort()).toEqual([
			'labels.json',
			'model.json',
			'model.onnx',
			'sha256.json',
		]);
	});

	it('gives what the service runs with', () => {
		for (const name of readdirSync(folder))
			expect(sha256(join(BUILT_IN_MODEL, name))).toBe(sha256(file(name)));
	});

	it('writes nothing when it is done already', () => {
		const before = state();
		expect(convertModel(folder)).toBe(false);
		expect(state()).toEqual(before);
	});

	it.each(['model.onnx', 'labels.json', 'sha256.json'])('mends a changed %s', (name) => {
		appendFileSync(file(name), 'x');
		expect(convertModel(folder)).toBe(true);
		expect(sha256(file(name))).toBe(sha256(join(BUILT_IN_MODEL, name)));
	});

	it('mends a missing file', () => {
		rmSync(file('labels.json'));
		expect(convertModel(folder)).toBe(true);
		expect(convertModel(folder)).toBe(false);
	});
});

describe('the labels', () => {
	interface Text {
		en: string;
		zh: string;
	}
	interface Entry {
		label: Text;
		category: Text;
		broader: { label: Text; category: Text }[];
	}
	const columns: (Entry | null)[] = JSON.parse(
		readFileSync(join(BUILT_IN_MODEL, 'labels.json'), 'utf8'),
	);
	const entries = columns.filter((entry) => entry !== null);

	it('are the 80 classes of COCO in the 90 columns of the model', () => {
		expect(columns).toHaveLength(90);
		expect(new Set(entries.map(({ label }) => label.en)).size).toBe(80);
		expect(new Set(entries.map(({ label }) => label.zh)).size).toBe(80);
		expect([0, 19, 46, 89].map((column) => columns[column]!.label.en)).toEqual([
			'person',
			'sheep',
			'cup',
			'toothbrush',
		]);
	});

	it('say everything in both languages', () => {
		const texts = entries.flatMap(({ label, category, broader }) => [
			label,
			category,
			...broader.flatMap((term) => [term.label, term.category]),
		]);
		for (const { en, zh } of texts) {
			expect(en).toMatch(/^[A-Za-z ]+$/);
			expect(zh).toMatch(/^[\p{Script=Han}（）]+$/u);
		}
	});
});
