import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface UpstreamCounts {
	requests: number;
	refused: number;
	spoiled: number;
}

/** Starts the service that the bench sends to; its settings are environment variables. */
export async function startUpstream(root: string, settings: Record<string, string> = {}) {
	const child = spawn(process.execPath, [join(root, 'scripts/bench/upstream.mjs')], {
		env: { ...process.env, ...settings },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [line] = (await once(child.stdout, 'data')) as [Buffer];
	const url = `http://127.0.0.1:${line.toString().trim()}`;
	return {
		url,
		counts: async () => (await (await fetch(`${url}/counts`)).json()) as UpstreamCounts,
		async stop() {
			child.kill();
			await once(child, 'exit');
		},
	};
}
