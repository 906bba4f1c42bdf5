import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { closeEngines, seenLabels, warmEngine } from './support/engines';
import { BUILT_IN_MODEL, photo } from './support/paths';
import {
	BOXES,
	classifier,
	COLOUR_LABELS,
	detector,
	embedder,
	folderOf,
	INPUT,
	removeFolders,
} from './support/tiny-models';

afterEach(closeEngines);
afterAll(removeFolders);

const orange = { r: 255, g: 102, b: 0 };
const plain = (background: sharp.Color, width = 200, height = 100) =>
	sharp({ create: { width, height, channels: 3, background } })
		.png()
		.toBuffer();

async function findingsOf(models: string[], image: Buffer) {
	const engine = await warmEngine({ models });
	const { findings } = await engine.tag(image);
	return Object.fromEntries(findings.map((finding) => [finding.label.en, finding]));
}

describe('a classifier', () => {
	it('names the whole picture in both languages, with its own kind and category', async () => {
		const found = await findingsOf([folderOf('colours', classifier)], await plain(orange));
		expect(found.reddish).toEqual({
			...COLOUR_LABELS[0],
			score: expect.closeTo(1, 5),
			instances: [],
		});
		expect(found.greenish!.score).toBeCloseTo(102 / 255, 5);
		expect(found.bluish).toBeUndefined();
	});

	it('may give logits or independent scores', async () => {
		const format = (name: string) => ({ ...classifier, output: { name: 'answer', format: name } });
		const image = await plain(orange);
		const logits = await findingsOf([folderOf('colours', format('logits'))], image);
		const powers = [1, 0.4, 0].map(Math.exp);
		const sum = powers.reduce((a, b) => a + b);
		expect(logits.bluish!.score).toBeCloseTo(powers[2]! / sum, 5);
		const sigmoid = await findingsOf([folderOf('colours', format('sigmoid'))], image);
		expect(sigmoid.bluish!.score).toBeCloseTo(0.5, 5);
		expect(sigmoid['cold light']).toMatchObject({ derivedFrom: 'bluish', kind: 'concept' });
	});

	it('may drop what scores too little', async () => {
		const folder = folderOf('colours', { ...classifier, minimumScore: 0.5 });
		expect((await findingsOf([folder], await plain(orange))).greenish).toBeUndefined();
	});

	it('gets pixels scaled, shifted and in the order that it asks for', async () => {
		const input = { ...INPUT, channels: 'BGR', scale: 1 / 510, mean: [-0.1, 0, 0], std: [1, 2, 1] };
		const folder = folderOf('colours', { ...classifier, input });
		const found = await findingsOf([folder], await plain(orange));
		expect(found.reddish!.score).toBeCloseTo(0.1, 5);
		expect(found.greenish!.score).toBeCloseTo(0.1, 5);
		expect(found.bluish!.score).toBeCloseTo(0.5, 5);
	});

	it('may take bytes, channels last, and the middle or all of a picture', async () => {
		const input = { ...INPUT, type: 'uint8', layout: 'NHWC' };
		const image = await sharp(await plain('#000', 300, 100))
			.composite([{ input: await plain('#f00', 100, 100), left: 100, top: 0 }])
			.png()
			.toBuffer();
		const red = async (fit: string) => {
			const description = { ...classifier, input: { ...input, fit, padding: 0 } };
			const found = await findingsOf([folderOf('coloursOfBytes', description)], image);
			return found.reddish!.score;
		};
		expect(await red('crop')).toBeGreaterThan(0.97);
		expect(await red('stretch')).toBeCloseTo(1 / 3, 1);
		expect(await red('letterbox')).toBeCloseTo(1 / 9, 1);
	});
});

describe('an embedding model', () => {
	it('compares with the vector of each label', async () => {
		const found = await findingsOf([folderOf('colours', embedder)], await plain(orange));
		const length = Math.hypot(1, 0.4);
		const powers = [1, 0.4, 0].map((value) => Math.exp((value / length) * 10));
		const sum = powers.reduce((a, b) => a + b);
		expect(found.reddish!.score).toBeCloseTo(powers[0]! / sum, 4);
		expect(found.bluish).toBeUndefined();
	});

	it('may score each label by itself', async () => {
		const output = { name: 'answer', format: 'sigmoid', scale: 10, bias: -5 };
		const folder = folderOf('colours', { ...embedder, output });
		const found = await findingsOf([folder], await plain('#00f'));
		expect(found.bluish!.score).toBeCloseTo(1 / (1 + Math.exp(-5)), 4);
	});
});

describe('a detector as YOLO exports it', () => {
	/** The second box overlaps the first, so that only two of three are left. */
	const kept = [BOXES[0], BOXES[2]];

	it.each([
		['yolov8', 1],
		['yolov5', 0.5],
		['yolov10', 1],
	] as const)('%s: boxes without duplicates, letterbox undone', async (format, certainty) => {
		const description = {
			...detector,
			input: { ...INPUT, fit: 'letterbox', padding: 0 },
			output: { name: 'answer', format },
		};
		const found = await findingsOf([folderOf(format, description)], await plain('#f00'));
		// 200 × 100 in 32 × 32 is 32 × 16, eight rows down.
		const scale = 200 / 32;
		const { score, instances } = found.reddish!;
		// Half of the input is bars.
		expect(score).toBeCloseTo(certainty / 2, 2);
		expect(instances.map(({ box }) => box)).toEqual(
			kept.map(([x, y, width, height]) => ({
				left: (x - width / 2) * scale,
				top: (y - height / 2 - 8) * scale,
				width: width * scale,
				height: height * scale,
			})),
		);
	});

	it('crop undone, boxes cut at the edges of the picture', async () => {
		const description = { ...detector, input: { ...INPUT, fit: 'crop' } };
		const found = await findingsOf([folderOf('yolov8', description)], await plain('#f00'));
		// 200 × 100 becomes 64 × 32, of which the middle 32 columns are seen.
		const [x, y, width, height] = BOXES[0];
		expect(found.reddish!.instances[0]!.box).toEqual({
			left: ((x - width / 2 + 16) * 200) / 64,
			top: ((y - height / 2) * 100) / 32,
			width: (width * 200) / 64,
			height: (height * 100) / 32,
		});
	});
});

describe('several models', () => {
	it('all look at every picture', async () => {
		const engine = await warmEngine({ models: [BUILT_IN_MODEL, folderOf('colours', classifier)] });
		const labels = seenLabels(await engine.tag(photo('coffee')), 0.4);
		expect(labels).toEqual(expect.arrayContaining(['cup', 'reddish']));
	});
});
