import { installPackage, root } from '../lib/prepare.mjs';
import { handOver } from '../lib/run-command.mjs';

/**
 * Version, changelog, commit and tag. The tag's push starts .github/workflows/publish.yml.
 *
 * @param {string[]} args of release-it
 */
export default async function release(args) {
	await installPackage();
	await handOver(process.execPath, ['node_modules/release-it/bin/release-it.js', ...args], {
		cwd: root,
	});
}
