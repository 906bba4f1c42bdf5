// node scripts/release/check-tag.mjs v1.2.3: does everything that carries a version carry this one?
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../lib/prepare.mjs';
import { fail, say } from '../lib/say.mjs';
import { versionProblems } from './versions.mjs';

/** @param {string} path */
const read = (path) => readFileSync(join(root, path), 'utf8');
const [tag = ''] = process.argv.slice(2);

const problems = versionProblems(tag, {
	packages: Object.fromEntries(
		['package.json', 'package-lock.json', 'service/package.json', 'service/package-lock.json'].map(
			(path) => [path, JSON.parse(read(path)).version],
		),
	),
	changelog: read('CHANGELOG.md'),
});
if (problems.length > 0) fail(problems.join('\n  '));
say(`✔ ${tag} is the version of package, service and changelog`);
