import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const main = join(import.meta.dirname, '..', '..', 'dist', 'main.js');

/**
 * Runs the built service on a free port; without a configuration it has the demo account.
 * @param node the Node binary that runs it
 */
export async function startService(config, node = process.execPath) {
	const folder = mkdtempSync(join(tmpdir(), 'image-service-'));
	const file = join(folder, 'config.json');
	if (config) writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
	const child = spawn(node, [main], {
		stdio: ['ignore', 'pipe', 'ignore'],
		env: {
			...process.env,
			IMAGE_SERVICE_HOST: '127.0.0.1',
			IMAGE_SERVICE_PORT: '0',
			IMAGE_SERVICE_CONFIG: config ? file : '',
		},
	});
	const [line] = await once(createInterface(child.stdout), 'line');
	return {
		url: JSON.parse(line).listening,
		pid: child.pid,
		async stop() {
			child.kill();
			await once(child, 'close');
			rmSync(folder, { recursive: true });
		},
	};
}
