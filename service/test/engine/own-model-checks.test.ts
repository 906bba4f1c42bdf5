import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { loadModel, loadModels } from '../../src/engine/models/load';
import { closeEngines, coldEngine } from './support/engines';
import { BUILT_IN_MODEL } from './support/paths';
import {
	classifier,
	COLOUR_LABELS,
	detector,
	embedder,
	folderOf,
	INPUT,
	removeFolders,
	type Description,
	type KINDS,
} from './support/tiny-models';

afterEach(closeEngines);
afterAll(removeFolders);

describe('a model folder is refused', () => {
	const without = (key: keyof typeof classifier) => {
		const { [key]: _gone, ...rest } = classifier;
		return rest;
	};
	const noChinese = [{ ...COLOUR_LABELS[0], label: { en: 'reddish' } }, ...COLOUR_LABELS.slice(1)];

	it.each<[string, keyof typeof KINDS, Description, string]>([
		['without a task', 'colours', without('task'), 'task'],
		[
			'without an input width',
			'colours',
			{ ...classifier, input: { ...INPUT, width: 0 } },
			'input.width',
		],
		[
			'with an unknown field',
			'colours',
			{ ...classifier, treshold: 1 },
			'model.json, treshold: no such field',
		],
		[
			'with a label in one language',
			'colours',
			{ ...classifier, labels: noChinese },
			'labels.0.label.zh',
		],
		[
			'with too few labels',
			'colours',
			{ ...classifier, labels: COLOUR_LABELS.slice(1) },
			'output.name',
		],
		[
			'with a wrong input name',
			'colours',
			{ ...classifier, input: { ...INPUT, name: 'picture' } },
			'no picture, only image',
		],
		[
			'with a wrong input size',
			'colours',
			{ ...classifier, input: { ...INPUT, height: 64 } },
			'[1, 3, 32, 32]',
		],
		[
			'with a wrong input type',
			'colours',
			{ ...classifier, input: { ...INPUT, type: 'uint8' } },
			'float32, not uint8',
		],
		[
			'with a wrong output name',
			'colours',
			{ ...classifier, output: { name: 'logits', format: 'logits' } },
			'no logits, only answer',
		],
		[
			'with a wrong output format',
			'yolov8',
			{ ...detector, output: { name: 'answer', format: 'yolov5' } },
			'[1, 7, 3]',
		],
		[
			'with uneven vectors',
			'colours',
			{ ...embedder, labels: [...embedder.labels, { ...embedder.labels[0], vector: [1] }] },
			'labels.3.vector',
		],
		[
			'with a file that is not there',
			'colours',
			{ ...classifier, file: 'other.onnx' },
			'other.onnx is not there',
		],
		[
			'with a file outside of it',
			'colours',
			{ ...classifier, file: '../tiny.onnx' },
			'file must name',
		],
		[
			'with labels that are not there',
			'colours',
			{ ...classifier, labels: 'labels.json' },
			'labels.json',
		],
	])('%s, in one sentence that says where', async (_name, kind, description, where) => {
		const folder = folderOf(kind, description);
		const problem = await loadModel(folder).catch((error) => error);
		expect(problem).toMatchObject({ kind: 'modelFailed' });
		expect(problem.message).toContain(where);
		expect(problem.message).toContain(folder);
		expect(problem.message).not.toContain('\n');
	});

	it('with neither labels nor classes, or with both', async () => {
		for (const description of [without('labels'), { ...classifier, classes: 'imagenet-1k' }])
			await expect(loadModel(folderOf('colours', description))).rejects.toThrow(
				'in model.json: one of labels and classes is needed, for words of your own or those of a known data set',
			);
	});

	it('with classes that are not known, or not as many', async () => {
		const of = (classes: string) => folderOf('colours', { ...without('labels'), classes });
		await expect(loadModel(of('imagenet-21k'))).rejects.toThrow('classes');
		await expect(loadModel(of('imagenet-1k'))).rejects.toThrow('[1, 1000]');
	});

	it('with scenes of the vocabulary beside labels of its own', async () => {
		const output = { ...classifier.output, scenes: { name: 'answer', terms: ['sky'] } };
		await expect(loadModel(folderOf('colours', { ...classifier, output }))).rejects.toThrow(
			'in model.json, output.scenes: only a model with classes may have it',
		);
	});

	it('beside another one of the same classes', async () => {
		const copy = mkdtempSync(join(tmpdir(), 'model-'));
		cpSync(BUILT_IN_MODEL, copy, { recursive: true });
		const both = loadModels([BUILT_IN_MODEL, copy]);
		await expect(both).rejects.toMatchObject({ kind: 'modelFailed' });
		await expect(both).rejects.toThrow(
			`The models in ${BUILT_IN_MODEL} and ${copy} both give the classes coco: name only one of them.`,
		);
		rmSync(copy, { recursive: true });
	});

	it.each([
		[
			'changed',
			(file: string) => appendFileSync(file, ' '),
			'is not the file that sha256.json knows',
		],
		['missing', (file: string) => rmSync(file), 'is not there'],
	])('when a file of its manifest is %s', async (_how, change, why) => {
		for (const name of ['model.onnx', 'model.json']) {
			const copy = mkdtempSync(join(tmpdir(), 'model-'));
			cpSync(BUILT_IN_MODEL, copy, { recursive: true });
			change(join(copy, name));
			const problem = await loadModel(copy).catch((error) => error);
			expect(problem.message).toContain(`The model in ${copy} can't be used: ${name} ${why}`);
			expect(problem.message).not.toContain('\n');
			rmSync(copy, { recursive: true });
		}
	});

	it('when its manifest is no manifest', async () => {
		const folder = folderOf('colours', classifier);
		writeFileSync(join(folder, 'sha256.json'), '[]');
		await expect(loadModel(folder)).rejects.toThrow('sha256.json names no files');
	});

	it('when model.json is not JSON, which the engine tells before it is ready', async () => {
		const folder = folderOf('colours', classifier);
		writeFileSync(join(folder, 'model.json'), '{');
		const engine = coldEngine({ models: [folder] });
		await expect(engine.ready).rejects.toThrow('model.json is not JSON');
	});

	it('when its answer turns out to have another size than the labels', async () => {
		const engine = coldEngine({ models: [folderOf('pixels', classifier)] });
		await expect(engine.ready).rejects.toThrow(
			'output.name: answer has the shape [1, 3072], but [1, 3] follows from the description',
		);
	});
});
