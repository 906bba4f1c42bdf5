import { atLeast, compare, median, percent, times, type Row } from '../../../bench/row';
import { MODELS, ratePerSecond, readPhotos } from './clients';
import { startLoops } from './loops';
import type { Amount } from './amount';
import { processorMsOf } from './processes';
import { bodiesOf, startService } from './service';

const ROUNDS = 3;
const NAMES = { served: 'the service', bare: 'bare loops', original: 'TensorFlow.js loops' };

interface Source {
	/** Images a second. */
	rate(milliseconds: number): Promise<number>;
	processes(): number[];
}

/** Images a second, and the processor time that each took. */
async function measure(source: Source, milliseconds: number) {
	const [start, used] = [performance.now(), processorMsOf(source.processes())];
	const rate = await source.rate(milliseconds);
	const images = rate * ((performance.now() - start) / 1000);
	return { rate, processorMs: (processorMsOf(source.processes()) - used) / images };
}

/** The service, bare loops and the TensorFlow.js original in turns, so that all see the same machine. */
export async function throughput({ milliseconds }: Amount): Promise<Row[]> {
	const bodies = bodiesOf(readPhotos());
	const service = await startService();
	const bare = await startLoops('bare-loop.js', ...MODELS);
	const original = await startLoops('original-loop.js');
	const served: Source = {
		rate: (time) => ratePerSecond(service, bodies, time),
		processes: service.processes,
	};
	for (const source of [bare, served, original]) await source.rate(milliseconds);
	const rounds: Record<keyof typeof NAMES, Awaited<ReturnType<typeof measure>>>[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		rounds.push({
			bare: await measure(bare, milliseconds),
			served: await measure(served, milliseconds),
			original: await measure(original, milliseconds),
		});
	}
	bare.stop();
	original.stop();
	await service.stop();
	const of = (figure: (round: (typeof rounds)[number]) => number) => median(rounds.map(figure));
	return [
		atLeast(
			'throughput of two loops that only decode and tag',
			of((round) => round.served.rate / round.bare.rate),
			0.85,
			percent,
		),
		atLeast(
			'throughput of two loops of the TensorFlow.js (wasm) originals',
			of((round) => round.served.rate / round.original.rate),
			3,
			times,
		),
		compare(
			"processor time an image, server included, to a bare loop's",
			times(of((round) => round.served.processorMs / round.bare.processorMs)),
		),
		...(['served', 'bare', 'original'] as const).map((name) =>
			compare(
				NAMES[name],
				`${of((round) => round[name].rate).toFixed(1)} images/s, ${of((round) => round[name].processorMs).toFixed(0)} ms of a processor each`,
			),
		),
	];
}
