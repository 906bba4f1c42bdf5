import { spawn } from 'node:child_process';

/**
 * Runs a command to its end. Quietly: what it printed is part of the error when it fails, or what
 * `onFailure` makes of it.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: Record<string, string>, onFailure?: (output: string) => string}} [options]
 * @returns {Promise<string>} what it printed
 */
export const runCommand = (command, args, { cwd, env, onFailure } = {}) =>
	new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd,
			env: { ...process.env, ...env },
			stdio: ['ignore', 'pipe', 'pipe'],
			shell: process.platform === 'win32',
		});
		let output = '';
		child.stdout.on('data', (chunk) => (output += chunk));
		child.stderr.on('data', (chunk) => (output += chunk));
		child.on('error', (error) =>
			reject(new Error(`${command} could not be started: ${error.message}`)),
		);
		child.on('close', (code) => {
			if (code === 0) resolve(output);
			else {
				const text = output.trim();
				reject(
					new Error(
						onFailure?.(text) ?? `${command} ${args.join(' ')} failed (exit ${code}):\n${text}`,
					),
				);
			}
		});
	});

/**
 * Runs a command with the user's terminal and ends this process with its exit code if it fails.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: Record<string, string>}} [options]
 * @returns {Promise<void>}
 */
export const handOver = (command, args, { cwd, env } = {}) =>
	new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd,
			env: { ...process.env, ...env },
			stdio: 'inherit',
			shell: process.platform === 'win32',
		});
		for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
			process.on(signal, () => child.kill(signal));
		child.on('error', (error) =>
			reject(new Error(`${command} could not be started: ${error.message}`)),
		);
		child.on('close', (code, signal) => {
			if (code === 0 || signal === 'SIGINT' || signal === 'SIGTERM') resolve();
			else process.exit(code ?? 1);
		});
	});
