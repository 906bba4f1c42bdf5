import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { ImageTagging } from '../../nodes/ImageTagging/ImageTagging.node';
import { sampleItems } from './saved-contract';

interface Schema {
	type: string;
	properties?: Record<string, Schema>;
	items?: Schema;
}

const folder = join(__dirname, '../../nodes/ImageTagging/__schema__');
const padded = (version: number) => [...String(version).split('.'), '0', '0'].slice(0, 3).join('.');
const { version, properties } = new ImageTagging().description;

/** As n8n's editor infers a schema from the items of a run. */
function schemaOf(value: unknown): Schema {
	if (Array.isArray(value)) return { type: 'array', items: schemaOf(value[0]) };
	if (typeof value !== 'object' || value === null) return { type: typeof value };
	const inner = Object.entries(value).map(([key, entry]) => [key, schemaOf(entry)]);
	return { type: 'object', properties: Object.fromEntries(inner) as Record<string, Schema> };
}

describe.each([version].flat())('the output schema of version %d', (number) => {
	// The path that n8n's server makes of a node without resource and operation, on both lines.
	const path = join(folder, `v${padded(number)}.json`);

	it('is where n8n looks for it', () => {
		expect(existsSync(path)).toBe(true);
	});

	it('has the fields of a tag item, which is what the node emits by default', () => {
		expect(properties.find(({ name }) => name === 'output')?.default).toBe('tags');
		const { version: revision, ...schema } = JSON.parse(readFileSync(path, 'utf8')) as Schema & {
			version: number;
		};
		expect(revision).toBe(1);
		const { sent_width, sent_height, ...image } = sampleItems('v2', 'tags')[0]?.image as object &
			Record<'sent_width' | 'sent_height', number>;
		expect([sent_width, sent_height].every(Number.isInteger)).toBe(true);
		expect(schema).toEqual(schemaOf({ ...sampleItems('v2', 'tags')[0], image }));
	});
});
