import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { describe, expect, it } from '@jest/globals';

import type { LoadedImage, Source } from '../../../../nodes/ImageTagging/image';
import type { ItemParameters } from '../../../../nodes/ImageTagging/parameters/read';
import { loader } from '../../../../nodes/ImageTagging/sources/load';
import { BodyBuffers } from '../../../../tagging/body-buffers';
import { bitmap } from '../../../support/fault-rig';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const never = new AbortController().signal;
const parameters = {
	annotatedPicture: 'none',
	writeTags: 'none',
	language: 'en',
	validation: 'full',
	shrink: false,
} as ItemParameters;

const load = async (source: Source, more: Partial<ItemParameters> = {}): Promise<LoadedImage> => {
	const load = loader(source, { ...parameters, ...more }, new BodyBuffers());
	const loaded = await load(never, async () => undefined);
	if (!loaded?.ok) throw new Error(`not loaded: ${JSON.stringify(loaded)}`);
	return loaded.value;
};

/** A source of a picture, and whether its bytes are still in memory. */
function watched() {
	let bytes: WeakRef<Buffer> | undefined;
	const source: Source = {
		image: { source: 'binary', mime_type: 'image/png' },
		async get() {
			const picture = bitmap(1, 64);
			bytes = new WeakRef(picture);
			return { ok: true, value: { bytes: picture, declaredType: 'image/png' } };
		},
	};
	return {
		source,
		async isKept() {
			// A frame that has ended may hold on to them for another turn or two.
			for (let turns = 0; turns < 20 && bytes?.deref(); turns++) {
				await setImmediate();
				collectGarbage();
			}
			return bytes?.deref() !== undefined;
		},
	};
}

describe("a loaded image's bytes", () => {
	it('are let go while the request is under way, when no file is to be made of them', async () => {
		const { source, isKept } = watched();
		const loaded = await load(source);
		expect(await isKept()).toBe(false);
		expect(loaded.body.bytes().toString()).toContain('"image":"Qk');
	});

	it('are kept for an annotated picture', async () => {
		const { source, isKept } = watched();
		const loaded = await load(source, { annotatedPicture: 'png' });
		expect(await isKept()).toBe(true);
		expect(loaded.copies?.sent.bytes).toEqual(bitmap(1, 64));
	});
});

describe('what is known of a loaded image', () => {
	it('is a new value: what the source knew stays as it was', async () => {
		const { source } = watched();
		Object.freeze(source.image);
		const { image, warnings } = await load(source);
		expect(image).toEqual({ source: 'binary', mime_type: 'image/bmp', width: 64, height: 64 });
		expect(warnings).toMatchObject([{ kind: 'declaredType', declared: 'image/png' }]);
		expect(source.image).toEqual({ source: 'binary', mime_type: 'image/png' });
	});

	it('goes with its failure', async () => {
		const source: Source = {
			image: { source: 'base64' },
			get: async () => ({ ok: true, value: { bytes: bitmap(1, 4), declaredType: 'image/bmp' } }),
		};
		const failed = await loader(
			source,
			parameters,
			new BodyBuffers(),
		)(never, async () => undefined);
		expect(failed).toMatchObject({
			ok: false,
			failure: { code: 'IMAGE', known: { image: { width: 4, height: 4, mime_type: 'image/bmp' } } },
		});
	});
});
