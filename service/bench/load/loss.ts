import { setTimeout as sleep } from 'node:timers/promises';

import { compare, noneLost, type Row } from '../../../bench/row';
import { askInLoops, readPhotos } from './clients';
import type { Amount } from './amount';
import { bodiesOf, startService, WORKERS, type Service } from './service';

const KILLS = 3;

async function killWorkers(service: Service, milliseconds: number): Promise<void> {
	for (let kill = 0; kill < KILLS; kill++) {
		await sleep(milliseconds / KILLS);
		while (service.workers().length < WORKERS) await sleep(10);
		process.kill(service.workers()[kill % WORKERS] as number, 'SIGKILL');
	}
}

/** Workers are killed while every request that is accepted waits for one. */
export async function loss({ milliseconds }: Amount): Promise<Row[]> {
	const service = await startService();
	let over = false;
	const killing = killWorkers(service, milliseconds * 2).then(() => (over = true));
	const answers = await askInLoops(service, bodiesOf(readPhotos()), 8, () => !over);
	await killing;
	await service.stop();
	const lost = answers.filter(({ status }) => status !== 200).length;
	const slowest = Math.max(...answers.map((answer) => answer.milliseconds));
	return [
		noneLost(`accepted requests lost when a worker is killed ${KILLS} times`, lost, answers.length),
		compare('the slowest answer', `${slowest.toFixed(0)} ms`),
	];
}
