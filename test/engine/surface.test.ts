import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { startEngine, type Engine, type RunResult } from '../support/engine/engine';
import { builtPackage } from '../support/engine/package';
import { photoServer, type PhotoServer } from '../support/photo-server';
import {
	demoAccount,
	serviceCredentials,
	startService,
	type RunningService,
} from '../support/service';
import { tagging } from '../support/tagging-workflow';

const root = join(__dirname, '../..');
const photos = ['coffee.jpg', 'march-pastoral.jpg', 'airplane.jpg'] as const;
type Photo = (typeof photos)[number];
const expected: Record<Photo, string> = {
	'coffee.jpg': 'cup',
	'march-pastoral.jpg': 'sheep',
	'airplane.jpg': 'airplane',
};
const bytes = Object.fromEntries(
	photos.map((name) => [name, readFileSync(join(root, 'examples/photos', name))]),
) as Record<Photo, Buffer>;

let service: RunningService;
let server: PhotoServer;
let engine: Engine;

beforeAll(async () => {
	service = await startService(root, { workers: 1 });
	server = await photoServer(join(root, 'examples/photos'));
	const data = { ...serviceCredentials(service.url).accessKey, obsEndpoint: server.url };
	engine = await startEngine({
		...builtPackage(root),
		credentials: new Map([['accessKey', { type: 'huaweiCloudApi', data }]]),
	});
});

afterAll(async () => {
	engine?.stop();
	await server?.close();
	await service?.stop();
});

beforeEach(() => {
	server.received.length = 0;
});

const binary = (name: Photo) => ({
	data: bytes[name].toString('base64'),
	mimeType: 'image/jpeg',
	fileType: 'image' as const,
	fileName: name,
});

/** An item that holds its photo in every way that the node can take one. */
const item = (name: Photo, id: string): INodeExecutionData => ({
	json: {
		id,
		url: `${server.url}/${name}?secret=in-the-query`,
		key: `2026/a b/${name}`,
		base64: bytes[name].toString('base64'),
	},
	binary: { data: binary(name) },
});

const parameters = {
	url: '={{ $json.url }}',
	bucket: 'photos',
	objectKey: '={{ $json.key }}',
	base64: '={{ $json.base64 }}',
	options: { threshold: 40 },
};

const sourceInfo: Record<string, (name: Photo) => object> = {
	binary: (name) => ({ source: 'binary', field: 'data', file_name: name, mime_type: 'image/jpeg' }),
	url: (name) => ({ source: 'url', url: `${server.url}/${name}` }),
	obs: (name) => ({ source: 'obs', bucket: 'photos', key: `2026/a b/${name}` }),
	base64: () => ({ source: 'base64', mime_type: 'image/jpeg' }),
};
const sizeKnown = (source: string) => source === 'binary' || source === 'base64';

/** Keys of each output, in the order of the contract. */
const tagKeys = (version: string) => [
	...['tag', 'type', 'confidence', 'i18n_tag'],
	...(version === 'v2' ? ['i18n_type'] : []),
];
const keys: Record<string, (version: string, sized: boolean) => string[]> = {
	tags: (version) => [...tagKeys(version), 'instances', 'image', 'api_version'],
	objects: (version, sized) => [
		...tagKeys(version),
		'bounding_box',
		...(sized ? ['relative_box'] : []),
		...['object_index', 'image', 'api_version'],
	],
	images: () => ['image', 'api_version', 'tags', 'tag_names', 'tag_count', 'object_count'],
	raw: () => ['result'],
};

type Json = IDataObject & {
	tag: string;
	tags: Array<{ tag: string }>;
	tag_names: string[];
	result: { tags: Array<{ tag: string; confidence: unknown }> };
	image: Record<string, unknown>;
	paired: { id: string };
};

const tagNames: Record<string, (json: Json) => string[]> = {
	tags: ({ tag }) => [tag],
	objects: ({ tag }) => [tag],
	images: ({ tag_names }) => tag_names,
	raw: ({ result }) => result.tags.map(({ tag }) => tag),
};

/** Names of tags by the ID of the input item that the engine pairs them with, in the order they came. */
function pairedTags(result: RunResult, output: string): Map<string, string[]> {
	const found = new Map<string, string[]>();
	for (const json of result.json('Tagged') as Json[]) {
		const names = found.get(json.paired.id) ?? [];
		found.set(json.paired.id, [...names, ...(tagNames[output]?.(json) ?? [])]);
	}
	return found;
}

