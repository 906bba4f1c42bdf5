import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { fileRig, tagAndFile, type FileRig } from '../support/engine/reading-workflow';
import { tagging } from '../support/tagging-workflow';

let rig: FileRig;

beforeAll(async () => {
	rig = await fileRig(join(__dirname, '../..'));
});

afterAll(async () => await rig?.stop());

const BOTH = '{coffee,march-pastoral}.jpg';

it('tags files that n8n keeps on disk, and passes them on', async () => {
	const result = await rig.engine.run(
		rig.reading({ options: { threshold: 40, includeBinary: true } }, BOTH),
	);
	expect(result.error).toBeUndefined();
	expect(tagAndFile(result.json('Tagged'))).toContainEqual(['cup', 'coffee.jpg']);
	expect(tagAndFile(result.json('Tagged'))).toContainEqual(['sheep', 'march-pastoral.jpg']);
	const [item] = result.items('Image Tagging');
	expect(await rig.engine.binary(item as INodeExecutionData, 'data')).toEqual(
		rig.photo('coffee.jpg'),
	);
});

it('takes a file that an expression names', async () => {
	const result = await rig.engine.run(
		rig.reading({ binaryPropertyName: "={{ $('Start').item.binary.data }}" }, BOTH),
	);
	expect(result.error).toBeUndefined();
	expect(tagAndFile(result.json('Tagged'))).toContainEqual(['cup', 'coffee.jpg']);
	expect(tagAndFile(result.json('Tagged'))).toContainEqual(['sheep', 'march-pastoral.jpg']);
});

it('opens no file that the JSON of an item merely mentions', async () => {
	const stored = await rig.engine.run(
		rig.reading({ options: { includeBinary: true, threshold: 40 } }, 'coffee.jpg'),
	);
	const { data } = stored.items('Image Tagging')[0]?.binary ?? {};
	expect(data?.id).toMatch(/^filesystem/);
	const json = { data: data as unknown as IDataObject, _files: { data } as unknown as IDataObject };
	for (const binaryPropertyName of ['data', '*', '_files.data']) {
		const result = await rig.engine.run(
			tagging({ binaryPropertyName }, { onError: 'continueErrorOutput' }),
			{
				items: [{ json }],
			},
		);
		expect(result.items('Image Tagging')).toEqual([]);
		expect(result.json('Failed')).toMatchObject([{ details: { code: 'PARAMETER' } }]);
	}
});
