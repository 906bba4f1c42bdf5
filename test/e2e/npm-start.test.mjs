import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/lib/prepare.mjs';
import { createApi } from '../../scripts/n8n/api.mjs';
import { cacheFolder } from '../../scripts/n8n/cache.mjs';
import { freePort, isTaken } from '../../scripts/n8n/ports.mjs';
import { DEFAULT_VERSION } from '../../scripts/n8n/versions.mjs';
import { listExamples } from '../../scripts/n8n/workflows.mjs';

const version = process.env.E2E_N8N_VERSION ?? DEFAULT_VERSION;

/** What the command prints, until it says how to stop it. */
const untilReady = (child) =>
	new Promise((resolve, reject) => {
		let output = '';
		child.stderr.on('data', (chunk) => {
			output += chunk;
			if (output.includes('Ctrl-C stops everything')) resolve(output);
		});
		child.once('close', () => reject(new Error(`It ended before it was ready:\n${output}`)));
	});

const addressAfter = (words, output) =>
	new RegExp(`${words} on (http://[\\w.]+:\\d+)`).exec(output)[1];

test('npm start brings up editor, service and examples, and Ctrl-C ends them all', async () => {
	const port = await freePort();
	const args = ['start', '--', '--n8n', version, '--port', String(port)];
	// npm and what it starts are one group, as in a terminal.
	const child = spawn('npm', args, {
		cwd: root,
		stdio: ['ignore', 'ignore', 'pipe'],
		detached: true,
	});
	const closed = once(child, 'close');
	try {
		const output = await untilReady(child);
		const n8n = addressAfter(`n8n ${version}`, output);
		const service = addressAfter('Image Tagging service', output);
		assert.ok(output.includes(`${n8n}/home/workflows\n`));
		for (const page of [n8n, `${n8n}/home/workflows`, `${service}/`])
			assert.equal((await fetch(page)).status, 200);
		const [, email, password] = /e-mail (\S+), password (\S+)/.exec(output);
		const api = createApi(n8n, version);
		await api.signIn({ email, password });
		const names = (await api.request('GET', '/workflows')).map(({ name }) => name);
		assert.equal(names.length, (await listExamples()).length);
		process.kill(-child.pid, 'SIGINT');
		await closed;
		for (const address of [n8n, service]) {
			assert.equal(await isTaken(Number(new URL(address).port)), false);
		}
	} finally {
		if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL');
		await closed;
		rmSync(path.join(cacheFolder, `editor-${version}-${port}`), { recursive: true, force: true });
	}
});
