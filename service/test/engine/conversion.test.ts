import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { convertModels } from '../../scripts/convert-model.js';
import { BUILT_IN_MODELS } from './support/paths';

/** The bytes that every machine and Node version must arrive at. */
const MODELS = {
	'coco-ssd': {
		sha256: '01d8d04d95c179841b16734fad90ce2e40e3629cd12a6f1b710dd8c79ad548d7',
		files: ['model.json', 'model.onnx', 'sha256.json'],
	},
	'efficientnet-b0': {
		sha256: 'df3d08b43d9c0ef175d402a39b04d28686d01457e302bb3c48356b1e2a919937',
		files: ['model.json', 'model.onnx', 'sha256.json'],
	},
};
const EACH = Object.entries(MODELS);

const folder = mkdtempSync(join(tmpdir(), 'converted-'));
beforeAll(() => {
	convertModels(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
const state = () =>
	Object.keys(MODELS).flatMap((model) =>
		readdirSync(join(folder, model)).map((name) => [
			name,
			statSync(join(folder, model, name)).mtimeMs,
		]),
	);

describe('converting the models', () => {
	it.each(EACH)('gives the known bytes of %s, and no others beside them', (model, known) => {
		expect(sha256(join(folder, model, 'model.onnx'))).toBe(known.sha256);
		expect(readdirSync(join(folder, model)).sort()).toEqual(known.files);
	});

	it.each(EACH)('gives what the service runs with: %s', (model, { files }) => {
		for (const name of files)
			expect(sha256(join(BUILT_IN_MODELS, model, name))).toBe(sha256(join(folder, model, name)));
	});

	it('writes nothing when it is done already', () => {
		const before = state();
		expect(convertModels(folder)).toEqual([]);
		expect(state()).toEqual(before);
	});

	it.each(EACH.flatMap(([model, { files }]) => files.map((name) => [model, name] as const)))(
		'mends a changed %s/%s, and that model only',
		(model, name) => {
			appendFileSync(join(folder, model, name), 'x');
			expect(convertModels(folder)).toEqual([model]);
			expect(sha256(join(folder, model, name))).toBe(sha256(join(BUILT_IN_MODELS, model, name)));
		},
	);

	it('mends a missing file', () => {
		rmSync(join(folder, 'coco-ssd/model.json'));
		expect(convertModels(folder)).toEqual(['coco-ssd']);
		expect(convertModels(folder)).toEqual([]);
	});
});
