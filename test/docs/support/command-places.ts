/** A command of the pages: either what runs it in CI, by a text of that file, or why nothing does. */
export type CommandPlace = [
	command: RegExp,
	where: { file: string; runs: string } | { notRun: string },
];

const CI = '.ci/run';
const WORKFLOW = '.github/workflows/ci.yml';
const PREPARE = 'scripts/lib/prepare.mjs';

/** Tests that a page tells to choose. */
export const SELECTED_TESTS =
	/^(?:npm test --|npx jest) (--selectProjects \S+ --testPathPatterns \S+)( -t \S+)?$/;

/** The first row that fits a command counts. Settings before a command (`NAME=value`) are not part of it. */
export const COMMAND_PLACES: CommandPlace[] = [
	[/^npm run demo$/, { file: CI, runs: 'step first npm run demo\n' }],
	[/^npm run build$/, { file: CI, runs: '\tnpm run build\n' }],
	[/^npm run lint$/, { file: CI, runs: 'step first npm run lint\n' }],
	[/^npm run test:all$/, { file: CI, runs: 'step npm run test:all\n' }],
	[/^npm test$/, { file: WORKFLOW, runs: 'run: npm test\n' }],
	[/^npm run coverage$/, { file: WORKFLOW, runs: 'run: npm run coverage\n' }],
	[
		/^(npm test --|npx jest) --selectProjects service$/,
		{ file: WORKFLOW, runs: 'run: npm test -- --selectProjects service\n' },
	],
	[
		/^npm run test:mutation -- --security$/,
		{ file: CI, runs: 'step npm run test:mutation -- --security\n' },
	],
	[/^npm run test:mutation( -- .+)?$/, { notRun: 'takes hours; CI tries the files of security' }],
	[SELECTED_TESTS, { file: 'test/docs/commands.test.ts', runs: "'--listTests'" }],
	[/^npm run test:e2e -- 2\.41\.1$/, { file: CI, runs: 'step npm run test:e2e -- 2.41.1\n' }],
	[
		/^npm run test:e2e$/,
		// The lines of n8n that the command takes one after the other, each by a job of its own.
		{ file: WORKFLOW, runs: 'run: npm run test:e2e -- ${{ matrix.n8n }}\n' },
	],
	[
		/^npm run service$/,
		{ file: 'test/package/service-command.test.ts', runs: "spawn('npm', ['run', 'service']" },
	],
	[
		/^npm run service -- init service\.json$/,
		{
			file: 'test/package/service-command.test.ts',
			runs: "'run', 'service', '--', 'init', 'mine.json'",
		},
	],
	[
		/^npm run service -- --config service\.json --host 0\.0\.0\.0$/,
		// The command that it stands for.
		{
			file: 'service/test/cli/commands.test.ts',
			runs: "['--config', 'service.json', '--port', '0']",
		},
	],
	// By the program that scripts/tasks/release.mjs calls, without the tests that come before.
	[
		/^npm run release -- --dry-run$/,
		{ file: 'test/package/release-run.test.ts', runs: "release('--dry-run', 'minor')" },
	],
	[
		/^npm run release -- [\d.]+$/,
		{ file: 'test/package/release-run.test.ts', runs: 'release(version)' },
	],
	[/^npm run release$/, { file: 'test/package/release-run.test.ts', runs: "release('minor')" }],
	[
		/^npm install --legacy-peer-deps --ignore-scripts <.*\.tgz.*>$/,
		{
			file: 'test/package/packed.test.ts',
			runs: "run('npm', ['install', '--legacy-peer-deps', '--ignore-scripts', tarball]",
		},
	],
	[
		/^npm install -g (huaweicloud-image-tagging-service|<.*\.tgz.*>)$/,
		// The tarball that is published under this name.
		{ file: 'service/test/cli/installed.test.ts', runs: "run('npm', ['install', '-g'" },
	],
	[
		/^npm uninstall -g huaweicloud-image-tagging-service$/,
		{ file: 'service/test/cli/installed.test.ts', runs: "run('npm', ['uninstall', '-g'" },
	],
	[
		/^huaweicloud-image-tagging-service (init|check) service\.json$/,
		{ file: 'service/test/cli/installed.test.ts', runs: "run(command, ['check', 'service.json']" },
	],
	[
		/^huaweicloud-image-tagging-service( --config service\.json --host 0\.0\.0\.0)?$/,
		{ file: 'service/test/cli/commands.test.ts', runs: "['--config', 'service.json'" },
	],
	[
		/^npm run pack:service( -- service\/deploy)?$/,
		{ file: 'service/test/cli/installed.test.ts', runs: "['run', '--silent', 'pack:service'" },
	],
	[/^npm start$/, { file: 'test/e2e/npm-start.test.mjs', runs: "const args = ['start'," }],
	[/^npm pack$/, { file: 'test/package/packed.test.ts', runs: "run('npm', ['pack'" }],
	[/^npx tsc$/, { file: PREPARE, runs: "'node_modules/typescript/bin/tsc', '-p', '.'" }],
	[/^node scripts\/convert-model\.js$/, { file: PREPARE, runs: "'scripts/convert-model.js'" }],
	[
		/^node test\/clients\/run\.mjs$/,
		{ file: CI, runs: 'step node service/test/clients/run.mjs\n' },
	],
	[
		/^node (service\/)?test\/page\/page\.mjs$/,
		{ file: WORKFLOW, runs: 'run: node service/test/page/page.mjs\n' },
	],
	[/^npm run test:scale -- image$/, { file: WORKFLOW, runs: 'run: npm run test:scale -- image\n' }],
	[
		/^curl .*\/webhook\/tag-picture$/,
		{
			file: 'test/e2e/examples.test.mjs',
			runs: "'curl',\n\t\t[...sent, `${rig.n8n.url}/webhook/tag-picture`]",
		},
	],

	[
		/^(SERVICE=http|-s -D - |tr -d |base64 -w 0 |curl -s "\$SERVICE\/)/,
		{ file: 'service/test/clients/examples.mjs', runs: "'../../docs/api.md'" },
	],
	[
		/^node scripts\/vocabulary\/draft\.mjs$/,
		{ notRun: 'needs WordNet, and writes what is committed and tested' },
	],
	[/^npm run format$/, { notRun: 'writes files; lint checks the same rules' }],
	[/^npm run test:soak$/, { notRun: 'takes half an hour; CI soaks the service for two minutes' }],
	[/^npm run test:scale( -- queue)?$/, { notRun: 'needs Redis, PostgreSQL and 6 quiet minutes' }],
	[
		/^docker (build|run) /,
		{ notRun: 'needs a Docker engine; test:scale carries out the Dockerfile without one' },
	],
	[
		/^(npm run bench( -- --docs)?|node bench\/\S+( <photos>)?)$/,
		{ notRun: 'measures the machine that it runs on' },
	],
	[
		/^node scripts\/docs\/(conformance|contract|error-codes|reliability)\.mjs$/,
		{ notRun: 'writes what a test compares with the code' },
	],
	[/^node test\/node-versions\.mjs /, { notRun: 'needs other versions of Node; CI has a matrix' }],
];
