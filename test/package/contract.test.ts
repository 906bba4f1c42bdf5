import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { onlyAddsTo, savedContracts, type SavedContract } from './saved-contract';

const path = join(__dirname, 'contract.snapshot.json');
const snapshot = (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}) as Record<
	string,
	SavedContract
>;

/** A failure here may mean that saved workflows would break: `node scripts/docs/contract.mjs` tells. */
describe('what saved workflows rely on', () => {
	const current = JSON.parse(JSON.stringify(savedContracts())) as typeof snapshot;

	it('is kept in a snapshot for every version (node scripts/docs/contract.mjs writes it)', () => {
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

describe('what only adds to a contract', () => {
	const before = {
		credentials: ['a'],
		parameters: { language: { type: 'options', default: 'en', values: ['en', 'zh'] } },
	};
	const withLanguage = (change: object) => ({
		...before,
		parameters: { language: { ...before.parameters.language, ...change } },
	});
	const withNew = (parameter: object) => ({
		...before,
		parameters: { ...before.parameters, added: { type: 'string', ...parameter } },
	});

	it.each([
		['nothing changed', before],
		['a parameter', withNew({ default: '' })],
		['an option value', withLanguage({ values: ['de', 'en', 'zh'] })],
	])('%s', (_what, now) => expect(onlyAddsTo(before, now)).toBe(true));

	it.each([
		['a parameter is gone', { ...before, parameters: {} }],
		['a parameter has another type', withLanguage({ type: 'string' })],
		['a default changed', withLanguage({ default: 'zh' })],
		['an option value is gone', withLanguage({ values: ['en'] })],
		['a parameter became required', withLanguage({ required: true })],
		['a new parameter is required', withNew({ required: true })],
	])('not when %s', (_what, now) => expect(onlyAddsTo(before, now)).toBe(false));
});
