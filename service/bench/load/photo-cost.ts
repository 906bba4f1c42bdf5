import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { atMost, compare, median, times, type Row } from '../../../bench/row';
import { WORKER_MEMORY } from '../../src/engine/pool/worker-memory';
import { MODELS, PHOTOS } from './clients';

const ROUNDS = 7;
const LOOKS = 3;
const WAYS = ['service', 'former', 'models'] as const;

const KINDS = [
	{ kind: 'small', file: 'coffee.jpg', what: '800 × 800', most: 1.6 },
	{ kind: 'large', file: 'nagasaki-boats.jpg', what: '4032 × 3024', most: 0.35 },
	// Its codes, which are read one after the other at any scale, are most of what it costs.
	{ kind: 'grainy', file: 'nagasaki-boats.jpg', what: '4032 × 3024' },
	{ kind: 'progressive', file: 'nagasaki-boats.jpg', what: '4032 × 3024', how: ', progressive' },
];

async function ask(child: ChildProcess, message: object): Promise<unknown> {
	child.send(message);
	const [answer] = (await once(child, 'message')) as [unknown];
	return answer;
}

async function start(way: string): Promise<ChildProcess> {
	const child = fork(join('service', 'bench', 'photo-cost.js'), [way, ...MODELS], {
		env: { ...process.env, ...WORKER_MEMORY.env },
		execArgv: WORKER_MEMORY.execArgv,
	});
	await once(child, 'message');
	return child;
}

/** What one photo costs, small and large, over what it did when all pixels were decoded for the detector alone. */
export async function photoCost(): Promise<Row[]> {
	const children = await Promise.all(WAYS.map(start));
	const rows: Row[] = [];
	for (const { kind, file, what, how = '', most } of KINDS) {
		const photo = { file: join(PHOTOS, file), kind };
		const [bytes] = await Promise.all(children.map((child) => ask(child, { photo })));
		const costs = WAYS.map((): number[] => []);
		for (let round = 0; round < ROUNDS; round++) {
			for (const [i, child] of children.entries()) {
				costs[i]?.push(...((await ask(child, { looks: LOOKS })) as number[]));
			}
		}
		const [service, former, models] = costs.map(median) as [number, number, number];
		const name = `JPG of ${what} pixels and ${Math.round(Number(bytes) / 1e3)} KB${how}`;
		const ratio = service / former;
		rows.push(most ? atMost(name, ratio, most) : compare(name, times(ratio)));
		rows.push(compare(`${name}: milliseconds`, `${service.toFixed(0)} and ${former.toFixed(0)}`));
		rows.push(compare(`${name}: both models' runs alone`, times(models / former)));
	}
	for (const child of children) child.disconnect();
	return rows;
}
