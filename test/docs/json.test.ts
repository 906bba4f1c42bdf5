import { describe, expect, it } from '@jest/globals';

import { configSchema } from '../../service/src/config/schema';
import { modelSchema } from '../../service/src/engine/models/schema';
import snapshot from '../package/contract.snapshot.json';
import { keyPaths, sampleItems } from '../package/saved-contract';
import type { Output } from '../../tagging/items';
import { pages } from './support/pages';

type Json = Record<string, unknown>;
const contract = snapshot[1].items as Record<string, string[]>;

/** Leaves of a value as `image.width: number`, an array's entries alike. */
function typedLeaves(value: unknown, path = ''): string[] {
	if (Array.isArray(value)) return value.flatMap((entry) => typedLeaves(entry, `${path}[]`));
	if (typeof value !== 'object' || value === null) return [`${path}: ${typeof value}`];
	return Object.entries(value).flatMap(([key, inner]) => typedLeaves(inner, `${path}.${key}`));
}

/** Values of a sample whose type is another than that of the items which the node makes of a v2 answer. */
function otherTypes(sample: Json, output: Output): string[] {
	const made = new Set(sampleItems('v2', output).flatMap((item) => typedLeaves(item)));
	const paths = new Set([...made].map((leaf) => leaf.replace(/: \w+$/, '')));
	return typedLeaves(sample).filter(
		(leaf) => paths.has(leaf.replace(/: \w+$/, '')) && !made.has(leaf),
	);
}

/** Keys of a sample that the node does not give, and keys that it always gives and the sample lacks. */
function differences(sample: Json, shape: string, always: string[]): string[] {
	const known = contract[shape] ?? [];
	const paths = [...new Set(keyPaths(sample))];
	return [
		...paths.filter((path) => !known.includes(path)).map((path) => `no ${path} in ${shape}`),
		...always.filter((key) => !(key in sample)).map((key) => `${key} is missing`),
	];
}

const TAG = ['tag', 'type', 'confidence', 'i18n_tag', 'image', 'api_version'];

/** What a sample is, by its keys; what it has to be like. Empty: nothing is wrong. */
const KINDS: Array<[what: string, key: string, problems: (sample: Json) => unknown[]]> = [
	['a failure', 'error', (sample) => differences(sample, 'failure', ['error', 'details'])],
	[
		'an image',
		'tags',
		(sample) => [
			...otherTypes(sample, 'images'),
			...differences(sample, 'images, v2', [
				'image',
				'tag_names',
				'tag_count',
				'object_count',
				'api_version',
			]),
		],
	],
	[
		'a tag',
		'instances',
		(sample) => [...otherTypes(sample, 'tags'), ...differences(sample, 'tags, v2', TAG)],
	],
	[
		'an object',
		'object_index',
		(sample) => [
			...otherTypes(sample, 'objects'),
			...differences(sample, 'objects, v2', [...TAG, 'bounding_box']),
		],
	],
	[
		'an answer',
		'result',
		(sample) => [...otherTypes(sample, 'raw'), ...differences(sample, 'raw, v2', ['result'])],
	],
	[
		'a configuration of the service',
		'accounts',
		(sample) => configSchema.safeParse(sample).error?.issues ?? [],
	],
	[
		"the service's first line",
		'listening',
		({ listening }) => (/^https?:\/\/[\d.]+:\d+$/.test(String(listening)) ? [] : [listening]),
	],
	[
		'a description of a model',
		'task',
		(sample) => modelSchema.safeParse(sample).error?.issues ?? [],
	],
];

const problemsOf = (sample: Json): unknown[] =>
	KINDS.find(([, key]) => key in sample)?.[2](sample) ?? ['a sample of no known kind'];

const samples = pages().flatMap(({ path, blocks }) =>
	blocks
		.filter(({ language }) => language === 'json')
		.map(({ text, line }) => [path, line, text] as const),
);

describe('JSON in the pages', () => {
	it.each(samples)('%s, line %d, is what the code gives or takes', (_path, _line, text) => {
		expect(problemsOf(JSON.parse(text) as Json)).toEqual([]);
	});

	it('finds wrong samples', () => {
		expect(problemsOf({ error: 'No.', details: { kode: 'X' } })).toEqual([
			'no details.kode in failure',
		]);
		const { image, ...tag } = sampleItems('v2', 'tags')[0] as Json;
		expect(problemsOf({ ...tag, image })).toEqual([]);
		expect(problemsOf({ ...tag, image, confidence: '98.2' })).toEqual(['.confidence: string']);
		expect(problemsOf(tag)).toEqual(['image is missing']);
		expect(problemsOf({ accounts: [], region: 'r' })).toHaveLength(1);
		expect(problemsOf({ nobody: 'knows' })).toHaveLength(1);
	});
});
