import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INodeExecutionData } from 'n8n-workflow';

import type { RunResult } from '../support/engine/engine';
import { bitmap } from '../support/fault-rig';
import { webpHeader } from '../images/support/headers';
import { file, photoRig, type PhotoRig } from '../support/engine/photo-rig';

let rig: PhotoRig;

beforeAll(async () => {
	rig = await photoRig(join(__dirname, '../..'));
});

afterAll(async () => await rig?.stop());

const hintOf = (result: RunResult) => result.hints('Image Tagging').map(({ message }) => message);

describe('images without tags', () => {
	const options = { threshold: 40, includeTags: 'unicorn' };

	it.each(['tags', 'objects'])('%s: nothing, or an item that says so', async (output) => {
		const silent = await rig.run({ output, options }, [rig.coffee(), rig.sheep()]);
		expect(silent.items('Image Tagging')).toEqual([]);
		const result = await rig.run({ output, options: { ...options, onNoTags: 'emptyItem' } }, [
			rig.coffee(),
			rig.sheep(),
		]);
		expect(result.json('Tagged')).toMatchObject([
			{
				tag: null,
				image: { file_name: 'coffee.jpg' },
				api_version: 'v2',
				paired: { id: 'coffee' },
			},
			{ tag: null, image: { file_name: 'march-pastoral.jpg' }, paired: { id: 'sheep' } },
		]);
	});

	it('give their item in the output images', async () => {
		const result = await rig.run({ output: 'images', options }, [rig.coffee()]);
		expect(result.json('Image Tagging')).toMatchObject([{ tags: [], tag_names: [], tag_count: 0 }]);
	});

	it('are told in a hint, with the filters as the cause', async () => {
		const result = await rig.run({ options: { threshold: 40, includeTags: 'cup' } }, [
			rig.coffee(),
			rig.sheep(),
		]);
		expect(hintOf(result)).toEqual([
			'1 image of 2 gave no tags. All of them had tags, but none passed Tag Types, Include Tags and Exclude Tags.',
		]);
	});

	it('are told in a hint, with the threshold as the cause', async () => {
		const result = await rig.run({ options: { threshold: 100 } }, [rig.coffee(), rig.sheep()]);
		expect(hintOf(result)).toEqual([
			'2 images of 2 gave no tags. The service was not sure enough of anything: lower the option Threshold (100 was used) to see less certain tags.',
		]);
	});

	it.each([
		['v1.0', 'API Version V1.0 has no bounding boxes: use V2 for them.'],
		[
			'v2',
			'The service gives bounding boxes of common objects only: set Output to One Item per Tag to see all tags.',
		],
	])(
		'that have tags but no boxes are told where objects are wanted: %s',
		async (apiVersion, cause) => {
			// Of a white picture the service can say its colour only.
			const white = { json: {}, binary: { data: file(bitmap(255, 64), 'white.bmp', 'image/bmp') } };
			for (const onNoTags of ['nothing', 'emptyItem']) {
				const result = await rig.run(
					{ output: 'objects', apiVersion, options: { threshold: 50, onNoTags } },
					[white],
				);
				expect(hintOf(result)).toEqual([`1 image of 1 gave tags, but no objects. ${cause}`]);
			}
		},
	);

	it('give no hint when there are none', async () => {
		expect(
			hintOf(await rig.run({ options: { threshold: 40 } }, [rig.coffee(), rig.sheep()])),
		).toEqual([]);
	});
});

describe('what validation notices of images that it lets pass', () => {
	const declaredAs = (
		mimeType: string,
		bytes: Buffer = rig.photo('coffee.jpg'),
	): INodeExecutionData => ({
		json: {},
		binary: { data: file(bytes, 'photo', mimeType) },
	});
	const webp = () => declaredAs('image/webp', webpHeader(64, 64));
	const hintsFor = async (items: INodeExecutionData[], options = {}) =>
		hintOf(
			await rig.run({ options: { threshold: 40, ...options } }, items, {
				onError: 'continueRegularOutput',
			}),
		);

	it('one image that is not what it is declared as is told in a hint', async () => {
		expect(await hintsFor([declaredAs('image/png'), rig.sheep()])).toEqual([
			'1 image is not of the declared type (image/png is declared, the bytes are JPG). It does no harm here, but later nodes may go by the declared type.',
		]);
	});

	it('many are told in one hint of each kind, with their numbers', async () => {
		const items = [declaredAs('image/gif'), webp(), declaredAs('image/png'), webp(), rig.coffee()];
		expect(await hintsFor(items)).toEqual([
			'2 images are WEBP, which only newer editions of the service take. Where one is refused, convert it to JPG or PNG before this node.',
			'2 images are not of the declared type (the first: image/gif is declared, the bytes are JPG). It does no harm here, but later nodes may go by the declared type.',
		]);
	});

	it('base64 text and its declared type count as well', async () => {
		const base64 = rig.photo('coffee.jpg').toString('base64');
		const parameters = { imageSource: 'base64', base64: `data:image/bmp;base64,${base64}` };
		const result = await rig.run({ ...parameters, options: { threshold: 40 } }, [{ json: {} }]);
		expect(hintOf(result)).toEqual([expect.stringContaining('image/bmp is declared')]);
	});

	it('nothing is told where nothing is looked at', async () => {
		expect(await hintsFor([declaredAs('image/png')], { validation: 'off' })).toEqual([]);
	});
});
