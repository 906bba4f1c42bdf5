import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readDescription } from '../../../src/engine/models/description';
import { loadModel, loadModels } from '../../../src/engine/models/load';
import { columnsOf, modelSchema } from '../../../src/engine/models/schema';
import { openSession } from '../../../src/engine/models/session';
import { EngineError } from '../../../src/engine/errors';
import { BUILT_IN_MODEL } from '../support/paths';
import {
	classifier,
	COLOUR_LABELS,
	detector,
	embedder,
	folderOf,
	INPUT,
	removeFolders,
} from '../support/tiny-models';

afterAll(removeFolders);

const faultsOf = (description: object) => {
	const { error } = modelSchema.safeParse(description);
	return error?.issues.map(({ path }) => path.join('.')) ?? [];
};

describe('what a description leaves out', () => {
	it('of an input is what most models have', () => {
		expect(modelSchema.parse(classifier).input).toEqual({
			...INPUT,
			...{ fit: 'stretch', cropShare: 1, resample: 'linear', padding: 114, layout: 'NCHW' },
			...{ channels: 'RGB', type: 'float32', scale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] },
		});
	});

	it('of a model is what does nothing', () => {
		expect(modelSchema.parse(classifier)).toMatchObject({ minimumScore: 0 });
		expect(modelSchema.parse(detector)).toMatchObject({ overlap: 0.5 });
		expect(modelSchema.parse({ ...embedder, output: { name: 'answer' } }).output).toEqual({
			...{ name: 'answer', format: 'softmax', scale: 100, bias: 0 },
		});
		expect(modelSchema.parse(classifier).labels?.[0]).toMatchObject({ broader: [] });
	});
});

describe('a description', () => {
	const input = (fields: object) => ({ ...classifier, input: { ...INPUT, ...fields } });
	const first = (fields: object) => ({
		...classifier,
		labels: [{ ...COLOUR_LABELS[0], ...fields }, null, null],
	});

	it.each<[string, object]>([
		['all ways to lay out an image', input({ fit: 'letterbox', layout: 'NHWC', channels: 'BGR' })],
		['the smallest and largest sides', input({ width: 1, height: 4096, fit: 'crop' })],
		['the limits of bars', input({ padding: 0, cropShare: 1, resample: 'lanczos3' })],
		['the other limit of bars', input({ padding: 255, cropShare: 0.01, resample: 'cubic' })],
		['labels for some columns', { ...classifier, labels: [null, COLOUR_LABELS[1], null] }],
		['a concept', first({ kind: 'concept' })],
		['an object', first({ kind: 'object' })],
		['the least score', { ...classifier, minimumScore: 1 }],
		['boxes that may lie on each other', { ...detector, overlap: 1 }],
		['what it would have by itself', input({ resample: 'linear', channels: 'RGB' })],
		['logits', { ...classifier, output: { name: 'a', format: 'logits' } }],
		['sigmoid', { ...classifier, output: { name: 'a', format: 'sigmoid' } }],
	])('may have %s', (_what, description) => {
		expect(faultsOf(description)).toEqual([]);
	});

	it.each<[string, object]>([
		['input.width', input({ width: 0 })],
		['input.width', input({ width: 1.5 })],
		['input.height', input({ height: 4097 })],
		['input.fit', input({ fit: 'fill' })],
		['input.cropShare', input({ cropShare: 0 })],
		['input.cropShare', input({ cropShare: 1.1 })],
		['input.resample', input({ resample: 'nearest' })],
		['input.padding', input({ padding: -1 })],
		['input.padding', input({ padding: 256 })],
		['input.layout', input({ layout: 'HWC' })],
		['input.channels', input({ channels: 'RGBA' })],
		['input.type', input({ type: 'float16' })],
		['input.scale', input({ scale: 0 })],
		['input.mean', input({ mean: [0, 0] })],
		['input.std.1', input({ std: [1, 0, 1] })],
		['input.name', input({ name: ' ' })],
		['input', input({ more: 1 })],
		['labels.0.kind', first({ kind: 'thing' })],
		['labels.0.label.en', first({ label: { en: '', zh: '红' } })],
		['labels.0', first({ more: 1 })],
		['labels', { ...classifier, labels: [] }],
		['labels', { ...embedder, labels: [] }],
		['labels.0.vector', { ...embedder, labels: [{ ...COLOUR_LABELS[0], vector: [] }] }],
		['minimumScore', { ...classifier, minimumScore: -0.1 }],
		['minimumScore', { ...classifier, minimumScore: 1.1 }],
		['overlap', { ...detector, overlap: 0 }],
		['overlap', { ...detector, overlap: 1.1 }],
		['output.format', { ...detector, output: { name: 'a', format: 'yolov3' } }],
		['output.format', { ...classifier, output: { name: 'a', format: 'none' } }],
		['output.format', { ...embedder, output: { name: 'a', format: 'none' } }],
		['output.scale', { ...embedder, output: { name: 'a', scale: 0 } }],
		['output.name', { ...classifier, output: { name: '', format: 'logits' } }],
		['task', { ...classifier, task: 'captions' }],
		['', { ...classifier, more: 1 }],
	])('is refused for %s: %#', (path, description) => {
		expect(faultsOf(description)).toEqual([path]);
	});

	it('of classes that the vocabulary has says how many they are', () => {
		const coco = { ...detector, labels: undefined, classes: 'coco' };
		const imagenet = { ...classifier, labels: undefined, classes: 'imagenet-1k' };
		const columns = [coco, imagenet, classifier].map((description) =>
			columnsOf(modelSchema.parse(description) as Parameters<typeof columnsOf>[0]),
		);
		expect(columns).toEqual([90, 1000, 3]);
	});
});

