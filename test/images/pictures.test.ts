import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeUpright } from '../../images/codecs/decode';
import { encodeJpeg } from '../../images/codecs/jpeg/encode';
import { encodePng } from '../../images/codecs/png/encode';
import { annotate, PictureError, type AnnotationTag } from '../../images/pictures';
import { imageFile } from '../../images/sniff';
import { PALETTE } from '../../images/drawing/palette';
import { bmpFile, exif, gifHeader } from './support/headers';
import {
	bitmap,
	pace,
	difference,
	fixture,
	pause,
	pixelAt,
	withOrientation,
} from './support/pixels';

jest.mock('@cwasm/jpeg-turbo/jpeg-turbo.wasm', () => jest.requireActual('./support/turbo-wasm'));

type BoxNumbers = [x: number, y: number, width: number, height: number, confidence: number];

const tagged = (tag: string, zh: string, ...boxes: BoxNumbers[]): AnnotationTag => ({
	tag,
	i18n_tag: { en: tag, zh },
	confidence: boxes[0]?.[4] ?? 90,
	instances: boxes.map(([top_left_x, top_left_y, width, height, confidence]) => ({
		confidence,
		bounding_box: { top_left_x, top_left_y, width, height },
	})),
});

const SHEEP = [
	tagged('Sheep', '羊', [145, 22, 70, 66, 83], [198, 82, 148, 112, 76], [55, 64, 32, 66, 61]),
	tagged('Person', '人', [405, 60, 30, 70, 55]),
];
const SCENE = ['Mountain/山脉', 'Sky/天空', 'Snow/雪'].map((names) => {
	const [en = '', zh = ''] = names.split('/');
	return tagged(en, zh);
});

const draw = (image: Uint8Array, tags: AnnotationTag[], options = {}) =>
	annotate(imageFile(Buffer.from(image)), tags, {
		format: 'png',
		language: 'en',
		pause,
		...options,
	});

/** Compares with the picture in golden/, which a run with `UPDATE_GOLDEN=1` writes anew. */
async function expectGolden(name: string, png: Uint8Array): Promise<void> {
	const path = join(__dirname, 'golden', `${name}.png`);
	if (process.env.UPDATE_GOLDEN || !existsSync(path)) writeFileSync(path, png);
	const [seen, golden] = [
		await decodeUpright(imageFile(Buffer.from(png)), pace),
		await decodeUpright(imageFile(readFileSync(path)), pace),
	];
	// Floating point may round otherwise elsewhere, by one step here and there.
	const { mean, max } = difference(seen.data, golden.data);
	expect(max).toBeLessThanOrEqual(1);
	expect(mean).toBeLessThan(0.001);
}

