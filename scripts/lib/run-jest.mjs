import { root } from './prepare.mjs';
import { handOver } from './run-command.mjs';

/**
 * Runs Jest over the projects of jest.config.js, with the user's terminal.
 *
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
export const runJest = (args, env = {}) =>
	handOver(process.execPath, ['node_modules/jest/bin/jest.js', ...args], { cwd: root, env });
