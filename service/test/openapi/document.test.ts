import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { failureKinds, failureFacts } from '../../src/contract/failures';
import { openApiDocument } from '../../src/openapi/document';
import { testConfig } from '../support/accounts';
import { runService, type RunningService } from '../support/run-service';

let service: RunningService;

beforeAll(async () => {
	service = await runService(testConfig());
});

afterAll(() => service.stop());

const document = openApiDocument('1.0.0');
const text = JSON.stringify(document);

describe('the description of the API', () => {
	it('is without a fault for the linter', () => {
		const lint = spawnSync(process.execPath, [join(__dirname, 'lint.mjs')], { input: text });
		expect(JSON.parse(lint.stdout.toString())).toEqual([]);
	});

	it('is what the service serves', async () => {
		const { data } = await axios.get<object>(`${service.url}/openapi.json`);
		expect(data).toEqual(JSON.parse(text));
	});

	it.each(Object.entries(document.paths ?? {}))(
		'describes routes that are there: %s',
		async (path, item) => {
			for (const method of Object.keys(item)) {
				const url = service.url + path.replace('{project_id}', 'a0000000000000000000000000000001');
				const { status } = await axios.request({ method, url, validateStatus: () => true });
				expect({ method, status }).not.toMatchObject({ status: 404 });
			}
		},
	);

	it('names every code with which a request can fail', () => {
		const unnamed = failureKinds.filter((kind) => !text.includes(failureFacts(kind).code));
		expect(unnamed).toEqual([]);
	});

	it('names what programs make types of', () => {
		expect(Object.keys(document.components?.schemas ?? {}).sort()).toEqual([
			...['BoundingBox', 'Credentials', 'Failure', 'Health', 'IamFailure', 'ImageV1', 'ImageV2'],
			...['Label', 'Liveness', 'Models', 'Projects', 'Readiness', 'TagV1', 'TagV2', 'TagsV1'],
			...['TagsV2', 'Token'],
		]);
	});

	it('sends no code that exists in the cloud only', () => {
		const ofTheCloud = [
			...['0203', '4102', '4103', '4104', '4105', '4106', '4107', '4201', '4202', '4204'],
			...['4702', '4703', '4704', '4705', '4706'],
		].map((number) => `ModelArts.${number}`);
		expect(ofTheCloud).toHaveLength(15);
		expect(ofTheCloud.filter((code) => text.includes(code))).toEqual([]);
	});

	it.each([
		['ImageV1', 'language', { default: 'zh' }],
		['ImageV1', 'limit', { default: 30 }],
		['ImageV1', 'threshold', { default: 0 }],
		['ImageV2', 'language', { default: 'zh' }],
		['ImageV2', 'limit', { default: 50 }],
		['ImageV2', 'threshold', { default: 60 }],
	])("has the reference's defaults: %s, %s", (schema, field, facts) => {
		const { properties } = document.components?.schemas?.[schema] as unknown as {
			properties: Record<string, object>;
		};
		expect(properties[field]).toMatchObject(facts);
	});
});

describe('its page', () => {
	it.each(['%00', 'a%5c..%5cb'])('has no file with a name that no file has: %j', async (name) => {
		const path = `${service.url}/docs/static/${name}`;
		expect((await axios.get(path, { validateStatus: null })).status).toBe(404);
	});

	it('takes everything from the service itself', async () => {
		const { data, headers } = await axios.get<string>(`${service.url}/docs`);
		expect(headers['content-security-policy']).toContain("default-src 'none'");
		expect(data).toContain('Image Tagging API');
		const addresses = [...data.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
		expect(addresses.length).toBeGreaterThan(3);
		for (const address of addresses) {
			expect(address).toMatch(/^\/docs\//);
			const { status } = await axios.get(service.url + address);
			expect(status).toBe(200);
		}
		const { data: start } = await axios.get<string>(
			`${service.url}/docs/static/swagger-initializer.js`,
		);
		expect(start).toContain('"validatorUrl":null');
	});
});
