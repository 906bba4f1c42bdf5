import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from '@jest/globals';

import { errorCodesPage } from '../../scripts/docs/error-codes-page';

it('docs/error-codes.md is what the tables give (node scripts/docs/error-codes.mjs writes it)', () => {
	const committed = readFileSync(join(__dirname, '../../docs/error-codes.md'), 'utf8');
	expect(committed).toBe(errorCodesPage());
});
