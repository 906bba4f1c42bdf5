import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { expect, it } from '@jest/globals';

it('npm run service says where it listens, answers there, and ends when it is told to', async () => {
	const child = spawn('npm', ['run', 'service'], {
		cwd: join(__dirname, '../..'),
		env: {
			...process.env,
			IMAGE_SERVICE_HOST: '',
			IMAGE_SERVICE_PORT: '0',
			IMAGE_SERVICE_CONFIG: '',
		},
		stdio: ['ignore', 'pipe', 'ignore'],
		// npm, the task and the service are one group, as in a terminal.
		detached: true,
	});
	const closed = once(child, 'close');
	try {
		let url = '';
		for await (const line of createInterface({ input: child.stdout })) {
			if (!line.startsWith('{')) continue;
			url = (JSON.parse(line) as { listening: string }).listening;
			break;
		}
		expect((await fetch(`${url}/healthz`)).status).toBe(200);
	} finally {
		process.kill(-(child.pid ?? 0), 'SIGINT');
	}
	child.stdout.resume();
	await closed;
	expect(child.exitCode === 0 || child.exitCode === 130 || child.signalCode === 'SIGINT').toBe(
		true,
	);
});
