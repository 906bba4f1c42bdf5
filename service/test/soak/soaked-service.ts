import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { childrenOf, residentBytesOf } from '../../bench/load/processes';

const MAIN = join('service', 'dist', 'main.js');

export interface SoakedService {
	url: string;
	/** Process ids of its workers (Linux). */
	workers(): number[];
	/** Resident memory of the server and its workers, in bytes (Linux). */
	bytes(): number;
	/** Puts another configuration in the place of the present one, as an editor does it. */
	configure(config: unknown): void;
	/** Has it read the configuration again. */
	reload(): void;
	/** @returns its exit code, or the signal that ended it */
	stop(): Promise<number | string>;
}

/**
 * Runs the built service.
 * @param onLine gets each line of its log
 */
export async function startSoaked(
	config: unknown,
	onLine: (line: string) => void,
): Promise<SoakedService> {
	const folder = mkdtempSync(join(tmpdir(), 'image-service-soak-'));
	const file = join(folder, 'config.json');
	const configure = (changed: unknown) => {
		const text = typeof changed === 'string' ? changed : JSON.stringify(changed);
		writeFileSync(`${file}.new`, text, { mode: 0o600 });
		renameSync(`${file}.new`, file);
	};
	configure(config);
	const child = spawn(process.execPath, [MAIN], {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {
			...process.env,
			IMAGE_SERVICE_HOST: '127.0.0.1',
			IMAGE_SERVICE_PORT: '0',
			IMAGE_SERVICE_CONFIG: file,
		},
	});
	createInterface({ input: child.stderr }).on('line', onLine);
	const exit = once(child, 'exit').then(([code, signal]) => {
		rmSync(folder, { recursive: true, force: true });
		return (code ?? signal) as number | string;
	});
	const first = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), exit]);
	if (!Array.isArray(first)) throw new Error(`The service ended with ${first} at its start.`);
	const pid = child.pid as number;
	const workers = () => childrenOf(pid);
	return {
		url: (JSON.parse(String(first[0])) as { listening: string }).listening,
		workers,
		bytes: () =>
			[pid, ...workers()].reduce((sum, each) => {
				try {
					return sum + residentBytesOf([each]);
				} catch {
					// A worker that ended since it was listed.
					return sum;
				}
			}, 0),
		configure,
		reload: () => child.kill('SIGHUP'),
		async stop() {
			child.kill('SIGTERM');
			return await exit;
		},
	};
}