function checkShape(result: RunResult, cell: Record<string, string>, names: Photo[]): void {
	const { apiVersion = '', imageSource = '', output = '' } = cell;
	const sized = sizeKnown(imageSource);
	const infos = names.map((name) => expect.objectContaining(sourceInfo[imageSource]?.(name) ?? {}));
	for (const json of result.json('Image Tagging') as Json[]) {
		expect(Object.keys(json).sort()).toEqual(keys[output]?.(apiVersion, sized).sort());
		if (output === 'raw') {
			const [first] = json.result.tags;
			expect(typeof first?.confidence).toBe(apiVersion === 'v2' ? 'string' : 'number');
			continue;
		}
		expect(json.api_version).toBe(apiVersion);
		expect(infos.some((info) => info.asymmetricMatch(json.image))).toBe(true);
		expect(Number.isInteger(json.image.width)).toBe(sized);
	}
	const text = JSON.stringify(result.outputs('Image Tagging'));
	for (const secret of ['AWSAccessKeyId', 'Signature', 'in-the-query', demoAccount.secretKey]) {
		expect(text).not.toContain(secret);
	}
	for (const name of names) expect(text).not.toContain(bytes[name].toString('base64', 600, 700));
}

const cells = ['binary', 'url', 'obs', 'base64'].flatMap((imageSource) =>
	['v2', 'v1.0'].flatMap((apiVersion) =>
		['tags', 'images', 'objects', 'raw'].map((output) => ({ imageSource, apiVersion, output })),
	),
);

describe.each(cells)('$imageSource, $apiVersion, $output', (cell) => {
	const { imageSource, apiVersion, output } = cell;
	const withoutBoxes = output === 'objects' && apiVersion === 'v1.0';

	const run = async (items: INodeExecutionData[], more = {}) => {
		const result = await engine.run(tagging({ ...parameters, ...cell, ...more }), { items });
		expect(result.error).toBeUndefined();
		return result;
	};

	const check = (result: RunResult, ids: string[], names: Photo[][]) => {
		checkShape(result, cell, names.flat());
		const found = pairedTags(result, output);
		expect([...found.keys()]).toEqual(withoutBoxes ? [] : ids);
		if (withoutBoxes) return;
		for (const [index, id] of ids.entries()) {
			const wanted = names[index]?.map((name) => expected[name]) ?? [];
			expect(found.get(id)).toEqual(expect.arrayContaining(wanted));
		}
	};

	it('one item', async () => {
		check(await run([item('coffee.jpg', 'only')]), ['only'], [['coffee.jpg']]);
		const signed =
			/^\/photos\/2026\/a%20b\/coffee\.jpg\?AWSAccessKeyId=.+&Expires=\d+&Signature=.+/;
		if (imageSource === 'obs') expect(server.received).toEqual([expect.stringMatching(signed)]);
	});

	it('many items', async () => {
		const result = await run(photos.map((name) => item(name, `item of ${name}`)));
		check(
			result,
			photos.map((name) => `item of ${name}`),
			photos.map((name) => [name]),
		);
	});

	if (imageSource !== 'binary') return;

	const several = (id: string, first: Photo, second: Photo): INodeExecutionData => ({
		json: { id },
		binary: {
			data: binary(first),
			notes: { data: 'aGVsbG8=', mimeType: 'text/plain', fileName: 'notes.txt' },
			second: binary(second),
		},
	});

	it.each(['data, second', '*'])('many images an item: %s', async (binaryPropertyName) => {
		const result = await run(
			[
				several('a', 'coffee.jpg', 'march-pastoral.jpg'),
				several('b', 'airplane.jpg', 'coffee.jpg'),
			],
			{ binaryPropertyName },
		);
		const found = pairedTags(result, output);
		expect([...found.keys()]).toEqual(withoutBoxes ? [] : ['a', 'b']);
		if (withoutBoxes) return;
		expect(found.get('a')).toEqual(expect.arrayContaining(['cup', 'sheep']));
		expect(found.get('b')).toEqual(expect.arrayContaining(['airplane', 'cup']));
		if (output === 'raw') return;
		const order = (result.json('Image Tagging') as Json[])
			.map(({ image }) => `${image.field} ${image.file_name}`)
			.filter((name, index, all) => name !== all[index - 1]);
		expect(order).toEqual([
			'data coffee.jpg',
			'second march-pastoral.jpg',
			'data airplane.jpg',
			'second coffee.jpg',
		]);
	});
});
