import { beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { modelSchema } from '../../../src/engine/models/schema';
import type { LoadedModel } from '../../../src/engine/models/load';
import { tagImage, viewsOf, warmUp } from '../../../src/engine/worker/tagger';
import { classifier, COLOUR_LABELS } from '../support/tiny-models';

const picture = (width: number, height: number) =>
	sharp({ create: { width, height, channels: 3, background: '#ff0000' } })
		.png({ compressionLevel: 1 })
		.toBuffer();

let small: Buffer;
beforeAll(async () => {
	small = await picture(40, 20);
});

/** What was asked of models, in words and in order. */
let events: unknown[];

type Prepare = LoadedModel['prepare'];
const prepareNoted: Prepare = async ({ width, height }, size) => {
	events.push(['prepare', [width, height], [size.width, size.height]]);
	return { tensor: { name: 'the tensor' }, placement: {} } as never;
};

/** A model that gives these scores for its colours, or fails. */
function played(
	name: string,
	answer: number[] | unknown,
	{ input = {}, prepare = prepareNoted }: { input?: object; prepare?: Prepare } = {},
): LoadedModel {
	const labels = COLOUR_LABELS.map((entry) => ({
		...entry,
		label: { ...entry.label, en: `${name} ${entry.label.en}` },
		broader: [],
	}));
	const description = modelSchema.parse({
		...{ ...classifier, name, labels },
		input: { ...classifier.input, ...input },
	});
	const run = async (feeds: object, outputs: string[]) => {
		events.push([name, feeds, outputs]);
		if (!Array.isArray(answer)) throw answer;
		return { answer: { type: 'float32', dims: [1, 3], data: Float32Array.from(answer) } };
	};
	return {
		info: { name, version: `version of ${name}`, task: 'classification' },
		...{ description, session: { run }, prepare, outputs: ['answer'] },
	} as unknown as LoadedModel;
}

const TOLD = 'told';
/** The events of one image, with the call that says that it takes no longer than others. */
async function eventsOf(models: LoadedModel[], image: Buffer): Promise<unknown[]> {
	events = [];
	await viewsOf(models, image, () => events.push(TOLD)).catch(() => undefined);
	return events.map((event) => (Array.isArray(event) ? String(event[0]) : event));
}

describe('an image', () => {
	it('is tagged with what all models see, and says which', async () => {
		events = [];
		const start = performance.now();
		const models = [played('one', [0.5, 0, 0]), played('two', [0, 0.75, 0])];
		const tagged = await tagImage(models, small);
		const whole = performance.now() - start;
		expect(tagged).toMatchObject({
			...{ width: 40, height: 20, format: 'png' },
			models: [
				{ name: 'one', version: 'version of one' },
				{ name: 'two', version: 'version of two' },
			],
		});
		expect(Object.keys(tagged.models[0]!)).toEqual(['name', 'version']);
		const own = tagged.findings.filter(({ label }) => /^(one|two) /.test(label.en));
		expect(own.map(({ label, score }) => [label.en, score])).toEqual([
			['two greenish', 0.75],
			['one reddish', 0.5],
		]);
		const { decodeMs, modelMs } = tagged.timings;
		expect(decodeMs).toBeGreaterThan(0);
		expect(modelMs).toBeGreaterThan(0);
		expect(decodeMs + modelMs).toBeLessThanOrEqual(whole);
	});

	it('is given to a model by the name of its input, for the outputs that are read', async () => {
		events = [];
		await viewsOf([played('one', [1, 0, 0], { input: { name: 'pixels' } })], small);
		expect(events).toEqual([
			['prepare', [32, 20], [40, 20]],
			['one', { pixels: { name: 'the tensor' } }, ['answer']],
		]);
	});

	it('is decoded as large as the model needs that needs most of each side', async () => {
		events = [];
		const wide = { width: 30, height: 8 };
		const high = { width: 10, height: 16 };
		await viewsOf(
			[played('one', [], { input: wide }), played('two', [], { input: high })],
			small,
		).catch(() => undefined);
		expect(events[0]).toEqual(['prepare', [30, 16], [40, 20]]);
	});

	it('is prepared once for models that share it', async () => {
		const other: Prepare = (pixels, size) => prepareNoted(pixels, size);
		const models = [
			...[played('one', [1, 0, 0]), played('two', [1, 0, 0], { prepare: other })],
			played('three', [1, 0, 0]),
		];
		expect((await eventsOf(models, small)).filter((event) => event !== TOLD)).toEqual([
			...['prepare', 'one', 'prepare', 'two', 'three'],
		]);
	});

	it.each([
		['an error', new Error('no memory'), 'The model one failed: no memory'],
		['something else', 'no memory', 'The model one failed: no memory'],
		[
			'an answer of another form',
			[1, 2],
			'The model one failed: output.name: answer has the shape',
		],
	])('fails where a model does, with %s', async (_, answer, message) => {
		events = [];
		const failing = played('one', answer);
		if (Array.isArray(answer))
			(failing.session as { run: unknown }).run = async () => ({
				answer: { type: 'float32', dims: [1, 2], data: Float32Array.from(answer) },
			});
		const tagged = tagImage([failing, played('two', [1, 0, 0])], small);
		await expect(tagged).rejects.toMatchObject({ kind: 'modelFailed' });
		await expect(tagged).rejects.toThrow(message);
		expect(events).not.toContainEqual(expect.arrayContaining(['two']));
	});

	it('fails where it can not be decoded, which no model then sees', async () => {
		events = [];
		const tagged = tagImage([played('one', [1, 0, 0])], Buffer.from('no picture'));
		await expect(tagged).rejects.toMatchObject({ kind: 'unsupportedFormat' });
		expect(events).toEqual([]);
	});
});

describe('that an image takes no longer than others', () => {
	const models = (...names: string[]) => names.map((name) => played(name, [1, 0, 0]));

	it('is told by its header, where it is not large, and once', async () => {
		expect(await eventsOf(models('one'), small)).toEqual([TOLD, 'prepare', 'one']);
		expect(await eventsOf(models('one', 'two'), small)).toEqual([TOLD, 'prepare', 'one', 'two']);
		const most = await picture(2000, 2000);
		expect(await eventsOf(models('one', 'two'), most)).toEqual([TOLD, 'prepare', 'one', 'two']);
	});

	it('is told when the last model is left, where it is large or there are many', async () => {
		const large = await picture(2000, 2001);
		expect(await eventsOf(models('one', 'two'), large)).toEqual(['prepare', 'one', TOLD, 'two']);
		expect(await eventsOf(models('one'), large)).toEqual([TOLD, 'prepare', 'one']);
		expect(await eventsOf(models('one', 'two', 'three'), small)).toEqual([
			...['prepare', 'one', 'two', TOLD, 'three'],
		]);
	});

	it('need not be told', async () => {
		const { views } = await viewsOf(models('one'), small);
		expect(views.own).toHaveLength(1);
		expect(views.detections).toEqual([]);
	});
});

it('each model is run once on a grey image before the first real one', async () => {
	events = [];
	const grey: Prepare = async (pixels, size) => {
		expect(new Set(pixels.data)).toEqual(new Set([128]));
		expect(pixels.data).toHaveLength(64 * 64 * 3);
		return prepareNoted(pixels, size);
	};
	const models = ['one', 'two'].map((name) => played(name, [1, 0, 0], { prepare: grey }));
	await warmUp(models);
	expect(events.map((event) => (event as unknown[])[0])).toEqual(['prepare', 'one', 'two']);
	expect(events[0]).toEqual(['prepare', [64, 64], [64, 64]]);
});
