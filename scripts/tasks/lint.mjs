import { handOver, runCommand } from '../lib/run-command.mjs';
import { installPackage, installService, root } from '../lib/prepare.mjs';
import { say } from '../lib/say.mjs';

const tool = (path, ...args) => [
	process.execPath,
	[`node_modules/${path}`, ...args],
	{ cwd: root },
];

export default async function lint() {
	await installPackage();
	await installService();
	say('→ Types');
	await handOver(...tool('typescript/bin/tsc', '-p', 'tsconfig.json'));
	say("→ n8n's strict rules");
	// The node, the service and the tests each have the rules that fit them: ESLint looks for the nearest configuration.
	await handOver('npx', ['n8n-node', 'lint'], {
		cwd: root,
		env: { ESLINT_FLAGS: 'v10_config_lookup_from_file' },
	});
	say('→ Formatting');
	await handOver(...tool('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'));
	say("→ n8n's package scanner, over what npm would publish");
	const { scanPackage } = await import('../lib/scan-package.mjs');
	await runCommand(...tool('gulp/bin/gulp.js', 'build', '--silent'));
	await scanPackage();
	say('✔ Clean');
}
