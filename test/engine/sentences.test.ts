import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { demoAccount } from '../support/service';
import {
	expectFailure,
	file,
	photoRig,
	type PhotoRig,
	type TaggingParameters,
} from '../support/engine/photo-rig';

let rig: PhotoRig;

beforeAll(async () => {
	rig = await photoRig(join(__dirname, '../..'));
});

afterAll(async () => await rig?.stop());

describe('sentences', () => {
	const failureOf = async (
		parameters: TaggingParameters,
		item: INodeExecutionData = rig.coffee(),
	) => {
		const result = await rig.run(parameters, [item], { onError: 'continueErrorOutput' });
		expect(result.items('Tagged')).toEqual([]);
		const [failure] = result.json('Failed');
		expectFailure(failure);
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

	it.each<[string, TaggingParameters, RegExp, RegExp]>([
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
			/^The URL is not a valid address: it does not start with http/,
			/https:\/\/example\.com/,
		],
		[
			'a URL with a space in it',
			{ imageSource: 'url', url: 'https://example.com/my photo.jpg' },
			/^The URL is not a valid address: it has a space/,
			/%20/,
		],
		[
			'a list of URLs',
			{ imageSource: 'url', url: '={{ ["https://example.com/a.jpg"] }}' },
			/^URL is a list\.$/,
			/single text/,
		],
		[
			'a switch that is neither on nor off',
			{ options: { includeInputFields: '={{ "yes" }}' } },
			/^Include Input Fields is "yes"\.$/,
			/true or false/,
		],
		[
			'a switch that can not even become text',
			{ options: { includeInputFields: '={{ { toString: 1, valueOf: 1 } }}' } },
			/^Include Input Fields is an object\.$/,
			/true or false/,
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
			'an OBS address as URL',
			{ imageSource: 'url', url: 'obs://photos/coffee.jpg' },
			/^The URL starts with "obs:"/,
			/OBS Object.*Bucket and Object Key/,
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
			/only be signed with an access key/,
			/Access Key.*public.*agency.*Image Source to URL/,
		],
		[
			'a key with steps through folders',
			{ imageSource: 'obs', bucket: 'photos', objectKey: 'a/../coffee.jpg' },
			/^The object key has the part "\.\."/,
			/without such steps/,
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

	it('OBS without an access key keeps its code, which workflows may ask for', async () => {
		const obs = { imageSource: 'obs', bucket: 'photos', objectKey: 'coffee.jpg' };
		const details = await failureOf({ ...obs, credential: 'iamUser' });
		expect(details.code).toBe('OBS_NEEDS_ACCESS_KEY');
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
				url: `${rig.photos.url}/nothing.jpg?token=secret`,
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
			const items = [1, 2, 3].map((id) => rig.coffee({ id }));
			const result = await rig.run({ credential, options: { maxConcurrency: 1 } }, items, {
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
