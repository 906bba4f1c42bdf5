import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { conformancePage } from '../../../scripts/docs/conformance-page';
import { ROWS } from './rows';

const read = (path: string) => readFileSync(join(__dirname, '../../..', path), 'utf8');

describe('docs/conformance.md', () => {
	it('is what the rows give (node scripts/docs/conformance.mjs writes it)', () => {
		expect(read('docs/conformance.md')).toBe(conformancePage(ROWS));
	});

	it.each(ROWS)('$section: $says is shown by tests that are there', ({ tests }) => {
		expect(tests.length).toBeGreaterThan(0);
		for (const [file, name] of tests) {
			const spelled = read(file).replaceAll("\\'", "'");
			expect({ file, found: spelled.includes(name) ? name : undefined }).toEqual({
				file,
				found: name,
			});
		}
	});
});
