import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { bareMachine, run } from './support.mjs';

const lastLine = (output) => output.trim().split('\n').at(-1);

/** Commands that end before they would install anything. */
async function fails(args, env = {}) {
	const machine = bareMachine('echo "npm was called" >&2; exit 1');
	try {
		const { status, output } = await run(['scripts/run.mjs', ...args], { ...machine.env, ...env });
		assert.equal(status, 1, output);
		assert.ok(!existsSync(`${machine.cache}/n8n-2.41.1`));
		assert.match(lastLine(output), /^✖ /);
		return lastLine(output);
	} finally {
		machine.remove();
	}
}

test('a taken port is named, with the way out', async () => {
	const other = createServer().listen(0, '127.0.0.1');
	await once(other, 'listening');
	const { port } = other.address();
	try {
		const sentence = await fails(['start', '--port', String(port)]);
		assert.match(sentence, new RegExp(`Port ${port} is taken`));
		assert.match(sentence, /--port/);
	} finally {
		other.close();
	}
});

test('an impossible port is refused', async () => {
	assert.match(await fails(['start', '--port', '70000']), /--port takes a number from 1 to 65535/);
});

test('an unknown option is answered with the known ones', async () => {
	assert.match(await fails(['start', '--colour']), /npm start -- \[--n8n/);
});

test('no Chromium is said before n8n is installed', async () => {
	assert.match(await fails(['test:e2e']), /need Chromium: install it .* or set CHROMIUM_PATH/);
});

test('a CHROMIUM_PATH that leads nowhere is named', async () => {
	const sentence = await fails(['test:e2e'], { CHROMIUM_PATH: '/nowhere/chromium' });
	assert.match(sentence, /CHROMIUM_PATH is \/nowhere\/chromium/);
});

test('an unknown test file is named', async () => {
	const sentence = await fails(['test:e2e', 'nonsense'], { CHROMIUM_PATH: process.execPath });
	assert.match(sentence, /no test file named nonsense/);
});

test('no Redis is said with its apt package, before anything is started', async () => {
	const sentence = await fails(['test:scale', 'queue']);
	assert.match(sentence, /Redis is not on this machine .* "apt-get install redis-server"/);
});

test('an unknown part of the scale test is answered with the known ones', async () => {
	assert.match(await fails(['test:scale', 'nonsense']), /test:scale -- \[queue\] \[image\]/);
});
