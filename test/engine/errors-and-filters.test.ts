import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
import { tagging, type WorkflowOptions } from '../support/tagging-workflow';

const root = join(__dirname, '../..');
const photo = (name: string) => readFileSync(join(root, 'examples/photos', name));

let service: RunningService;
let photos: PhotoServer;
let engine: Engine;

beforeAll(async () => {
	service = await startService(root);
	photos = await photoServer(join(root, 'examples/photos'));
	const { accessKey, iamUser } = serviceCredentials(service.url);
	const credentials = {
		accessKey: { ...accessKey, obsEndpoint: photos.url },
		iamUser: { ...iamUser, obsEndpoint: photos.url },
		wrongSecret: { ...accessKey, secretAccessKey: 'not-the-secret-of-this-key' },
		unknownKey: { ...accessKey, accessKeyId: 'NOBODYSACCESSKEY0001' },
		wrongPassword: { ...iamUser, password: 'not-the-password' },
	};
	engine = await startEngine({
		...builtPackage(root),
		credentials: new Map(
			Object.entries(credentials).map(([name, data]) => [name, { type: 'huaweiCloudApi', data }]),
		),
	});
}, 60_000);

afterAll(async () => {
	engine?.stop();
	await photos?.close();
	await service?.stop();
});

const file = (bytes: Buffer, fileName: string, mimeType = 'image/jpeg') => ({
	data: bytes.toString('base64'),
	mimeType,
	fileName,
});

const coffee = (json: IDataObject = { id: 'coffee' }): INodeExecutionData => ({
	json,
	binary: { data: file(photo('coffee.jpg'), 'coffee.jpg') },
});
const sheep = (json: IDataObject = { id: 'sheep' }): INodeExecutionData => ({
	json,
	binary: { data: file(photo('march-pastoral.jpg'), 'march-pastoral.jpg') },
});
const gifBytes = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const gif = (json: IDataObject = { id: 'gif' }): INodeExecutionData => ({
	json,
	binary: { data: file(gifBytes, 'dance.gif', 'image/gif') },
});

const run = async (
	parameters: Parameters<typeof tagging>[0],
	items: INodeExecutionData[],
	options: WorkflowOptions = {},
): Promise<RunResult> => await engine.run(tagging(parameters, options), { items });

type Tag = IDataObject & {
	tag: string;
	type: string;
	i18n_tag: { en: string; zh: string };
	i18n_type: { en: string; zh: string };
};

const tagsOf = async (parameters: Parameters<typeof tagging>[0], options: IDataObject) => {
	const result = await run({ ...parameters, options: { threshold: 40, ...options } }, [coffee()]);
	expect(result.error).toBeUndefined();
	return result.json('Image Tagging') as Tag[];
};

describe.each(['en', 'zh'])('filters with the language %s', (language) => {
	it('find tags and types by their names in both languages', async () => {
		const all = await tagsOf({ language }, {});
		expect(all.length).toBeGreaterThan(1);
		const cup = all.find(({ i18n_tag }) => i18n_tag.en.toLowerCase() === 'cup') as Tag;
		const others = all.filter(({ tag }) => tag !== cup.tag).map(({ tag }) => tag);
		expect(cup.tag).toBe(cup.i18n_tag[language as 'en' | 'zh']);
		for (const name of ['CUP', cup.i18n_tag.zh]) {
			const included = await tagsOf({ language }, { includeTags: `unicorn, ${name}` });
			expect(included).toEqual([cup]);
			const excluded = await tagsOf({ language }, { excludeTags: name });
			expect(excluded.map(({ tag }) => tag)).toEqual(others);
		}
		for (const type of [cup.i18n_type.en.toUpperCase(), cup.i18n_type.zh]) {
			const typed = await tagsOf({ language }, { tagTypes: type });
			expect(typed).toEqual(all.filter((tag) => tag.type === cup.type));
		}
	});
});

it('filters apply to every output but the raw answer', async () => {
	const options = { includeTags: 'cup' };
	const [image] = await tagsOf({ output: 'images' }, options);
	expect(image).toMatchObject({ tag_names: ['cup'], tag_count: 1 });
	const objects = await tagsOf({ output: 'objects' }, options);
	expect(new Set(objects.map(({ tag }) => tag))).toEqual(new Set(['cup']));
	const [raw] = await tagsOf({ output: 'raw' }, options);
	const [unfiltered] = await tagsOf({ output: 'raw' }, {});
	expect(raw).toEqual(unfiltered);
});