describe('annotate', () => {
	it.each([
		['boxes-en', 'pastoral.jpg', SHEEP, 'en'],
		['boxes-zh', 'pastoral.jpg', SHEEP, 'zh'],
		['strip-en', 'alps.jpg', SCENE, 'en'],
		['strip-zh', 'alps.jpg', SCENE, 'zh'],
	] as const)('draws %s as it always did', async (name, image, tags, language) => {
		await expectGolden(name, (await draw(fixture(image), [...tags], { language })).bytes);
	});

	it.each([
		['on-white', 255],
		['on-black', 0],
	])('draws readably %s', async (name, level) => {
		const plain = bitmap(320, 200, () => [level, level, level, 255]);
		const tags = PALETTE.map((_, i) =>
			tagged(`Tag ${i}`, '', [10 + (i % 3) * 105, 25 + Math.floor(i / 3) * 58, 80, 28, 50 + i]),
		);
		await expectGolden(name, (await draw(await encodePng(plain, pace), tags)).bytes);
	});

	it('changes nothing outside boxes and labels', async () => {
		const before = await decodeUpright(imageFile(fixture('pastoral.jpg')), pace);
		const { bytes } = await draw(fixture('pastoral.jpg'), [
			tagged('Sheep', '羊', [200, 100, 50, 40, 83]),
		]);
		const after = await decodeUpright(imageFile(Buffer.from(bytes)), pace);
		for (const [x, y] of [
			[0, 0],
			[225, 120],
			[190, 150],
			[479, 233],
		] as const)
			expect(pixelAt(after, x, y)).toEqual(pixelAt(before, x, y));
		expect(PALETTE.map(String)).toContain(String(pixelAt(after, 200, 120).slice(0, 3)));
	});

	it.each([1, 2, 3, 4, 5, 6, 7, 8])(
		'puts boxes on the upright picture: EXIF %i',
		async (orientation) => {
			const stored = await encodeJpeg(
				bitmap(120, 80, () => [128, 128, 128, 255]),
				90,
				pace,
			);
			const tags = [tagged('Sheep', '羊', [30, 40, 30, 20, 83])];
			const { bytes, width, height } = await draw(withOrientation(stored, exif(orientation)), tags);
			expect([width, height]).toEqual(orientation < 5 ? [120, 80] : [80, 120]);
			const seen = await decodeUpright(imageFile(Buffer.from(bytes)), pace);
			expect([seen.width, seen.height]).toEqual([width, height]);
			for (const [x, y] of [
				[30, 50],
				[59, 50],
				[45, 59],
			] as const)
				expect(PALETTE.map(String)).toContain(String(pixelAt(seen, x, y).slice(0, 3)));
			expect(pixelAt(seen, 45, 50)).toEqual(pixelAt(seen, 2, 2));
		},
	);

	it('encodes as JPEG too, transparency on white', async () => {
		const clear = await encodePng(
			bitmap(64, 64, () => [0, 0, 0, 0]),
			pace,
		);
		const { bytes, mimeType } = await draw(clear, [], { format: 'jpeg' });
		expect(mimeType).toBe('image/jpeg');
		expect(pixelAt(await decodeUpright(imageFile(Buffer.from(bytes)), pace), 32, 32)).toEqual([
			255, 255, 255, 255,
		]);
	});

	it('draws on the smallest and on very long pictures, and with hundreds of boxes', async () => {
		for (const [width, height] of [
			[16, 16],
			[64, 64],
			[16, 900],
			[900, 16],
			[1, 1],
		] as const) {
			const image = await encodePng(
				bitmap(width, height, () => [90, 90, 90, 255]),
				pace,
			);
			const boxes = Array.from(
				{ length: 400 },
				(_, i): BoxNumbers => [i % width, i % height, 9, 9, 50],
			);
			for (const tags of [[tagged('Sheep', '羊', ...boxes)], SCENE])
				expect(await draw(image, tags)).toMatchObject({ width, height });
		}
	});

	it('leaves an image without tags as it is', async () => {
		const image = await encodePng(
			bitmap(40, 30, (x, y) => [x, y, 0, 255]),
			pace,
		);
		expect(Buffer.compare((await draw(image, [])).bytes, image)).toBe(0);
	});

	it('gives the event loop its turns', async () => {
		let pauses = 0;
		const large = await encodeJpeg(
			bitmap(1200, 900, (x, y) => [x, y, x ^ y, 255]),
			90,
			pace,
		);
		await annotate(imageFile(Buffer.from(large)), SHEEP, {
			format: 'png',
			language: 'en',
			pause: async () => {
				pauses++;
				await pause();
			},
		});
		expect(pauses).toBeGreaterThan(1);
	});

	it.each([
		['cut off', () => fixture('pastoral.jpg').subarray(0, 9000)],
		['GIF', () => gifHeader(64, 64)],
		['no image', () => Buffer.from('<html></html>')],
		['empty', () => Buffer.alloc(0)],
		['enormous', () => Buffer.concat([bmpFile(4, 4).fill(0x7f, 18, 24)])],
	])('refuses a file that is %s with a sentence', async (_name, image) => {
		const failure = draw(image(), SHEEP);
		await expect(failure).rejects.toThrow(PictureError);
		await expect(failure).rejects.toThrow(/^The .*\.$/);
	});

	it('draws or refuses, but never fails otherwise, whatever the bytes and boxes', async () => {
		const number = fc.oneof(fc.integer({ min: -500, max: 500 }), fc.double());
		const box = fc.tuple(number, number, number, number, number);
		const names = ['pastoral.jpg', 'colours-420.jpg', 'colours-progressive.jpg', 'png-rgba-8.png'];
		const edits = fc.array(fc.tuple(fc.nat(22_000), fc.nat(255)), { maxLength: 20 });
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...names),
				edits,
				fc.array(box, { maxLength: 5 }),
				async (name, changes, boxes) => {
					const bytes = fixture(name);
					for (const [at, value] of changes) bytes[at % bytes.length] = value;
					await draw(bytes, [tagged('x', '', ...boxes)]).catch((error: unknown) => {
						if (!(error instanceof PictureError)) throw error;
					});
				},
			),
			{ numRuns: Number(process.env.FUZZ_CASES ?? 100) / (process.env.FUZZ_CASES ? 50 : 1) },
		);
	}, 600_000);
});
