import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { WORKER_MEMORY } from '../../src/engine/pool/worker-memory';
import { PHOTOS } from './clients';
import { WORKERS } from './service';

export interface Loops {
	/** Photos tagged a second, by all loops together. */
	rate(milliseconds: number): Promise<number>;
	/** Process ids of the loops. */
	processes(): number[];
	stop(): void;
}

/** As many processes as the service has workers, each looping over the photos without queue or server. */
export async function startLoops(script: string, ...args: string[]): Promise<Loops> {
	const children = Array.from({ length: WORKERS }, (_, i) =>
		fork(join('service', 'bench', script), [PHOTOS, String(i), ...args], {
			env: { ...process.env, ...WORKER_MEMORY.env },
			execArgv: WORKER_MEMORY.execArgv,
		}),
	);
	await Promise.all(children.map((child) => once(child, 'message')));
	return {
		async rate(milliseconds) {
			const rates = await Promise.all(
				children.map(async (child) => {
					child.send(milliseconds);
					const [rate] = (await once(child, 'message')) as [number];
					return rate;
				}),
			);
			return rates.reduce((sum, rate) => sum + rate, 0);
		},
		processes: () => children.map(({ pid }) => pid ?? 0),
		stop: () => children.forEach((child) => child.disconnect()),
	};
}
