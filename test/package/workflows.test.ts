import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

import { engines, scripts } from '../../package.json';

interface Step {
	uses?: string;
	run?: string;
	with?: Record<string, unknown>;
}
interface Workflow {
	on: unknown;
	permissions?: Record<string, string>;
	jobs: Record<
		string,
		{
			steps: Step[];
			permissions?: Record<string, string>;
			'timeout-minutes'?: number;
			strategy?: { matrix: Record<string, unknown[]> };
		}
	>;
}

const root = join(__dirname, '../..');
const folder = join(root, '.github/workflows');
const read = (path: string) => readFileSync(path, 'utf8');
const workflow = (name: string) => parse(read(join(folder, name))) as Workflow;

describe.each(readdirSync(folder))('the workflow %s', (name) => {
	const { permissions, jobs } = workflow(name);
	const steps = Object.values(jobs).flatMap((job) => job.steps);
	const commands = steps.flatMap(({ run = '' }) => run.split(/\n|&&/));

	it('calls scripts and files that exist', () => {
		const called = commands.flatMap((command) => {
			const [, script] = /\bnpm (?:run )?(test|start|(?<=run )[\w:]+)/.exec(command) ?? [];
			const [, file] = /\bnode ([\w./-]+)/.exec(command) ?? [];
			return [
				...(script ? [{ command, exists: script in scripts }] : []),
				...(file ? [{ command, exists: existsSync(join(root, file)) }] : []),
			];
		});
		expect(called.length).toBeGreaterThan(0);
		expect(called.filter(({ exists }) => !exists)).toEqual([]);
	});

	it('pins actions to a commit and says which version that is', () => {
		const uses = read(join(folder, name)).match(/uses: .+/g) ?? [];
		expect(uses.length).toBeGreaterThan(0);
		for (const line of uses) expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	});

	it('may read the repository and no more, and ends by itself', () => {
		expect(Object.entries(permissions ?? { all: 'write' })).not.toContainEqual([
			expect.anything(),
			'write',
		]);
		for (const job of Object.values(jobs)) {
			expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
			expect(Object.keys(job.permissions ?? {})).toEqual(
				name === 'publish.yml' ? ['contents', 'id-token'] : [],
			);
		}
		const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout'));
		for (const step of checkouts) expect(step.with?.['persist-credentials']).toBe(false);
	});

	it('keeps no token', () => {
		expect(read(join(folder, name))).not.toMatch(/secrets\.|_authToken/);
	});
});

describe('CI', () => {
	const { jobs } = workflow('ci.yml');

	it('runs the tests on the oldest Node that is supported, and newer ones', () => {
		const oldest = Number(/\d+/.exec(engines.node)?.[0]);
		expect(jobs.test?.strategy?.matrix.node).toEqual([oldest, 22, 24]);
	});

	it('runs the browser tests on the very versions of n8n that the scripts know', () => {
		const versions = JSON.stringify(pathToFileURL(join(root, 'scripts/n8n/versions.mjs')).href);
		const code = `import(${versions}).then((m) => console.log(JSON.stringify(Object.keys(m.N8N_VERSIONS))))`;
		const known = execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' });
		expect(jobs.e2e?.strategy?.matrix.n8n).toEqual(JSON.parse(known));
	});
});

describe('publishing', () => {
	const { on, jobs } = workflow('publish.yml');
	const runs = (jobs.publish?.steps ?? []).map(({ run }) => run ?? '');

	it('happens for version tags only', () => {
		expect(on).toEqual({ push: { tags: ['v*.*.*'] } });
	});

	it('checks the tag, tests, lints and builds before it publishes with provenance', () => {
		expect(runs.filter(Boolean)).toEqual([
			expect.stringMatching(/^node scripts\/release\/check-tag\.mjs/),
			'npm run test:all',
			'npm run lint',
			'npm run build',
			'npm run pack:service',
			expect.stringMatching(/^npm publish --provenance/),
			expect.stringMatching(/^npm publish .*huaweicloud-image-tagging-service.*--provenance/),
		]);
	});
});

describe('the other files of .github', () => {
	const yamls = [
		'dependabot.yml',
		...readdirSync(join(root, '.github/ISSUE_TEMPLATE')).map((name) => `ISSUE_TEMPLATE/${name}`),
	];

	it.each(yamls)('%s is YAML', (name) => {
		expect(Object.keys(parse(read(join(root, '.github', name))) as object).length).toBeGreaterThan(
			1,
		);
	});
});
