import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import {
	expectFailure,
	file,
	gif,
	gifBytes,
	photoRig,
	type PhotoRig,
} from '../support/engine/photo-rig';

let rig: PhotoRig;

beforeAll(async () => {
	rig = await photoRig(join(__dirname, '../..'));
});

afterAll(async () => await rig?.stop());

describe('good and bad items together', () => {
	const items = () => [
		rig.coffee(),
		gif(),
		{ json: { id: 'no file', note: 'kept' } },
		rig.sheep(),
		{
			json: { id: 'cut off' },
			binary: { data: file(rig.photo('coffee.jpg').subarray(0, 9_000), 'cut.jpg') },
		},
	];
	const ids = ['coffee', 'gif', 'no file', 'sheep', 'cut off'];
	const parameters = { options: { threshold: 40 } };

	it('stop the workflow by default, saying which is bad and what to do', async () => {
		const result = await rig.run(parameters, [rig.coffee(), gif(), rig.sheep()]);
		expect(result.error).toMatchObject({
			message:
				'Image "dance.gif" [item 1]: The file is GIF by its bytes; the service takes JPG, PNG and BMP.',
			description: "Convert it with n8n's Edit Image node: set its option Format to PNG or JPEG.",
		});
		expect(result.items('Tagged')).toEqual([]);
	});

	it('give error items in their places with "continue"', async () => {
		const result = await rig.run(parameters, items(), { onError: 'continueRegularOutput' });
		expect(result.error).toBeUndefined();
		const order = result.json('Tagged').map(({ paired }) => (paired as IDataObject).id);
		expect([...new Set(order)]).toEqual(ids);
		const failures = result.json('Image Tagging').filter(({ error }) => error !== undefined);
		expect(failures).toHaveLength(3);
		for (const failure of failures) {
			expect(Object.keys(failure)).toEqual(['error', 'details']);
			expectFailure(failure);
		}
	});

	it('part with "continue (using error output)", error items with their input fields', async () => {
		const result = await rig.run(parameters, items(), { onError: 'continueErrorOutput' });
		expect(result.error).toBeUndefined();
		const good = result.json('Tagged').map(({ paired }) => (paired as IDataObject).id);
		expect([...new Set(good)]).toEqual(['coffee', 'sheep']);
		const failed = result.json('Failed');
		expect(failed.map(({ id }) => id)).toEqual(['gif', 'no file', 'cut off']);
		failed.forEach(expectFailure);
		expect(failed[1]).toMatchObject({ note: 'kept', details: { code: 'PARAMETER', attempts: 0 } });
		expect(failed[0]).toMatchObject({
			details: {
				code: 'IMAGE',
				http_status: null,
				request_id: null,
				image: { source: 'binary', field: 'data', file_name: 'dance.gif', mime_type: 'image/gif' },
			},
		});
		expect(result.items('Failed').map(({ pairedItem }) => pairedItem)).toEqual(
			[1, 2, 4].map(() => expect.anything()),
		);
	});

	it('a bad image leaves the other images of its item alone', async () => {
		const both = rig.coffee({ id: 'both' });
		both.binary = { first: file(gifBytes, 'dance.gif', 'image/gif'), ...both.binary };
		const result = await rig.run({ ...parameters, binaryPropertyName: '*' }, [both], {
			onError: 'continueErrorOutput',
		});
		expect(result.json('Tagged')).toContainEqual(
			expect.objectContaining({ tag: 'cup', image: expect.objectContaining({ field: 'data' }) }),
		);
		expect(result.json('Failed')).toMatchObject([
			{ id: 'both', details: { image: { field: 'first' } } },
		]);
	});

	it('everything failed: nothing on the first output, all on the error output', async () => {
		const result = await rig.run(parameters, [gif({ id: 1 }), gif({ id: 2 })], {
			onError: 'continueErrorOutput',
		});
		expect(result.items('Image Tagging')).toEqual([]);
		expect(result.json('Failed').map(({ id }) => id)).toEqual([1, 2]);
	});
});

describe('what n8n itself cannot give', () => {
	const lost = {
		json: { id: 'lost' },
		binary: {
			data: {
				...file(Buffer.alloc(0), 'lost.jpg'),
				id: 'filesystem-v2:workflows/w/executions/1/gone',
			},
		},
	};

	it.each([
		{ what: 'a file that its store has lost', items: () => [rig.coffee(), lost], parameters: {} },
		{
			what: 'a value for an expression',
			items: () => [rig.coffee({ language: 'en' }), rig.coffee({})],
			parameters: { language: '={{ $json.language.trim() }}' },
		},
		{
			what: 'a Base64 whose expression throws',
			items: () => [
				{ json: { base64: rig.photo('coffee.jpg').toString('base64') } },
				{ json: { lost: true } },
			],
			parameters: {
				imageSource: 'base64',
				base64: "={{ $json.lost ? $('No such node').first().json.base64 : $json.base64 }}",
			},
		},
	])('fails the one item: $what', async ({ items, parameters }) => {
		const result = await rig.run(parameters, items(), { onError: 'continueRegularOutput' });
		const json = result.json('Image Tagging');
		expect(json.map(({ tag }) => tag)).toContain('cup');
		const failures = result.items('Image Tagging').filter(({ json: { error } }) => error);
		expect(failures).toHaveLength(1);
		expect(failures[0]).toMatchObject({
			json: { details: { attempts: 0, remedy: expect.stringMatching(/\w{3}/) } },
			pairedItem: { item: 1 },
		});
	});
});
