import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { IExecuteFunctions } from 'n8n-workflow';

import type * as pictures from '../../../images/pictures';
import type { LoadedImage } from '../../../nodes/ImageTagging/image';
import { makeFiles } from '../../../nodes/ImageTagging/output/files';
import type { ItemParameters } from '../../../nodes/ImageTagging/parameters/read';
import { examine } from '../../../nodes/ImageTagging/sources/examine';
import { LIMITS } from '../../../images/limits';
import { imageFile } from '../../../images/sniff';
import { bitmap } from '../../support/fault-rig';

interface Work {
	pauses: number;
	ended: boolean;
}
const works: Work[] = [];
let active = 0;
let most = 0;
/** How often a picture's work pauses. */
let pauses = 3;

/** Stands in for the codecs: work that does nothing but pause. */
async function work(pause: () => Promise<void>): Promise<void> {
	const mine: Work = { pauses: 0, ended: false };
	works.push(mine);
	most = Math.max(most, ++active);
	try {
		while (mine.pauses < pauses) {
			await pause();
			mine.pauses++;
		}
	} finally {
		active--;
		mine.ended = true;
	}
}

jest.mock('../../../nodes/ImageTagging/pictures', () => ({
	async annotate(_: Uint8Array, __: unknown, options: pictures.AnnotateOptions) {
		await work(options.pause);
		return { bytes: Buffer.from('drawn'), mimeType: 'image/png', width: 1, height: 1 };
	},
	async shrinkToFit(_: Uint8Array, __: unknown, pause: pictures.AnnotateOptions['pause']) {
		await work(pause);
		return { bytes: Buffer.from('small'), mimeType: 'image/jpeg', sentWidth: 1, sentHeight: 1 };
	},
}));

afterEach(() => {
	works.length = 0;
	most = 0;
	pauses = 3;
});

const stored: Array<{ name: string; mimeType: string }> = [];
const context = {
	helpers: {
		prepareBinaryData: async (_: Buffer, name: string, mimeType: string) => {
			stored.push({ name, mimeType });
			return { data: '', mimeType, fileName: name };
		},
	},
} as unknown as IExecuteFunctions;
const parameters = {
	annotatedPicture: 'png',
	annotatedPropertyName: 'drawn',
	writeTags: 'none',
	language: 'en',
	shrink: true,
	validation: 'off',
} as ItemParameters;
const file = imageFile(Buffer.from('x'));
const loaded = (image: object, more: Partial<LoadedImage> = {}): LoadedImage => ({
	image: { source: 'url', ...image },
	warnings: [],
	parameters,
	body: { bytes: () => Buffer.alloc(0), release() {} },
	copies: { original: file, sent: file },
	...more,
});
const draw = async (stop: AbortSignal, image = {}) =>
	await makeFiles(context, loaded(image), { original: [], sent: [] }, stop);
const shrink = async (stop: AbortSignal) =>
	await examine(large, { source: 'binary' }, parameters, stop);
const large = bitmap(1, 1_640);
const never = new AbortController().signal;

describe('work on pictures', () => {
	it('is done on one picture at a time, whatever is to be done', async () => {
		expect(large.length).toBeGreaterThan(LIMITS.imageBytes);
		const all = Array.from({ length: 10 }, async (_, i) =>
			i % 2 === 0 ? await draw(never) : await shrink(never),
		);
		await Promise.all(all);
		expect(works).toHaveLength(10);
		expect(most).toBe(1);
	});

	it('ends at its next pause when the execution is stopped, and is not begun any more', async () => {
		const stop = new AbortController();
		pauses = Infinity;
		const drawing = draw(stop.signal);
		const shrinking = shrink(stop.signal).catch((error: unknown) => error);
		while (works[0]?.pauses !== 5) await new Promise(setImmediate);
		stop.abort();
		expect(await drawing).toEqual({
			files: {},
			problems: [{ outcome: 'could not be drawn on', reason: 'The execution was stopped.' }],
		});
		expect(await shrinking).toMatchObject({
			message: 'The execution was stopped.',
			remedy: expect.any(String),
		});
		expect(works).toEqual([{ pauses: 5, ended: true }]);
	});

	it('of a stopped execution holds up nobody', async () => {
		await draw(AbortSignal.abort());
		expect(await draw(never)).toMatchObject({ files: { drawn: {} }, problems: [] });
		expect(works).toHaveLength(1);
	});
});

describe('the name of an annotated picture', () => {
	it.each([
		[{ file_name: 'beach.jpg' }, 'beach'],
		[{ url: 'https://a.b/c/photo.one.jpeg' }, 'photo.one'],
		[{ url: 'https://a.b/' }, 'image'],
		[{ key: '2026/beach.jpg' }, 'beach'],
		[{ file_name: '.jpg' }, 'image'],
		[{}, 'image'],
	])('%p', async (image, name) => {
		stored.length = 0;
		await draw(never, image);
		expect(stored).toEqual([{ name: `${name}-annotated.png`, mimeType: 'image/png' }]);
	});
});
