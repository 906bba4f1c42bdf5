import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { photo, PHOTO_NAMES } from './support/paths';

interface Comparison {
	/** Largest differences. */
	probabilities: number;
	features: number;
	scenes: number;
	/** Classes, best first. */
	best: { original: number[]; converted: number[] };
}

const TOLERANCE = 1e-4;

/** Nine pictures of every photo: 63 in all. */
const VARIANTS: Record<string, (picture: sharp.Sharp) => sharp.Sharp> = {
	whole: (picture) => picture.resize(300, 300, { fit: 'fill' }),
	middle: (picture) => picture.resize(300, 300),
	left: (picture) => picture.resize(300, 300, { position: 'left top' }),
	right: (picture) => picture.resize(300, 300, { position: 'right bottom' }),
	mirrored: (picture) => picture.resize(300, 300, { fit: 'fill' }).flop(),
	turned: (picture) => picture.resize(300, 300, { fit: 'fill' }).rotate(90),
	framed: (picture) => picture.resize(300, 300, { fit: 'contain' }),
	grey: (picture) => picture.resize(300, 300).greyscale().toColourspace('srgb'),
	bright: (picture) => picture.resize(300, 300).modulate({ brightness: 1.5 }),
};

const NAMES = PHOTO_NAMES.flatMap((name) =>
	Object.keys(VARIANTS).map((variant) => `${name} ${variant}`),
);

const folder = mkdtempSync(join(tmpdir(), 'original-'));
const compared = new Map<string, Comparison>();

beforeAll(async () => {
	const paths: string[] = [];
	for (const name of NAMES) {
		const [source, variant] = name.split(' ') as [(typeof PHOTO_NAMES)[number], string];
		const path = join(folder, `${name}.png`);
		await VARIANTS[variant]!(sharp(photo(source)))
			.png()
			.toFile(path);
		paths.push(path);
	}
	const output = execFileSync(process.execPath, [join(__dirname, 'support/classified.js')], {
		input: JSON.stringify(paths),
		encoding: 'utf8',
	});
	(JSON.parse(output) as Comparison[]).forEach((one, i) => compared.set(NAMES[i]!, one));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the classifier, compared with the TensorFlow.js original', () => {
	it('looks at enough pictures', () => {
		expect(compared.size).toBeGreaterThanOrEqual(60);
		const firsts = [...compared.values()].map(({ best }) => best.original[0]);
		expect(new Set(firsts).size).toBeGreaterThanOrEqual(10);
	});

	it.each(NAMES)('%s: the same probabilities, features and scenes', (name) => {
		const { probabilities, features, scenes } = compared.get(name)!;
		expect(probabilities).toBeLessThan(TOLERANCE);
		expect(features).toBeLessThan(TOLERANCE);
		expect(scenes).toBeLessThan(TOLERANCE);
	});

	it.each(NAMES)('%s: the same five best classes', (name) => {
		const { best } = compared.get(name)!;
		expect(best.original).toHaveLength(5);
		expect(best.converted).toEqual(best.original);
	});
});
