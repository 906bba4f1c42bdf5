import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as n8nWorkflow from 'n8n-workflow';
import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { startEngine, type Engine, type WorkflowJson } from '../support/engine/engine';
import { builtPackage } from '../support/engine/package';
import { serviceCredentials, startService, type RunningService } from '../support/service';
import { tagging, type WorkflowOptions } from '../support/tagging-workflow';

const root = join(__dirname, '../..');
const photo = (name: string) => readFileSync(join(root, 'examples/photos', name));

let service: RunningService;
let engine: Engine;

beforeAll(async () => {
	service = await startService(root);
	const data = serviceCredentials(service.url).accessKey;
	engine = await startEngine({
		...builtPackage(root),
		credentials: new Map([['accessKey', { type: 'huaweiCloudApi', data }]]),
		binaryMode: 'filesystem',
	});
}, 60_000);

afterAll(async () => {
	engine?.stop();
	await service?.stop();
});

/** Read by n8n's own file node, so that the files are where n8n's mode puts them. */
const reading = (
	parameters: Parameters<typeof tagging>[0],
	photos: string,
	options: WorkflowOptions = {},
): WorkflowJson => {
	const workflow = tagging({ options: { threshold: 40 }, ...parameters }, options);
	const start = {
		type: 'n8n-nodes-base.readWriteFile',
		parameters: { fileSelector: join(root, 'examples/photos', photos), options: {} },
	};
	// In the combined mode, what an expression calls an item is its JSON.
	const tagged = { parameters: { expression: "={{ $('Start').item.json ?? $('Start').item }}" } };
	const changes: Record<string, object> = { Start: start, Tagged: tagged };
	const nodes = workflow.nodes.map((node) => ({ ...node, ...changes[node.name] }));
	return { ...workflow, nodes };
};

const BOTH = '{coffee,march-pastoral}.jpg';
const pairs = (items: IDataObject[]) =>
	items.map(({ tag, paired }) => [tag, (paired as IDataObject).fileName]);

it('tags files that n8n keeps on disk, and passes them on', async () => {
	const result = await engine.run(
		reading({ options: { threshold: 40, includeBinary: true } }, BOTH),
	);
	expect(result.error).toBeUndefined();
	expect(pairs(result.json('Tagged'))).toContainEqual(['cup', 'coffee.jpg']);
	expect(pairs(result.json('Tagged'))).toContainEqual(['sheep', 'march-pastoral.jpg']);
	const [item] = result.items('Image Tagging');
	expect(await engine.binary(item as INodeExecutionData, 'data')).toEqual(photo('coffee.jpg'));
});

it('takes a file that an expression names', async () => {
	const result = await engine.run(
		reading({ binaryPropertyName: "={{ $('Start').item.binary.data }}" }, BOTH),
	);
	expect(result.error).toBeUndefined();
	expect(pairs(result.json('Tagged'))).toContainEqual(['cup', 'coffee.jpg']);
	expect(pairs(result.json('Tagged'))).toContainEqual(['sheep', 'march-pastoral.jpg']);
});

it('opens no file that the JSON of an item merely mentions', async () => {
	const stored = await engine.run(
		reading({ options: { includeBinary: true, threshold: 40 } }, 'coffee.jpg'),
	);
	const { data } = stored.items('Image Tagging')[0]?.binary ?? {};
	expect(data?.id).toMatch(/^filesystem/);
	const json = { data: data as unknown as IDataObject, _files: { data } as unknown as IDataObject };
	for (const binaryPropertyName of ['data', '*', '_files.data']) {
		const result = await engine.run(
			tagging({ binaryPropertyName }, { onError: 'continueErrorOutput' }),
			{
				items: [{ json }],
			},
		);
		expect(result.items('Image Tagging')).toEqual([]);
		expect(result.json('Failed')).toMatchObject([{ details: { code: 'PARAMETER' } }]);
	}
});

const combined = 'BINARY_MODE_COMBINED' in n8nWorkflow ? describe : describe.skip;

combined("files in the JSON, as n8n 2's combined mode has them", () => {
	const settings = { binaryMode: 'combined' } as WorkflowOptions['settings'];

	it.each(['data', '*', '_files.data', '={{ $json._files.data }}'])('finds %s', async (name) => {
		const result = await engine.run(reading({ binaryPropertyName: name }, BOTH, { settings }));
		expect(result.error).toBeUndefined();
		const [start] = result.items('Start');
		expect(start?.binary).toBeUndefined();
		expect((start?.json._files as unknown as { data: IBinaryData }).data.id).toMatch(/^filesystem/);
		expect(pairs(result.json('Tagged'))).toContainEqual(['cup', 'coffee.jpg']);
		expect(pairs(result.json('Tagged'))).toContainEqual(['sheep', 'march-pastoral.jpg']);
		const names = result.json('Image Tagging').map(({ image }) => (image as IDataObject).file_name);
		expect(new Set(names)).toEqual(new Set(['coffee.jpg', 'march-pastoral.jpg']));
		for (const json of result.json('Image Tagging')) expect(json).not.toHaveProperty('_files');
	});

	it('passes files on in the JSON', async () => {
		const options = { threshold: 40, includeBinary: true };
		const result = await engine.run(reading({ options }, 'coffee.jpg', { settings }));
		expect(result.items('Image Tagging').length).toBeGreaterThan(0);
		for (const { json, binary } of result.items('Image Tagging')) {
			expect(binary).toBeUndefined();
			const { data } = json._files as unknown as { data: IBinaryData };
			expect(await engine.binary({ json: {}, binary: { data } }, 'data')).toEqual(
				photo('coffee.jpg'),
			);
		}
	});

	it('names the files there are when the field is not one of them', async () => {
		const result = await engine.run(
			reading({ binaryPropertyName: 'photo' }, 'coffee.jpg', {
				settings,
				onError: 'continueErrorOutput',
			}),
		);
		expect(result.json('Failed')).toMatchObject([
			{ details: { reason: 'The item has no binary field "photo" (it has data).' } },
		]);
	});
});