describe('the file of a description', () => {
	it('may have its labels in a file beside it', () => {
		const folder = folderOf('colours', { ...classifier, labels: 'labels.json' });
		writeFileSync(join(folder, 'labels.json'), JSON.stringify(COLOUR_LABELS));
		expect(readDescription(folder).labels).toHaveLength(3);
	});

	it.each([
		['{', 'model.json is not JSON'],
		['null', 'in model.json: '],
		['1', 'in model.json: '],
		[
			JSON.stringify({ ...classifier, labels: '../labels.json' }),
			'labels must name a file beside model.json',
		],
		[JSON.stringify({ ...classifier, labels: 'labels.json' }), "labels.json can't be read"],
		[
			JSON.stringify({ ...classifier, input: { ...INPUT, more: 1, most: 2 } }),
			'in model.json, input.more: no such field is known',
		],
		[JSON.stringify({ ...classifier, name: '' }), 'in model.json, name: '],
	])('is refused with the folder and what is wrong: %#', (text, what) => {
		const folder = folderOf('colours', classifier);
		writeFileSync(join(folder, 'model.json'), text);
		expect(() => readDescription(folder)).toThrow(`The model in ${folder} can't be used: ${what}`);
		expect(() => readDescription(folder)).toThrow(expect.objectContaining({ kind: 'modelFailed' }));
	});
});

describe('a model that is loaded', () => {
	it('tells what is known of it', async () => {
		const { info } = await loadModel(folderOf('colours', { ...classifier, source: 'here' }));
		expect(info).toEqual({
			name: 'colours',
			version: info.sha256.slice(0, 12),
			task: 'classification',
			sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
			provider: 'cpu',
			input: { width: 32, height: 32 },
			labels: 3,
			licence: 'MIT',
			source: 'here',
		});
	});

	it('counts the labels that it has, and tells no more than its description', async () => {
		const { licence: _, ...rest } = classifier;
		const labels = [null, ...COLOUR_LABELS.slice(1)];
		const { info } = await loadModel(folderOf('colours', { ...rest, labels, version: '7' }));
		expect(info).toMatchObject({ version: '7', labels: 2 });
		for (const name of ['licence', 'source', 'classes']) expect(info).not.toHaveProperty(name);
	});

	it('tells the classes that it knows', async () => {
		const { info } = await loadModel(BUILT_IN_MODEL);
		expect(info).toMatchObject({ name: 'coco-ssd', classes: 'coco' });
		expect(info).not.toHaveProperty('labels');
	});

	it('shares its preparation with those of the same input alone', async () => {
		const other = { ...classifier, input: { ...INPUT, channels: 'BGR' } };
		const [one, same, differs] = await loadModels([
			folderOf('colours', classifier),
			folderOf('colours', classifier),
			folderOf('colours', other),
		]);
		expect(same?.prepare).toBe(one?.prepare);
		expect(differs?.prepare).not.toBe(one?.prepare);
	});

	it('is refused, without its path twice, when its file is no model', async () => {
		const folder = folderOf('colours', classifier);
		writeFileSync(join(folder, 'tiny.onnx'), 'no model');
		await expect(loadModel(folder)).rejects.toThrow(
			`The model in ${folder} can't be used: tiny.onnx can't be loaded (`,
		);
	});

	it('is refused where what should run it is not there', async () => {
		const provider = process.platform === 'darwin' ? 'cuda' : 'coreml';
		const opened = openSession('none.onnx', { provider }, () => new EngineError('modelFailed', ''));
		await expect(opened).rejects.toThrow(
			`The execution provider ${provider} can't be used: onnxruntime for ${process.platform} ${process.arch} has `,
		);
		await expect(opened).rejects.toMatchObject({ kind: 'modelFailed' });
	});
});
