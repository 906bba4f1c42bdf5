import { describe, expect, it } from '@jest/globals';

import { decodeUpright } from '../../../images/codecs/decode';
import { PictureError } from '../../../images/errors';
import { imageFile } from '../../../images/sniff';
import { bmpFile, gifHeader, jpegHeader } from '../support/headers';
import { pace } from '../support/pixels';

jest.mock('@cwasm/jpeg-turbo/jpeg-turbo.wasm', () => jest.requireActual('../support/turbo-wasm'));

const refusal = async (bytes: Buffer) =>
	await decodeUpright(imageFile(bytes), pace).then(
		() => 'decoded',
		(error: unknown) => {
			if (!(error instanceof PictureError)) throw error;
			return `${error.message} ${error.remedy}`;
		},
	);

describe('a picture that is decoded', () => {
	it('may be of a format that has pixels here', async () => {
		expect(await refusal(bmpFile(4, 3))).toBe('decoded');
	});

	it.each([
		[
			'another format',
			gifHeader(4, 3),
			"The image is image/gif, which can't be decoded here. Convert it to JPG or PNG first.",
		],
		[
			'no format',
			Buffer.alloc(9),
			"The image is application/octet-stream, which can't be decoded here. Convert it to JPG or PNG first.",
		],
		[
			'damage',
			bmpFile(4, 3).subarray(0, -1),
			'The BMP is shorter than its header says, so a part of it is missing. Get the file again, or save it anew.',
		],
		[
			'more than 64 million pixels',
			jpegHeader(8_001, 8_000),
			"The image has 8001 × 8000 px; at most 64 million pixels are decoded here. Resize it with n8n's Edit Image node first.",
		],
	])('is none of %s', async (_, bytes, sentence) => {
		expect(await refusal(bytes)).toBe(sentence);
	});

	it('may have 64 million pixels', async () => {
		expect(await refusal(jpegHeader(8_000, 8_000))).not.toContain('million');
	});
});
