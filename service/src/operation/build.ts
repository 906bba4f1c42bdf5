import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const description = readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8');

/** The version of this package, as it is published. */
export const { version } = JSON.parse(description) as { version: string };
