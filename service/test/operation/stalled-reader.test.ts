import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from '@jest/globals';

const main = join(__dirname, '..', '..', 'dist', 'main.js');

/** A service whose standard error, a pipe or a socket, is held open by somebody who never reads it. */
async function startUnread(program: string, args: string[]): Promise<[ChildProcess, string]> {
	const child = spawn(program, args, {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, IMAGE_SERVICE_PORT: '0', IMAGE_SERVICE_CONFIG: '' },
	});
	const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
	return [child, (JSON.parse(line) as { listening: string }).listening];
}

/** `exec`, so that signals reach the service, with whose process the reader ends who reads nothing. */
const unreadPipe = `exec 2> >(exec tail --pid=$$ -f /dev/null >/dev/null); exec "$0" "$1"`;

it.each([
	['pipe', 'bash', ['-c', unreadPipe, process.execPath, main]],
	['socket', process.execPath, [main]],
])('nobody waits for the reader of a %s who stalls', async (_what, program, args) => {
	const [child, listening] = await startUnread(program, args);
	// Some hundred bytes a line: twice what is kept, and more than a pipe or a socket holds.
	for (let i = 0; i < 12_000; i += 100) {
		const asked = Array.from({ length: 100 }, () => fetch(`${listening}/nowhere`));
		for (const answer of await Promise.all(asked)) {
			expect(answer.status).toBe(404);
			await answer.arrayBuffer();
		}
	}
	expect((await fetch(`${listening}/healthz`)).status).toBe(200);
	const metrics = await (await fetch(`${listening}/metrics`)).text();
	const dropped = /^image_tagging_log_lines_dropped_total (\d+)$/m.exec(metrics)?.[1];
	expect(Number(dropped)).toBeGreaterThan(1_000);
	child.kill();
	expect(await once(child, 'exit')).toEqual([0, null]);
	child.stderr?.destroy();
});
