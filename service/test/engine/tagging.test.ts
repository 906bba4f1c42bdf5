import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { Engine, TaggedImage } from '../../src/engine';
import { closeEngines, lasting, seenLabels, warmEngine } from './support/engines';
import { photo } from './support/paths';

let engine: Engine;
beforeAll(async () => {
	engine = await warmEngine();
});
afterAll(closeEngines);

describe('the built-in model', () => {
	it('sees the sheep of a pasture, each with its box', async () => {
		const { width, height, format, findings } = await engine.tag(photo('march-pastoral'));
		expect({ width, height, format }).toEqual({ width: 1024, height: 498, format: 'jpeg' });
		const sheep = findings.find(({ label }) => label.en === 'sheep')!;
		expect(sheep).toMatchObject({
			label: { en: 'sheep', zh: '羊' },
			kind: 'object',
			category: { en: 'Animal', zh: '动物' },
		});
		expect(sheep.score).toBeGreaterThan(0.75);
		expect(sheep.instances.filter(({ score }) => score >= 0.4).length).toBeGreaterThanOrEqual(3);
		for (const { box } of sheep.instances) {
			expect(box.left).toBeGreaterThanOrEqual(0);
			expect(box.top).toBeGreaterThanOrEqual(0);
			expect(box.left + box.width).toBeLessThanOrEqual(width + 1e-6);
			expect(box.top + box.height).toBeLessThanOrEqual(height + 1e-6);
		}
	});

	it.each([
		['coffee', ['cup']],
		['airplane', ['airplane']],
		['nagasaki-boats', ['person']],
		['airplane-from-above', ['train']],
		['french-alpine-landscape', []],
	] as const)('sees in %s: %j', async (name, labels) => {
		expect(seenLabels(await engine.tag(photo(name)), 0.5)).toEqual(labels);
	});

	it('orders findings and their instances by score', async () => {
		const { findings } = await engine.tag(photo('nagasaki-boats'));
		const descending = (scores: number[]) => scores.toSorted((a, b) => b - a);
		const scores = findings.map(({ score }) => score);
		expect(scores).toEqual(descending(scores));
		for (const { score, instances } of findings.filter((finding) => finding.instances.length > 0)) {
			const boxes = instances.map((instance) => instance.score);
			expect(boxes).toEqual(descending(boxes));
			expect(score).toBe(boxes[0]);
		}
		expect(new Set(findings.map(({ label }) => label.en)).size).toBe(findings.length);
	});

	it('says the same of the same bytes, in any worker', async () => {
		const other = await warmEngine({ workers: 2 });
		const tag = (on: Engine) => on.tag(photo('nagasaki-boats')).then(lasting);
		const first = await tag(engine);
		expect(first.findings.length).toBeGreaterThan(3);
		const answers = await Promise.all([tag(engine), tag(other), tag(other), tag(other)]);
		for (const answer of answers) expect(answer).toEqual(first);
	});

	it('says different things of different pictures', async () => {
		const [coffee, sheep] = await Promise.all([
			engine.tag(photo('coffee')),
			engine.tag(photo('march-pastoral')),
		]);
		expect(lasting(coffee).findings).not.toEqual(lasting(sheep).findings);
	});
});

/** What is worth saying is in both, with nearly the same score and, where it has a box, in nearly the same place. */
function expectAlike(answer: TaggedImage, expected: TaggedImage): void {
	const { width, height } = expected;
	expect(answer).toMatchObject({ width, height });
	for (const [some, others] of [
		[answer, expected],
		[expected, answer],
	] as const)
		for (const { label, score, instances } of some.findings.filter((one) => one.score >= 0.3)) {
			const other = others.findings.find((finding) => finding.label.en === label.en);
			expect(other?.score).toBeCloseTo(score, 1.5);
			for (const side of ['left', 'top', 'width', 'height'] as const) {
				const [place, otherPlace] = [instances, other!.instances].map(([best]) => best?.box[side]);
				expect(Math.abs((place ?? 0) - (otherPlace ?? 0))).toBeLessThan(width / 50);
			}
		}
}

