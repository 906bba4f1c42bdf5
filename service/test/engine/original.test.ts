import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { Finding, TaggedImage } from '../../src/engine';
import { DETECTOR_TERMS } from '../../src/engine/vocabulary';
import { closeEngines, seenLabels, warmEngine } from './support/engines';
import { photo, PHOTO_NAMES } from './support/paths';

interface Detection {
	column: number;
	score: number;
	box: [number, number, number, number];
}

const SCORE_TOLERANCE = 1e-4;
/** Of the picture's side. */
const BOX_TOLERANCE = 1e-4;

/**
 * Five pictures of every photo: 35 in all. None is larger than the detector's input, since the engine decodes larger
 * ones at a smaller scale, and the original doesn't.
 */
const VARIANTS: Record<string, (picture: sharp.Sharp) => sharp.Sharp> = {
	whole: (picture) => picture.resize(300, 300, { fit: 'fill' }),
	mirrored: (picture) => picture.resize(300, 239, { fit: 'fill' }).flop(),
	middle: (picture) => picture.resize(300, 300),
	small: (picture) => picture.resize(217, 163, { fit: 'fill' }),
	tall: (picture) => picture.resize(133, 299, { fit: 'fill' }).modulate({ brightness: 1.2 }),
};

const NAMES = PHOTO_NAMES.flatMap((name) =>
	Object.keys(VARIANTS).map((variant) => `${name} ${variant}`),
);

const folder = mkdtempSync(join(tmpdir(), 'original-'));
const original = new Map<string, Detection[]>();
const ours = new Map<string, TaggedImage>();
beforeAll(async () => {
	const engine = await warmEngine();
	const paths: string[] = [];
	for (const name of NAMES) {
		const [source, variant] = name.split(' ') as [(typeof PHOTO_NAMES)[number], string];
		const picture = await VARIANTS[variant]!(sharp(photo(source)))
			.png()
			.toBuffer();
		const path = join(folder, `${name}.png`);
		writeFileSync(path, picture);
		paths.push(path);
		ours.set(name, await engine.tag(picture));
	}
	const output = execFileSync(process.execPath, [join(__dirname, 'support/original.js')], {
		input: JSON.stringify(paths),
		encoding: 'utf8',
		maxBuffer: 1e8,
	});
	(JSON.parse(output) as Detection[][]).forEach((detections, i) =>
		original.set(NAMES[i]!, detections),
	);
}, 60_000);

afterAll(async () => {
	rmSync(folder, { recursive: true });
	await closeEngines();
});

const labelOf = ({ column }: Detection) => DETECTOR_TERMS[column];

/** The largest difference of an original detection from the nearest of our instances of its label. */
function difference(detection: Detection, { width, height }: TaggedImage, finding: Finding) {
	const clamp = (value: number) => Math.min(Math.max(value, 0), 1);
	const [top, left, bottom, right] = detection.box.map(clamp) as Detection['box'];
	const distances = finding.instances.map(({ score, box }) => ({
		score: Math.abs(score - detection.score),
		box: Math.max(
			Math.abs(box.left / width - left),
			Math.abs(box.top / height - top),
			Math.abs((box.left + box.width) / width - right),
			Math.abs((box.top + box.height) / height - bottom),
		),
	}));
	return distances.reduce((a, b) => (b.box < a.box ? b : a));
}

describe('compared with the TensorFlow.js original', () => {
	it('looks at enough pictures', () => {
		expect(NAMES.length).toBeGreaterThanOrEqual(30);
		const detections = [...original.values()].flat();
		expect(detections.filter(({ score }) => score >= 0.6).length).toBeGreaterThanOrEqual(15);
	});

	it.each(NAMES)('%s: the same tags at 0.3, 0.5 and 0.6', (name) => {
		for (const threshold of [0.3, 0.5, 0.6]) {
			const tags = original
				.get(name)!
				.filter(({ score }) => score >= threshold)
				.flatMap((detection) => labelOf(detection) ?? []);
			expect(seenLabels(ours.get(name)!, threshold)).toEqual([...new Set(tags)].sort());
		}
	});

	it.each(NAMES)('%s: the same scores and boxes', (name) => {
		const picture = ours.get(name)!;
		for (const detection of original.get(name)!.filter((one) => labelOf(one))) {
			const finding = picture.findings.find(({ label }) => label.en === labelOf(detection))!;
			expect(finding).toBeDefined();
			const { score, box } = difference(detection, picture, finding);
			expect(score).toBeLessThan(SCORE_TOLERANCE);
			expect(box).toBeLessThan(BOX_TOLERANCE);
		}
	});
});
