import { startUpstream } from '../children';
import { makeImage } from '../image';
import { itemsOf, startRig } from '../rig';
import { atMost, compare, median, noneLost, times, type Row } from '../row';

const SIZES = [10, 100, 1_000, 10_000];
const ROUNDS = 3;
/** Small sizes run more often, so that each figure is over at least this many items a round. */
const LEAST_ITEMS = 500;

/** Time per item, by the number of items, at a service that answers at once. */
export async function growth(): Promise<Row[]> {
	const upstream = await startUpstream({ latencyMs: 0, inFlight: 50 });
	const rig = await startRig();
	try {
		const all = itemsOf(makeImage(80), Math.max(...SIZES));
		let lost = 0;
		let total = 0;
		const perItem = async (count: number): Promise<number> => {
			const walls: number[] = [];
			for (let done = 0; done < LEAST_ITEMS; done += count) {
				const run = await rig.tag(upstream.url, all.slice(0, count), {});
				walls.push(run.wallMs);
				lost += run.lost;
				total += count;
			}
			return median(walls) / count;
		};
		await perItem(1_000);
		const rounds: number[][] = [];
		for (let round = 0; round < ROUNDS; round++) {
			const figures: number[] = [];
			for (const size of SIZES) figures.push(await perItem(size));
			rounds.push(figures);
		}
		const over = (size: number, base: number) =>
			median(
				rounds.map(
					(figures) =>
						(figures[SIZES.indexOf(size)] as number) / (figures[SIZES.indexOf(base)] as number),
				),
			);
		return [
			atMost('Time per item: 10,000 items over 10', over(10_000, 10), 1.2),
			atMost('Time per item: 10,000 items over 100', over(10_000, 100), 1.2),
			atMost('Time per item: 10,000 items over 1,000', over(10_000, 1_000), 1.2),
			compare('Time per item: 10 items over 1,000 (start of an execution)', times(over(10, 1_000))),
			noneLost('Lost', lost, total),
		];
	} finally {
		upstream.close();
		rig.engine.stop();
	}
}