describe('the same picture in another file', () => {
	it.each(['png', 'webp'] as const)('gives the same tags as lossless %s', async (format) => {
		const pixels = sharp(photo('coffee'));
		const lossless = await (
			format === 'png' ? pixels.png() : pixels.webp({ lossless: true })
		).toBuffer();
		const original = await engine.tag(photo('coffee'));
		const answer = await engine.tag(lossless);
		expect(answer.format).toBe(format);
		expectAlike(answer, original);
	});

	it('gives the same tags when it has many times the pixels', async () => {
		const original = await engine.tag(photo('coffee'));
		const resized = sharp(photo('coffee')).resize(3200, 3200);
		for (const file of [resized.clone().jpeg({ quality: 95 }), resized.clone().webp()]) {
			const { width, height, findings, ...rest } = await engine.tag(await file.toBuffer());
			expect({ width, height }).toEqual({ width: 3200, height: 3200 });
			const quarter = findings.map((finding) => ({
				...finding,
				instances: finding.instances.map(({ score, box }) => ({
					score,
					box: {
						left: box.left / 4,
						top: box.top / 4,
						width: box.width / 4,
						height: box.height / 4,
					},
				})),
			}));
			expectAlike({ ...rest, width: 800, height: 800, findings: quarter }, original);
		}
	});
});

describe('EXIF orientation', () => {
	/** Turn clockwise, then mirroring, by which an upright picture becomes the stored one. */
	const STORED: Record<number, { turn: number; mirror?: 'flip' | 'flop' }> = {
		1: { turn: 0 },
		2: { turn: 0, mirror: 'flop' },
		3: { turn: 180 },
		4: { turn: 0, mirror: 'flip' },
		5: { turn: 90, mirror: 'flop' },
		6: { turn: 270 },
		7: { turn: 270, mirror: 'flop' },
		8: { turn: 90 },
	};

	async function storedAs(orientation: number, upright: Buffer): Promise<Buffer> {
		const { turn, mirror } = STORED[orientation]!;
		const turned = await sharp(upright).rotate(turn).png().toBuffer();
		const stored = mirror ? sharp(turned)[mirror]() : sharp(turned);
		return stored.withMetadata({ orientation }).png().toBuffer();
	}

	it.each([1, 2, 3, 4, 5, 6, 7, 8])(
		'%i gives the boxes of the upright picture',
		async (orientation) => {
			const upright = await sharp(photo('coffee'))
				.resize(640, 480, { fit: 'fill' })
				.png()
				.toBuffer();
			const answer = await engine.tag(await storedAs(orientation, upright));
			expectAlike(answer, await engine.tag(upright));
		},
	);
});

describe('pictures that are refused', () => {
	it.each([
		['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00\x80\x00\x00', 'latin1')],
		['text', Buffer.from('not a picture at all, only words')],
		['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>')],
		['nothing', Buffer.alloc(0)],
	])('%s is no supported format', async (_name, image) => {
		await expect(engine.tag(image)).rejects.toMatchObject({ kind: 'unsupportedFormat' });
	});

	it.each(['jpeg', 'png', 'webp'] as const)('a cut off %s is damaged', async (format) => {
		const whole = await sharp(photo('coffee')).resize(300).toFormat(format).toBuffer();
		for (const share of [0.05, 0.5, 0.9]) {
			const cut = whole.subarray(0, Math.floor(whole.length * share));
			await expect(engine.tag(cut)).rejects.toMatchObject({ kind: 'damaged' });
		}
	});

	it('a PNG with overwritten pixels is damaged', async () => {
		const png = await sharp(photo('coffee')).resize(300).png().toBuffer();
		png.fill(0x55, png.length / 2, png.length / 2 + 200);
		await expect(engine.tag(png)).rejects.toMatchObject({ kind: 'damaged' });
	});

	const blank = (width: number, height: number) =>
		sharp({ create: { width, height, channels: 3, background: '#888' } });

	it.each([
		[15, 100],
		[100, 15],
		[4097, 100],
		[100, 4097],
	])('%i × %i pixels are refused', async (width, height) => {
		const image = await blank(width, height).jpeg().toBuffer();
		const refusal = engine.tag(image);
		await expect(refusal).rejects.toMatchObject({ kind: 'size' });
		await expect(refusal).rejects.toThrow(`${width} × ${height}`);
	});

	it.each([
		[16, 16],
		[4096, 16],
	])('%i × %i pixels are accepted', async (width, height) => {
		const answer = await engine.tag(await blank(width, height).png().toBuffer());
		expect({ width: answer.width, height: answer.height }).toEqual({ width, height });
	});

	it('a 30,000 × 30,000 PNG is refused by its header alone', async () => {
		const small = await blank(16, 16).png().toBuffer();
		const header = Buffer.from(small.subarray(0, 33));
		header.writeUInt32BE(30_000, 16);
		header.writeUInt32BE(30_000, 20);
		const { crc32 } = await import('node:zlib');
		header.writeUInt32BE(crc32(header.subarray(12, 29)), 29);
		// Only the header is true: the pixels are those of the small picture.
		const absurd = Buffer.concat([header, small.subarray(33)]);
		await expect(engine.tag(absurd)).rejects.toMatchObject({ kind: 'size' });
	});
});
