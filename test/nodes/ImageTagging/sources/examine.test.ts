import { describe, expect, it, jest } from '@jest/globals';

import { imageFile } from '../../../../images/sniff';
import type { ItemParameters } from '../../../../nodes/ImageTagging/parameters/read';
import { examine } from '../../../../nodes/ImageTagging/sources/examine';
import { gifHeader, jpegHeader, webpHeader } from '../../../images/support/headers';
import { bitmap } from '../../../support/fault-rig';

const { signal } = new AbortController();
const shrunkCopy = {
	bytes: new Uint8Array([1, 2, 3]),
	mimeType: 'image/jpeg',
	sentWidth: 40,
	sentHeight: 30,
	originalWidth: 5_000,
	originalHeight: 3_750,
};
const shrinkToFit = jest.fn(async () => await Promise.resolve(shrunkCopy));
jest.mock('../../../../nodes/ImageTagging/pictures', () => ({
	shrinkToFit: () => shrinkToFit(),
}));

const look = async (
	bytes: Buffer,
	{ mime_type, ...parameters }: Partial<ItemParameters> & { mime_type?: string } = {},
) =>
	await examine(
		bytes,
		{ source: 'binary', ...(mime_type ? { mime_type } : {}) },
		{ validation: 'full', shrink: false, ...parameters } as ItemParameters,
		signal,
	);

describe('an image that is looked at', () => {
	it('is known by its type and its upright sides', async () => {
		const bytes = jpegHeader(40, 30, { orientation: 6 });
		expect(await look(bytes)).toStrictEqual({
			ok: true,
			value: {
				image: { source: 'binary', mime_type: 'image/jpeg', width: 30, height: 40 },
				warnings: [],
				copies: { original: imageFile(bytes), sent: imageFile(bytes) },
			},
		});
	});

	it('keeps its declared type where its bytes tell none, and has no sides then', async () => {
		const unknown = await look(Buffer.from('?'), { mime_type: 'image/x-raw', validation: 'off' });
		expect(unknown).toMatchObject({ ok: true });
		expect(unknown.ok && unknown.value.image).toStrictEqual({
			source: 'binary',
			mime_type: 'image/x-raw',
		});
	});

	it('fails with what is wrong, and with what is known', async () => {
		expect(await look(gifHeader(64, 48))).toMatchObject({
			ok: false,
			failure: {
				code: 'IMAGE',
				reason: expect.stringContaining('GIF'),
				remedy: expect.stringContaining('Edit Image'),
				retry: 'never',
				stopsBatch: false,
				known: { image: { mime_type: 'image/gif', width: 64, height: 48 }, warnings: [] },
			},
		});
	});

	it('is judged by its declared type as well', async () => {
		expect(await look(bitmap(1, 64), { mime_type: 'image/png' })).toMatchObject({
			value: { warnings: [{ kind: 'declaredType', declared: 'image/png' }] },
		});
	});
});

describe('a large image', () => {
	const large = jpegHeader(5_000, 3_750);

	it('is sent as a smaller copy where the option says so, and knows the sides of both', async () => {
		const looked = await look(large, { shrink: true, mime_type: 'image/png' });
		expect(looked).toMatchObject({
			ok: true,
			value: {
				image: {
					mime_type: 'image/jpeg',
					width: 5_000,
					height: 3_750,
					sent_width: 40,
					sent_height: 30,
				},
				// What is sent is not what was declared, so that says nothing.
				warnings: [],
				copies: { original: { bytes: large }, sent: { bytes: Buffer.from([1, 2, 3]) } },
			},
		});
	});

	it('is refused without the option, and not shrunk', async () => {
		shrinkToFit.mockClear();
		expect(await look(large)).toMatchObject({ failure: { code: 'IMAGE' } });
		expect(shrinkToFit).not.toHaveBeenCalled();
	});

	it.each([
		['within the limits', jpegHeader(400, 300), true],
		['of a format that can not be decoded here', webpHeader(5_000, 3_750), false],
	])('is not shrunk where it is %s', async (_, bytes, ok) => {
		shrinkToFit.mockClear();
		expect(await look(bytes, { shrink: true })).toMatchObject({ ok });
		expect(shrinkToFit).not.toHaveBeenCalled();
	});

	it('is judged by its copy, which may still be too narrow', async () => {
		shrinkToFit.mockImplementationOnce(
			async () => await Promise.resolve({ ...shrunkCopy, sentHeight: 3 }),
		);
		expect(await look(large, { shrink: true })).toMatchObject({
			ok: false,
			failure: { reason: expect.stringContaining('40 × 3 px') },
		});
	});
});
