import { join } from 'node:path';

import { buildService, installService, root } from './prepare.mjs';
import { runCommand } from './run-command.mjs';

/**
 * Packs the service with its models and page, as it is published.
 *
 * @param {string} folder where the tarball goes
 * @returns {Promise<string>} its path
 */
export async function packService(folder) {
	await installService();
	await buildService();
	const args = ['pack', '--json', '--silent', '--pack-destination', folder];
	const report = await runCommand('npm', args, { cwd: join(root, 'service') });
	/** @type {[{filename: string}]} */
	const [{ filename }] = JSON.parse(report.slice(report.indexOf('[')));
	return join(folder, filename);
}
