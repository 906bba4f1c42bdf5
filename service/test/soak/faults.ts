import { setTimeout as sleep } from 'node:timers/promises';

import { call } from './call';
import { tokenStatus, type HonestAccount } from './honest';
import type { SoakedService } from './soaked-service';
import type { Tally } from './tally';

export interface Fault {
	service: SoakedService;
	tally: Tally;
	stop: AbortSignal;
}

const rest = (milliseconds: number, signal: AbortSignal) =>
	sleep(milliseconds, undefined, { signal }).catch(() => undefined);

/** Kills one worker after the other, as a lack of memory does. */
export async function keepKilling({ service, tally, stop }: Fault, everyMs: number): Promise<void> {
	for (let i = 0; !stop.aborted; i++) {
		await rest(everyMs, stop);
		const workers = service.workers();
		const worker = workers[i % workers.length];
		if (stop.aborted || worker === undefined) continue;
		try {
			process.kill(worker, 'SIGKILL');
			tally.count('workers', 'killed');
		} catch {
			// It ended by itself since it was listed.
		}
	}
}

/** How long a reload may take while the machine has twice its work. */
const RELOADED_WITHIN_MS = 60_000;

/** An account whose only user is another one after each reload, so that nobody's wrong guesses lock the next. */
export const rotating = (turn: number): HonestAccount => ({
	name: 'rotating',
	projects: [{ id: 'rotating-project', name: 'rotating-1' }],
	users: [{ name: `user-${turn}`, password: `password-${turn}` }],
});

/**
 * Changes a user in the configuration, which takes effect soon and while all else goes on; each third time
 * the file is broken first, which changes nothing. Half of the time the service sees it by itself.
 */
export async function keepReloading(
	{ service, tally, stop }: Fault,
	everyMs: number,
	configFor: (account: HonestAccount) => unknown,
): Promise<void> {
	let calls = 0;
	/** Asks until it is told yes or no. */
	const opens = async (turn: number): Promise<boolean> => {
		for (;;) {
			const from = `127.0.3.${1 + (calls++ % 250)}`;
			const status = await tokenStatus(service.url, rotating(turn), from);
			if (status === 201 || status === 401 || stop.aborted) return status === 201;
			await rest(1_000, stop);
		}
	};
	for (let turn = 1; !stop.aborted; turn++) {
		await rest(everyMs, stop);
		if (stop.aborted) return;
		if (turn % 3 === 0) {
			service.configure('{"region": "half-writ');
			service.reload();
			await rest(3_000, stop);
			const isAsBefore = await opens(turn - 1);
			if (stop.aborted) return;
			if (isAsBefore) tally.count('reloads', 'broken file');
			else tally.fault('reloads', 'a broken configuration took the place of a sound one');
		}
		service.configure(configFor(rotating(turn)));
		if (turn % 2 === 0) service.reload();
		const start = performance.now();
		let isIn = await opens(turn);
		while (!isIn && !stop.aborted && performance.now() - start < RELOADED_WITHIN_MS) {
			await rest(1_000, stop);
			isIn = await opens(turn);
		}
		const isOldIn = await opens(turn - 1);
		if (stop.aborted) return;
		if (!isIn) tally.fault('reloads', 'a new user is still refused');
		else if (isOldIn) tally.fault('reloads', 'an old user still gets a token');
		else tally.count('reloads', 'done');
	}
}

/** Asks for the health from an address that nobody else uses. */
export async function keepProbing({ service, tally, stop }: Fault): Promise<number> {
	let slowest = 0;
	while (!stop.aborted) {
		const start = performance.now();
		try {
			const { status } = await call(service.url, { path: '/livez', from: '127.0.4.1' });
			if (status === 200) tally.count('probes', '200');
			else tally.fault('probes', String(status));
		} catch (error) {
			if (!stop.aborted) tally.fault('probes', error instanceof Error ? error.message : '');
		}
		slowest = Math.max(slowest, performance.now() - start);
		await rest(1_000, stop);
	}
	return slowest;
}

/** Resident memory by the second, in bytes. */
export async function keepWeighing({ service, stop }: Fault): Promise<number[]> {
	const weights: number[] = [];
	while (!stop.aborted) {
		weights.push(service.bytes());
		await rest(1_000, stop);
	}
	return weights;
}
