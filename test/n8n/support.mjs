import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../../scripts/lib/prepare.mjs';

/**
 * A machine without network, n8n and Chromium: an empty cache folder, and nothing on the PATH but
 * Node and an `npm` that does what `script` says.
 *
 * @param {string} script shell commands, run in the folder that is being installed
 */
export function bareMachine(script) {
	const home = mkdtempSync(path.join(tmpdir(), 'bare-machine-'));
	const bin = path.join(home, 'bin');
	const setNpm = (commands) =>
		writeFileSync(path.join(bin, 'npm'), `#!/bin/sh\nPATH=/usr/bin:/bin\n${commands}\n`, {
			mode: 0o755,
		});
	mkdirSync(bin);
	symlinkSync(process.execPath, path.join(bin, 'node'));
	setNpm(script);
	const env = { ...process.env, PATH: bin, XDG_CACHE_HOME: home };
	for (const name of ['CHROMIUM_PATH', 'NODE_TEST_CONTEXT']) delete env[name];
	return {
		env,
		setNpm,
		cache: path.join(home, 'n8n-nodes-huaweicloud-image-recognition'),
		remove: () => rmSync(home, { recursive: true, force: true }),
	};
}

/**
 * Runs a program of the repository to its end.
 *
 * @returns {Promise<{status: number | null, output: string}>} of both streams
 */
export function run(args, env) {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, args, { cwd: root, env });
		let output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text) => (output += text));
		}
		child.once('error', reject);
		child.once('close', (status) => resolve({ status, output }));
	});
}
