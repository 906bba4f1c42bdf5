import { prepareAll, root } from '../lib/prepare.mjs';
import { handOver } from '../lib/run-command.mjs';

/**
 * How many small mistakes in the sources the tests notice.
 *
 * @param {string[]} args folders or files, or `--security`
 */
export default async function testMutation(args) {
	await prepareAll();
	await handOver(process.execPath, ['test/mutation/main.mjs', ...args], { cwd: root });
}