describe('images without tags', () => {
	const options = { threshold: 40, includeTags: 'unicorn' };
	const hintOf = (result: RunResult) => result.hints('Image Tagging').map(({ message }) => message);

	it.each(['tags', 'objects'])('%s: nothing, or an item that says so', async (output) => {
		const silent = await run({ output, options }, [coffee(), sheep()]);
		expect(silent.items('Image Tagging')).toEqual([]);
		const result = await run({ output, options: { ...options, onNoTags: 'emptyItem' } }, [
			coffee(),
			sheep(),
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
		const result = await run({ output: 'images', options }, [coffee()]);
		expect(result.json('Image Tagging')).toMatchObject([{ tags: [], tag_names: [], tag_count: 0 }]);
	});

	it('are told in a hint, with the filters as the cause', async () => {
		const result = await run({ options: { threshold: 40, includeTags: 'cup' } }, [
			coffee(),
			sheep(),
		]);
		expect(hintOf(result)).toEqual([
			'1 image of 2 gave no tags. All of them had tags, but none passed Tag Types, Include Tags and Exclude Tags.',
		]);
	});

	it('are told in a hint, with the threshold as the cause', async () => {
		const result = await run({ options: { threshold: 100 } }, [coffee(), sheep()]);
		expect(hintOf(result)).toEqual([
			'2 images of 2 gave no tags. The service was not sure enough of anything: lower the option Threshold (100 was used) to see less certain tags.',
		]);
	});

	it('give no hint when there are none', async () => {
		expect(hintOf(await run({ options: { threshold: 40 } }, [coffee(), sheep()]))).toEqual([]);
	});
});

describe('what is carried along', () => {
	const input = () => coffee({ id: 'coffee', tag: 'mine', shelf: { row: 7 } });

	it('nothing by default', async () => {
		const result = await run({ options: { threshold: 40 } }, [input()]);
		for (const { json, binary } of result.items('Image Tagging')) {
			expect(json).not.toHaveProperty('shelf');
			expect(binary).toBeUndefined();
		}
	});

	it('input fields and files on request, with the fields of the node on top', async () => {
		const options = { threshold: 40, includeInputFields: true, includeBinary: true };
		const result = await run({ options }, [input(), gif()], { onError: 'continueErrorOutput' });
		const items = result.items('Image Tagging');
		expect(items.map(({ json }) => json.tag)).toContain('cup');
		for (const item of items) {
			expect(item.json).toMatchObject({ id: 'coffee', shelf: { row: 7 } });
			expect(item.json.tag).not.toBe('mine');
			expect(await engine.binary(item, 'data')).toEqual(photo('coffee.jpg'));
		}
	});
});

const DETAILS = [
	'attempts',
	'code',
	'http_status',
	'image',
	'reason',
	'remedy',
	'request_id',
] as const;

const checkFailure = (json: IDataObject | undefined) => {
	expect(typeof json?.error).toBe('string');
	expect(Object.keys(json?.details as object).sort()).toEqual(DETAILS);
};

describe('good and bad items together', () => {
	const items = () => [
		coffee(),
		gif(),
		{ json: { id: 'no file', note: 'kept' } },
		sheep(),
		{
			json: { id: 'cut off' },
			binary: { data: file(photo('coffee.jpg').subarray(0, 9_000), 'cut.jpg') },
		},
	];
	const ids = ['coffee', 'gif', 'no file', 'sheep', 'cut off'];
	const parameters = { options: { threshold: 40 } };

	it('stop the workflow by default, saying which is bad and what to do', async () => {
		const result = await run(parameters, [coffee(), gif(), sheep()]);
		expect(result.error).toMatchObject({
			message:
				'Image "dance.gif" [item 1]: The file is GIF by its bytes, although it is declared as image/gif; the service takes JPG, PNG and BMP.',
			description: "Convert it with n8n's Edit Image node: set its option Format to PNG or JPEG.",
		});
		expect(result.items('Tagged')).toEqual([]);
	});

	it('give error items in their places with "continue"', async () => {
		const result = await run(parameters, items(), { onError: 'continueRegularOutput' });
		expect(result.error).toBeUndefined();
		const order = result.json('Tagged').map(({ paired }) => (paired as IDataObject).id);
		expect([...new Set(order)]).toEqual(ids);
		const failures = result.json('Image Tagging').filter(({ error }) => error !== undefined);
		expect(failures).toHaveLength(3);
		for (const failure of failures) {
			expect(Object.keys(failure)).toEqual(['error', 'details']);
			checkFailure(failure);
		}
	});

	it('part with "continue (using error output)", error items with their input fields', async () => {
		const result = await run(parameters, items(), { onError: 'continueErrorOutput' });
		expect(result.error).toBeUndefined();
		const good = result.json('Tagged').map(({ paired }) => (paired as IDataObject).id);
		expect([...new Set(good)]).toEqual(['coffee', 'sheep']);
		const failed = result.json('Failed');
		expect(failed.map(({ id }) => id)).toEqual(['gif', 'no file', 'cut off']);
		failed.forEach(checkFailure);
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
		const both = coffee({ id: 'both' });
		both.binary = { first: file(gifBytes, 'dance.gif', 'image/gif'), ...both.binary };
		const result = await run({ ...parameters, binaryPropertyName: '*' }, [both], {
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
		const result = await run(parameters, [gif({ id: 1 }), gif({ id: 2 })], {
			onError: 'continueErrorOutput',
		});
		expect(result.items('Image Tagging')).toEqual([]);
		expect(result.json('Failed').map(({ id }) => id)).toEqual([1, 2]);
	});
});

describe('sentences', () => {
	const failureOf = async (
		parameters: Parameters<typeof tagging>[0],
		item: INodeExecutionData = coffee(),
	) => {
		const result = await run(parameters, [item], { onError: 'continueErrorOutput' });
		expect(result.items('Tagged')).toEqual([]);
		const [failure] = result.json('Failed');
		checkFailure(failure);
		const { details, error } = failure as { details: IDataObject; error: string };
		expect(error.endsWith(details.reason as string)).toBe(true);
		for (const secret of [demoAccount.secretKey, demoAccount.password, 'Signature=']) {
			expect(JSON.stringify(failure)).not.toContain(secret);
		}
		return details;
	};

	const binary = (bytes: string, name: string) => ({
		json: {},
		binary: { data: file(Buffer.from(bytes), name) },
	});

	it.each<[string, Parameters<typeof tagging>[0], RegExp, RegExp]>([
		[
			'a field that is not there',
			{ binaryPropertyName: 'photo' },
			/^The item has no binary field "photo" \(it has data\)\.$/,
			/Set Input Binary Field/,
		],
		[
			"a field with the name of a prototype's",
			{ binaryPropertyName: 'constructor' },
			/^The item has no binary field "constructor"/,
			/Set Input Binary Field/,
		],
		[
			'no field name',
			{ binaryPropertyName: ' , ' },
			/^Input Binary Field is empty\.$/,
			/such as data/,
		],
		[
			'file content for a field name',
			{ binaryPropertyName: 'A'.repeat(5_000) },
			/^Input Binary Field holds the content of a file/,
			/Base64 Text/,
		],
		[
			'an empty URL',
			{ imageSource: 'url', url: '={{ "" }}' },
			/^The URL is empty\.$/,
			/https:\/\/example\.com/,
		],
		[
			'an expression that gives nothing',
			{ imageSource: 'url', url: '={{ $json.missing }}' },
			/^The URL is empty\.$/,
			/expression/,
		],
		[
			'a URL that is none',
			{ imageSource: 'url', url: 'photo.jpg' },
			/^The URL is not a valid address\.$/,
			/https:\/\/example\.com/,
		],
		[
			'a file URL',
			{ imageSource: 'url', url: 'file:///etc/passwd' },
			/^The URL starts with "file:"/,
			/https:\/\/example\.com/,
		],
		[
			'a data URL as URL',
			{ imageSource: 'url', url: 'data:image/png;base64,AA' },
			/^The URL starts with "data:"/,
			/Base64 Text/,
		],
		[
			'empty base64',
			{ imageSource: 'base64', base64: '={{ "" }}' },
			/^The base64 text is empty\.$/,
			/data: URL/,
		],
		['no base64', { imageSource: 'base64', base64: 'not base64!' }, /base64/i, /./],
		['no bucket', { imageSource: 'obs', bucket: '={{ "" }}', objectKey: 'a.jpg' }, /bucket/i, /./],
		['no key', { imageSource: 'obs', bucket: 'photos', objectKey: '={{ "" }}' }, /key/i, /./],
		[
			'OBS without an access key',
			{ imageSource: 'obs', bucket: 'photos', objectKey: 'coffee.jpg', credential: 'iamUser' },
			/only be read with an access key/,
			/Access Key/,
		],
		['a limit that is no number', { options: { limit: '={{ "many" }}' } }, /limit/i, /./],
		['a threshold out of range', { options: { threshold: 101 } }, /threshold/i, /100/],
		['an unknown output', { output: 'everything' }, /output/i, /tags/],
	])('%s', async (_, parameters, reason, remedy) => {
		const details = await failureOf(parameters);
		expect(details.reason).toMatch(reason);
		expect(details.remedy).toMatch(remedy);
		expect(details).toMatchObject({ attempts: 0, http_status: null });
	});

	it.each<[string, INodeExecutionData, RegExp, RegExp]>([
		[
			'no file at all',
			{ json: {} },
			/^The item has no binary field "data" \(it has none\)\.$/,
			/HTTP Request/,
		],
		['a web page', binary('<!doctype html><p>Not found', 'photo.jpg'), /not an image/, /web page/],
		['an empty file', binary('', 'photo.jpg'), /empty \(0 bytes\)/, /reads or downloads/],
	])('%s', async (_, item, reason, remedy) => {
		const details = await failureOf({}, item);
		expect(details.reason).toMatch(reason);
		expect(details.remedy).toMatch(remedy);
	});

	it('no image among the files, with *', async () => {
		const item = { json: {}, binary: { notes: file(Buffer.from('x'), 'notes.txt', 'text/plain') } };
		const details = await failureOf({ binaryPropertyName: '*' }, item);
		expect(details.reason).toBe('The item has no image in its binary fields (it has notes).');
	});

	it.each(['url', 'obs'])(
		'%s: a photo that is not there, in the words for the code',
		async (imageSource) => {
			const details = await failureOf({
				imageSource,
				url: `${photos.url}/nothing.jpg?token=secret`,
				bucket: 'photos',
				objectKey: 'nothing.jpg',
			});
			expect(details).toMatchObject({
				code: 'ModelArts.4603',
				http_status: 400,
				request_id: expect.stringMatching(/./),
				image: { source: imageSource },
			});
			expect(JSON.stringify(details)).not.toContain('token=secret');
		},
	);

	it.each<[string, RegExp, RegExp]>([
		['unknownKey', /does not know this Access Key ID/, /check Access Key ID/],
		['wrongSecret', /./, /Secret Access Key/],
		['wrongPassword', /password/i, /./],
	])(
		'%s: the first failure says why, and the rest of the items is not sent',
		async (credential, reason, remedy) => {
			const items = [1, 2, 3].map((id) => coffee({ id }));
			const result = await run({ credential, options: { maxConcurrency: 1 } }, items, {
				onError: 'continueErrorOutput',
			});
			const failed = result.json('Failed') as Array<IDataObject & { details: IDataObject }>;
			expect(failed.map(({ id }) => id)).toEqual([1, 2, 3]);
			expect(failed[0]?.details.reason).toMatch(reason);
			expect(failed[0]?.details.remedy).toMatch(remedy);
			expect(failed.slice(1).map(({ details }) => details)).toMatchObject(
				[2, 3].map(() => ({ attempts: 0, reason: expect.stringMatching(/^Not sent, since/) })),
			);
			expect(JSON.stringify(failed)).not.toMatch(/not-the-/);
		},
	);
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
		{ what: 'a file that its store has lost', items: [coffee(), lost], parameters: {} },
		{
			what: 'a value for an expression',
			items: [coffee({ language: 'en' }), coffee({})],
			parameters: { language: '={{ $json.language.trim() }}' },
		},
	])('fails the one item: $what', async ({ items, parameters }) => {
		const result = await run(parameters, items, { onError: 'continueRegularOutput' });
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
