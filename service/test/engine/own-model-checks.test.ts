import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { loadModel } from '../../src/engine/models/load';
import { closeEngines, coldEngine } from './support/engines';
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
			'other.onnx',
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
