import { inChild, startUpstream } from '../children';
import { makeImage } from '../image';
import { itemsOf, startRig } from '../rig';
import { atMost, compare, median, noneLost, times, type Row } from '../row';

const SIZES = [10, 100, 1_000, 10_000];
const ROUNDS = 3;
/** Small sizes run more often, so that each figure is over at least this many items a round. */
const LEAST_ITEMS = 1_000;

interface Cost {
	wall: number;
	processor: number;
}

const number = (value: number): string => value.toLocaleString('en');

/** Cost per item, by the number of items, at a service that answers at once. */
export async function measureGrowth(): Promise<Row[]> {
	const upstream = await startUpstream({ latencyMs: 0, inFlight: 50 });
	const rig = await startRig();
	try {
		const all = itemsOf(makeImage(80), Math.max(...SIZES));
		let lost = 0;
		let total = 0;
		const perItem = async (count: number): Promise<Cost> => {
			let wall = 0;
			let images = 0;
			globalThis.gc?.();
			const before = process.cpuUsage();
			for (; images < LEAST_ITEMS; images += count) {
				const run = await rig.tag(upstream.url, all.slice(0, count), {});
				wall += run.wallMs;
				lost += run.lost;
			}
			const { user, system } = process.cpuUsage(before);
			total += images;
			return { wall: wall / images, processor: (user + system) / images };
		};
		await perItem(LEAST_ITEMS);
		const rounds: Cost[][] = [];
		for (let round = 0; round < ROUNDS; round++) {
			const costs: Cost[] = [];
			for (const size of SIZES) costs.push(await perItem(size));
			rounds.push(costs);
		}
		/** The largest size over the one at `base`, the median of the rounds. */
		const grown = (base: number, cost: keyof Cost) =>
			median(
				rounds.map((costs) => {
					const [small, large] = [costs[base], costs.at(-1)] as [Cost, Cost];
					return large[cost] / small[cost];
				}),
			);
		return [
			...SIZES.slice(0, -1).flatMap((size, base) => [
				atMost(`Time per item: 10,000 items over ${number(size)}`, grown(base, 'wall'), 1.2),
				compare(
					`Processor time per item: 10,000 items over ${number(size)}`,
					times(grown(base, 'processor')),
				),
			]),
			noneLost('Lost', lost, total),
		];
	} finally {
		upstream.close();
		rig.engine.stop();
	}
}

export const growth = async (): Promise<Row[]> => await inChild('growth', {});
