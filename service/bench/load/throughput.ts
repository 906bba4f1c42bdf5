import { join } from 'node:path';

import { atLeast, compare, median, percent, times, type Row } from '../../../scripts/bench/row';
import { ratePerSecond, readPhotos } from './clients';
import { startLoops } from './loops';
import type { Amount } from './main';
import { bodiesOf, startService } from './service';

const ROUNDS = 3;
const MODEL = join('service', 'models', 'coco-ssd');
const perSecond = (rate: number) => `${rate.toFixed(1)} images/s`;

/** The service, bare loops and the TensorFlow.js original in turns, so that all see the same machine. */
export async function throughput({ milliseconds }: Amount): Promise<Row[]> {
	const bodies = bodiesOf(readPhotos());
	const service = await startService();
	const bare = await startLoops('bare-loop.js', MODEL);
	const original = await startLoops('original-loop.js');
	const rounds = [];
	for (let round = 0; round < ROUNDS; round++) {
		const loops = await bare.rate(milliseconds);
		const served = await ratePerSecond(service, bodies, milliseconds);
		const again = await bare.rate(milliseconds);
		rounds.push({
			loops: (loops + again) / 2,
			served,
			original: await original.rate(milliseconds),
		});
	}
	bare.stop();
	original.stop();
	await service.stop();
	return [
		atLeast(
			'throughput of two loops that only decode and tag',
			median(rounds.map(({ served, loops }) => served / loops)),
			0.85,
			percent,
		),
		atLeast(
			'throughput of two loops of the TensorFlow.js (wasm) original',
			median(rounds.map((round) => round.served / round.original)),
			3,
			times,
		),
		compare('the service', perSecond(median(rounds.map(({ served }) => served)))),
		compare('bare loops', perSecond(median(rounds.map(({ loops }) => loops)))),
		compare('TensorFlow.js loops', perSecond(median(rounds.map((round) => round.original)))),
	];
}
