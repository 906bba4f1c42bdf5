import { buildService, gulp, installPackage, installService, root } from '../lib/prepare.mjs';
import { handOver, runCommand } from '../lib/run-command.mjs';
import { say } from '../lib/say.mjs';

/**
 * How to run a program of node_modules.
 *
 * @param {string} path
 * @param {string[]} args
 * @returns {[command: string, args: string[], options: {cwd: string}]}
 */
const tool = (path, ...args) => [
	process.execPath,
	[`node_modules/${path}`, ...args],
	{ cwd: root },
];

async function scanPublished() {
	const { scanPackage } = await import('../lib/scan-package.mjs');
	await runCommand(...gulp('build', '--silent'));
	await scanPackage();
}

const CHECKS = {
	Types: () => handOver(...tool('typescript/bin/tsc', '-p', 'tsconfig.json')),
	'Types of the scripts': () =>
		handOver(...tool('typescript/bin/tsc', '-p', 'scripts/tsconfig.json')),
	"Types of the service's tests and load runs": () =>
		handOver(...tool('typescript/bin/tsc', '-p', 'service/test/tsconfig.json')),
	// The node, the service and the tests each have the rules that fit them: ESLint looks for the nearest configuration.
	"n8n's strict rules": () =>
		handOver('npx', ['n8n-node', 'lint'], {
			cwd: root,
			env: { ESLINT_FLAGS: 'v10_config_lookup_from_file' },
		}),
	Formatting: () =>
		handOver(...tool('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.')),
	'Length of files': () =>
		handOver(
			...tool(
				'eslint/bin/eslint.js',
				...['--config', 'scripts/lib/length.eslint.config.mjs'],
				...['credentials', 'nodes', 'batch', 'huawei-cloud', 'images', 'tagging', 'service/src'],
			),
		),
	'Architecture and cycles': () =>
		handOver(
			...tool(
				'dependency-cruiser/bin/dependency-cruise.mjs',
				'--config=.dependency-cruiser.mjs',
				...['credentials', 'nodes', 'batch', 'huawei-cloud', 'images', 'tagging'],
				...['bench', 'scripts', 'test', 'service/src', 'service/test', 'service/bench'],
			),
		),
	'Dead files, exports and dependencies': () =>
		handOver(...tool('knip/bin/knip.js', '--no-progress', '--treat-config-hints-as-errors')),
	"n8n's package scanner, over what npm would publish": scanPublished,
};

export default async function lint() {
	await installPackage();
	await installService();
	// Scripts that take modules from the built service are only then seen as users of them.
	await buildService();
	for (const [name, check] of Object.entries(CHECKS)) {
		say(`→ ${name}`);
		await check();
	}
	say('✔ Clean');
}
