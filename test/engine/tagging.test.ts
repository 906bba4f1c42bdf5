import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeExecutionData } from 'n8n-workflow';

import { startEngine, type Engine } from '../support/engine/engine';
import { builtPackage } from '../support/engine/package';
import { photoServer, type PhotoServer } from '../support/photo-server';
import { serviceCredentials, startService, type RunningService } from '../support/service';
import { tagging } from '../support/tagging-workflow';

const root = join(__dirname, '../..');
const photo = (name: string) => readFileSync(join(root, 'examples/photos', name));

let service: RunningService;
let photos: PhotoServer;
let engine: Engine;

beforeAll(async () => {
	service = await startService(root, { workers: 1 });
	photos = await photoServer(join(root, 'examples/photos'));
	const { accessKey, iamUser } = serviceCredentials(service.url);
	const login = await fetch(`${service.url}/v3/auth/tokens`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({
			auth: {
				identity: {
					methods: ['password'],
					password: {
						user: {
							name: iamUser.userName,
							password: iamUser.password,
							domain: { name: iamUser.accountName },
						},
					},
				},
				scope: { project: { name: iamUser.projectName } },
			},
		}),
	});
	const token = {
		...accessKey,
		authentication: 'token',
		token: login.headers.get('x-subject-token') ?? '',
	};
	engine = await startEngine({
		...builtPackage(root),
		credentials: new Map(
			Object.entries({ accessKey, iamUser, token }).map(([name, data]) => [
				name,
				{ type: 'huaweiCloudApi', data },
			]),
		),
	});
});

afterAll(async () => {
	engine?.stop();
	await photos?.close();
	await service?.stop();
});

const binaryItem = (name: string, json = {}): INodeExecutionData => ({
	json,
	binary: {
		data: { data: photo(name).toString('base64'), mimeType: 'image/jpeg', fileName: name },
	},
});

describe('the built node on the real engine with the real service', () => {
	it.each(
		['accessKey', 'iamUser', 'token'].flatMap((credential) =>
			['v2', 'v1.0'].flatMap((apiVersion) =>
				['binary', 'url', 'base64'].map((imageSource) => ({ credential, apiVersion, imageSource })),
			),
		),
	)('tags with $credential, $apiVersion, $imageSource', async ({ credential, ...parameters }) => {
		const result = await engine.run(
			tagging({
				...parameters,
				credential,
				url: '={{ $json.url }}',
				base64: '={{ $json.base64 }}',
				options: { threshold: 40 },
			}),
			{
				items: ['coffee.jpg', 'march-pastoral.jpg'].map((name) =>
					binaryItem(name, {
						url: `${photos.url}/${name}`,
						base64: photo(name).toString('base64'),
					}),
				),
			},
		);
		expect(result.error).toBeUndefined();
		const found = result
			.items('Image Tagging')
			.map(({ json, pairedItem }) => [json.tag, pairedItem]);
		expect(found).toContainEqual(['cup', { item: 0 }]);
		expect(found).toContainEqual(['sheep', { item: 1 }]);
		for (const { json } of result.items('Image Tagging')) {
			expect(typeof json.confidence).toBe('number');
			expect(json.api_version).toBe(parameters.apiVersion);
			expect(JSON.stringify(json)).not.toContain(
				photo('coffee.jpg').toString('base64').slice(0, 40),
			);
		}
	});
});
