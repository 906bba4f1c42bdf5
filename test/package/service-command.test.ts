import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

it('npm run service -- init writes into the folder in which it is typed, and says how to go on there', () => {
	const folder = realpathSync(mkdtempSync(join(tmpdir(), 'service-command-')));
	try {
		const said = execFileSync(
			'npm',
			['--prefix', join(__dirname, '../..'), 'run', 'service', '--', 'init', 'mine.json'],
			{
				cwd: folder,
				encoding: 'utf8',
			},
		);
		expect(existsSync(join(folder, 'mine.json'))).toBe(true);
		expect(said).toContain(`Wrote ${join(folder, 'mine.json')}, `);
		expect(said).toContain('  npm run service -- --config mine.json --host 0.0.0.0\n');
	} finally {
		rmSync(folder, { recursive: true });
	}
});
