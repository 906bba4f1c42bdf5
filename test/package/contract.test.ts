import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { savedContracts, type SavedContract } from './saved-contract';

const path = join(__dirname, 'contract.snapshot.json');
const snapshot = (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}) as Record<
	string,
	SavedContract
>;

/** A failure here means that saved workflows would break: add a version to the node for the change. */
describe('what saved workflows rely on', () => {
	const current = JSON.parse(JSON.stringify(savedContracts())) as typeof snapshot;

	it('is kept in a snapshot for every version (node scripts/docs/contract.mjs adds one)', () => {
		expect(Object.keys(snapshot)).toEqual(Object.keys(current));
	});

	it.each(Object.keys(snapshot))('version %s is as it was', (version) => {
		expect(current[version]).toEqual(snapshot[version]);
	});
});

it('the contract holds names, defaults, option values and keys of items', () => {
	const { 1: first } = savedContracts();
	expect(first).toMatchObject({
		type: 'n8n-nodes-huaweicloud-image-recognition.imageTagging',
		credentials: ['huaweiCloudApi'],
		credential: {
			name: 'huaweiCloudApi',
			parameters: {
				authentication: { default: 'accessKey', values: ['accessKey', 'iamUser', 'token'] },
			},
		},
		parameters: {
			apiVersion: { type: 'options', default: 'v2', values: ['v1.0', 'v2'] },
			output: { default: 'tags', values: ['images', 'objects', 'raw', 'tags'] },
			options: { parameters: { maxConcurrency: { type: 'number', default: 5 } } },
		},
	});
	expect(first?.items['tags, v2']).toContain('instances[].bounding_box.top_left_x');
	expect(first?.items['objects, v1.0']).toEqual([]);
	expect(first?.items.failure).toContain('details.remedy');
});
