import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IBinaryData, IDataObject } from 'n8n-workflow';

import { fileRig, tagAndFile, type FileRig } from '../../support/engine/reading-workflow';
import type { WorkflowOptions } from '../../support/tagging-workflow';

let rig: FileRig;

beforeAll(async () => {
	rig = await fileRig(join(__dirname, '../../..'));
});

afterAll(async () => await rig?.stop());

const BOTH = '{coffee,march-pastoral}.jpg';

describe("files in the JSON, as n8n 2's combined mode has them", () => {
	const settings = { binaryMode: 'combined' } as WorkflowOptions['settings'];

	it.each(['data', '*', '_files.data', '={{ $json._files.data }}'])('finds %s', async (name) => {
		const result = await rig.engine.run(
			rig.reading({ binaryPropertyName: name }, BOTH, { settings }),
		);
		expect(result.error).toBeUndefined();
		const [start] = result.items('Start');
		expect(start?.binary).toBeUndefined();
		expect((start?.json._files as unknown as { data: IBinaryData }).data.id).toMatch(/^filesystem/);
		expect(tagAndFile(result.json('Tagged'))).toContainEqual(['cup', 'coffee.jpg']);
		expect(tagAndFile(result.json('Tagged'))).toContainEqual(['sheep', 'march-pastoral.jpg']);
		const names = result.json('Image Tagging').map(({ image }) => (image as IDataObject).file_name);
		expect(new Set(names)).toEqual(new Set(['coffee.jpg', 'march-pastoral.jpg']));
		for (const json of result.json('Image Tagging')) expect(json).not.toHaveProperty('_files');
	});

	it('passes files on in the JSON', async () => {
		const options = { threshold: 40, includeBinary: true };
		const result = await rig.engine.run(rig.reading({ options }, 'coffee.jpg', { settings }));
		expect(result.items('Image Tagging').length).toBeGreaterThan(0);
		for (const { json, binary } of result.items('Image Tagging')) {
			expect(binary).toBeUndefined();
			const { data } = json._files as unknown as { data: IBinaryData };
			expect(await rig.engine.binary({ json: {}, binary: { data } }, 'data')).toEqual(
				rig.photo('coffee.jpg'),
			);
		}
	});

	it('does not take files for fields', async () => {
		const options = { threshold: 40, includeInputFields: true };
		const result = await rig.engine.run(rig.reading({ options }, 'coffee.jpg', { settings }));
		expect(result.json('Image Tagging').length).toBeGreaterThan(0);
		for (const json of result.json('Image Tagging')) expect(json).not.toHaveProperty('_files');
	});

	it('names the files there are when the field is not one of them', async () => {
		const result = await rig.engine.run(
			rig.reading({ binaryPropertyName: 'photo' }, 'coffee.jpg', {
				settings,
				onError: 'continueErrorOutput',
			}),
		);
		expect(result.json('Failed')).toMatchObject([
			{ details: { reason: 'The item has no binary field "photo" (it has data).' } },
		]);
	});
});
