import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { N8N_VERSIONS } from '../../scripts/n8n/versions.mjs';
import { bareMachine, run } from './support.mjs';

const VERSION = '1.123.81';

/** What npm leaves behind when it installs n8n or Node. */
const WORKS = 'mkdir -p node_modules/n8n/bin && touch node_modules/n8n/bin/n8n';

const INSTALL = ['--input-type=module', '-e'].concat(`
	import { ensureN8n } from './scripts/n8n/install-n8n.mjs';
	try {
		console.log((await ensureN8n('${VERSION}')).bin);
	} catch (error) {
		console.log(error.name + ': ' + error.message);
		process.exitCode = 1;
	}
`);

const sentences = (output) => output.split('\n').filter((line) => line.startsWith('Failure: '));

const FAULTS = [
	['no network', 'getaddrinfo ENOTFOUND registry.example', 'the npm registry cannot be reached'],
	['a refused proxy', 'connect ECONNREFUSED 127.0.0.1:8', 'the npm registry cannot be reached'],
	['a full disk', 'ENOSPC: no space left on device, write', 'the disk is full; free some space'],
	['a folder of another user', 'EACCES: permission denied, mkdir', 'check its owner'],
	['no compiler', 'npm error gyp ERR! find Python', 'install python3, make and a C++ compiler'],
	['a package that is gone', 'npm error code E404', 'does not have one of the packages'],
	['anything else', 'something unheard of', 'npm ended with status 1'],
];

for (const [what, words, expected] of FAULTS) {
	test(`${what} is one sentence, and the next start installs again`, async () => {
		const broken = bareMachine(`touch half; echo '${words}' >&2; exit 1`);
		try {
			const failed = await run(INSTALL, broken.env);
			assert.equal(failed.status, 1);
			const [sentence, ...more] = sentences(failed.output);
			assert.equal(more.length, 0);
			assert.ok(sentence.includes(expected), sentence);
			assert.match(sentence, /\(details in .*\.log\)\.$/);
			broken.setNpm(WORKS);
			const mended = await run(INSTALL, broken.env);
			assert.equal(mended.status, 0, mended.output);
			assert.match(mended.output, /an unfinished installation is being replaced/);
			assert.ok(!existsSync(path.join(broken.cache, `n8n-${VERSION}`, 'half')));
		} finally {
			broken.remove();
		}
	});
}

test('a folder without its marker is replaced, a complete one is left alone', async () => {
	const machine = bareMachine(WORKS);
	try {
		const folder = path.join(machine.cache, `n8n-${VERSION}`);
		mkdirSync(folder, { recursive: true });
		writeFileSync(path.join(folder, 'half'), '');
		const first = await run(INSTALL, machine.env);
		assert.equal(first.status, 0, first.output);
		assert.ok(!existsSync(path.join(folder, 'half')));
		const second = await run(INSTALL, machine.env);
		assert.equal(second.output.trim(), path.join(folder, 'node_modules/n8n/bin/n8n'));
	} finally {
		machine.remove();
	}
});

test('a lock whose owner has died is taken over', async () => {
	const machine = bareMachine(WORKS);
	try {
		mkdirSync(machine.cache, { recursive: true });
		writeFileSync(path.join(machine.cache, `n8n-${VERSION}.lock`), '4194304');
		const { status, output } = await run(INSTALL, machine.env);
		assert.equal(status, 0, output);
		assert.ok(!existsSync(path.join(machine.cache, `n8n-${VERSION}.lock`)));
	} finally {
		machine.remove();
	}
});

test('two starts at once install once', async () => {
	const machine = bareMachine(`pwd >> "$XDG_CACHE_HOME/runs"; sleep 1; ${WORKS}`);
	try {
		const both = await Promise.all([run(INSTALL, machine.env), run(INSTALL, machine.env)]);
		for (const { status, output } of both) assert.equal(status, 0, output);
		const runs = readFileSync(path.join(machine.env.XDG_CACHE_HOME, 'runs'), 'utf8').split('\n');
		const inN8n = runs.filter((folder) => folder.endsWith(VERSION));
		assert.equal(inN8n.length, 2, 'one installs and compiles, the other waits');
	} finally {
		machine.remove();
	}
});

test('an unknown version names the known ones', async () => {
	const machine = bareMachine(WORKS);
	try {
		const { status, output } = await run(
			['scripts/run.mjs', 'start', '--n8n', '1.0.0'],
			machine.env,
		);
		assert.equal(status, 1);
		for (const version of Object.keys(N8N_VERSIONS)) assert.ok(output.includes(version));
		assert.ok(!existsSync(path.join(machine.cache, 'n8n-1.0.0')));
	} finally {
		machine.remove();
	}
});
