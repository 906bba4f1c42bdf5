import { describe, expect, it } from '@jest/globals';
import { decodeUpright } from '../../images/codecs/decode';
import { encodeJpeg } from '../../images/codecs/jpeg/encode';
import { encodePng } from '../../images/codecs/png/encode';
import { scaleDown } from '../../images/codecs/resample';
import { PictureError, shrinkToFit } from '../../images/pictures';
import { imageFile } from '../../images/sniff';
import { exif } from './support/headers';
import { bitmap, pace, fixture, pause, withOrientation } from './support/pixels';

jest.mock('@cwasm/jpeg-turbo/jpeg-turbo.wasm', () => jest.requireActual('./support/turbo-wasm'));

describe('shrinkToFit', () => {
	const noise = (width: number, height: number) => {
		let seed = 1;
		return bitmap(width, height, () => {
			seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
			return [seed >>> 24, (seed >>> 16) & 255, (seed >>> 8) & 255, 255];
		});
	};

	it('leaves alone what fits', async () => {
		const limits = { maxSide: 480, imageBytes: 21_507 };
		expect(await shrinkToFit(imageFile(fixture('pastoral.jpg')), limits, pause)).toBeUndefined();
	});

	it('brings the wide side to the limit exactly', async () => {
		const limits = { maxSide: 100, imageBytes: 1e6 };
		const shrunk = await shrinkToFit(imageFile(fixture('pastoral.jpg')), limits, pause);
		expect(shrunk).toMatchObject({
			mimeType: 'image/jpeg',
			...{ sentWidth: 100, sentHeight: 49, originalWidth: 480, originalHeight: 234 },
		});
		const sent = await decodeUpright(imageFile(Buffer.from(shrunk?.bytes ?? [])), pace);
		expect([sent.width, sent.height]).toEqual([100, 49]);
	});

	it('gives up quality before pixels', async () => {
		const png = await encodePng(noise(200, 150), pace);
		const roomy = await shrinkToFit(
			imageFile(Buffer.from(png)),
			{ maxSide: 4096, imageBytes: 60_000 },
			pause,
		);
		expect([roomy?.sentWidth, roomy?.sentHeight]).toEqual([200, 150]);
		expect(roomy?.bytes.length).toBeLessThanOrEqual(60_000);
		const tight = await shrinkToFit(
			imageFile(Buffer.from(png)),
			{ maxSide: 4096, imageBytes: 8_000 },
			pause,
		);
		expect(tight?.sentWidth).toBeLessThan(200);
		expect(tight?.bytes.length).toBeLessThanOrEqual(8_000);
	});

	it('sends the picture upright, and says the original upright', async () => {
		const stored = await encodeJpeg(
			bitmap(120, 60, (x) => [x, 0, 0, 255]),
			90,
			pace,
		);
		const turned = withOrientation(stored, exif(6));
		const shrunk = await shrinkToFit(
			imageFile(Buffer.from(turned)),
			{ maxSide: 60, imageBytes: 1e6 },
			pause,
		);
		expect(shrunk).toMatchObject({
			sentWidth: 30,
			sentHeight: 60,
			originalWidth: 60,
			originalHeight: 120,
		});
	});

	it('takes the lowest quality before it takes pixels, and then no other', async () => {
		const original = noise(200, 150);
		const lowest = await encodeJpeg(original, 62, pace);
		const png = imageFile(Buffer.from(await encodePng(original, pace)));
		const shrunk = async (imageBytes: number) =>
			(await shrinkToFit(png, { maxSide: 4096, imageBytes }, pause))?.bytes ?? [];
		expect(Buffer.compare(Buffer.from(await shrunk(lowest.length)), lowest)).toBe(0);
		const smaller = await encodeJpeg(await scaleDown(original, 160, 120, pace), 62, pace);
		const next = Buffer.from(await shrunk(lowest.length - 1));
		expect(Buffer.compare(next, smaller)).toBe(0);
	});

	it('goes down to 16 pixels', async () => {
		const original = noise(16, 16);
		const lowest = await encodeJpeg(original, 62, pace);
		const png = imageFile(Buffer.from(await encodePng(original, pace)));
		const limits = { maxSide: 4096, imageBytes: lowest.length };
		expect(png.bytes.length).toBeGreaterThan(lowest.length);
		expect(await shrinkToFit(png, limits, pause)).toMatchObject({ sentWidth: 16 });
	});

	it('says so when nothing helps', async () => {
		const png = await encodePng(noise(40, 40), pace);
		await expect(
			shrinkToFit(imageFile(Buffer.from(png)), { maxSide: 4096, imageBytes: 10 }, pause),
		).rejects.toMatchObject({
			constructor: PictureError,
			message: "The image can't be made small enough.",
			remedy: "Resize it with n8n's Edit Image node first.",
		});
	});
});
