import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { globSync } from 'tinyglobby';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is mutated without an argument. */
const ALL = [
	...['batch', 'tagging', 'huawei-cloud', 'images', 'nodes'],
	...['auth', 'fetch', 'iam', 'contract', 'http', 'tagging', 'engine'].map(
		(room) => `service/src/${room}`,
	),
];

/**
 * Where a mistake opens a door, and the least score of each that CI takes: the share, in percent, of mutants that tests run
 * and notice. Who makes the tests better raises it.
 *
 * @type {{paths: string[], least: number}[]}
 */
export const SECURITY = [
	{ paths: ['huawei-cloud/signing'], least: 99 },
	{ paths: ['huawei-cloud/request/trusted-target.ts'], least: 99 },
	{ paths: ['huawei-cloud/redact.ts'], least: 99 },
	{ paths: ['huawei-cloud/iam'], least: 99 },
	{ paths: ['service/src/auth'], least: 99 },
	{ paths: ['service/src/fetch'], least: 99 },
	{ paths: ['service/src/iam/attempts.ts', 'service/src/iam/access-keys.ts'], least: 99 },
];

/** The tests of these rooms themselves: CI has no time for those of all that is built on them. */
export const SECURITY_TESTS =
	/^(test\/(huawei-cloud|credentials)|service\/test\/(auth|fetch|iam))\//;

/** Files that are tables of numbers or outlines, or only types. */
const LEFT_OUT = [
	'**/*.d.ts',
	'images/drawing/lettering/{glyphs,names}.ts',
	'images/codecs/jpeg/standard-tables.ts',
];

/** The sources below these folders or at these paths, relative to the repository. @param {string[]} paths */
export function sourcesIn(paths) {
	const patterns = (paths.length > 0 ? paths : ALL).map((path) =>
		statSync(join(root, path)).isDirectory() ? `${path.replace(/\/$/, '')}/**/*.ts` : path,
	);
	return globSync(patterns, { cwd: root, ignore: LEFT_OUT }).sort();
}

/** @param {string} path */
export const read = (path) => readFileSync(join(root, path), 'utf8');
