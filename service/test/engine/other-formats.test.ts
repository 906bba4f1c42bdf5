import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { adviceOn } from '../../src/engine/decode/other-formats';
import { testConfig } from '../support/accounts';
import { obtainToken, send, v2Path } from '../support/client';
import { gif } from '../support/pictures';
import { runService, type RunningService } from '../support/run-service';

const bytes = (text: string) => Buffer.from(text.padEnd(200, '\0'), 'latin1');
const blank = () => sharp({ create: { width: 32, height: 32, channels: 3, background: 'red' } });

describe('what comes instead of an image that is accepted is named:', () => {
	it.each([
		['a GIF', () => gif, /^It is a GIF image: save it as JPG, PNG, BMP or WEBP\.$/],
		['a GIF of sharp', () => blank().gif().toBuffer(), /a GIF image/],
		['a TIFF of sharp', () => blank().tiff().toBuffer(), /a TIFF image/],
		['a TIFF of a Mac', () => bytes('MM\0*'), /a TIFF image/],
		['an AVIF of sharp', () => blank().avif().toBuffer(), /an AVIF image/],
		["an iPhone's photo", () => bytes('\0\0\0\x24ftypheic\0\0\0\0mif1heic'), /a HEIC image/],
		['JPEG 2000', () => bytes('\0\0\0\fjP  \r\n\x87\n'), /a JPEG 2000 image/],
		['JPEG XL', () => bytes('\xff\n\xfa\x7f'), /a JPEG XL image/],
		['a PSD', () => bytes('8BPS\0\x01'), /a Photoshop file/],
		['an SVG', () => bytes('\xef\xbb\xbf<?xml version="1.0"?>\n<svg xmlns=""/>'), /an SVG drawing/],
		['a PDF', () => bytes('%PDF-1.7'), /a PDF document/],
		['a page', () => bytes('\n<!DOCTYPE html>'), /a web page: give the image itself, or its own/],
	])('%s', async (_what, image, words) => {
		expect(adviceOn(await image())).toMatch(words);
	});

	it.each([
		['nothing', ''],
		['a video', '\0\0\0\x20ftypisom'],
		['XML that is no drawing', '<?xml version="1.0"?><feed>'],
		['text that mentions one', 'see GIF89a'],
	])('but not %s', (_what, text) => {
		expect(adviceOn(bytes(text))).toBe(
			'It does not begin as an image does: save it as JPG, PNG, BMP or WEBP.',
		);
	});
});

describe('the service', () => {
	let service: RunningService;

	beforeAll(async () => {
		service = await runService(testConfig());
	});

	afterAll(() => service.stop());

	it('says so', async () => {
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		const body = { image: gif.toString('base64') };
		const { data } = await send(service, { path: v2Path, body, headers });
		expect(data).toMatchObject({
			error_code: 'AIS.0502',
			error_msg:
				'The image format is not supported. It is a GIF image: save it as JPG, PNG, BMP or WEBP.',
		});
	});
});
