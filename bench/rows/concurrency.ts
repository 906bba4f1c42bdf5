import axios from 'axios';
import type { INodeExecutionData } from 'n8n-workflow';

import { startUpstream } from '../children';
import { makeImage } from '../image';
import { itemsOf, startRig } from '../rig';
import { atLeast, atMost, compare, median, noneLost, times, type Row } from '../row';

const IMAGES = 100;
const IN_FLIGHT = 10;
const LATENCY_MS = 200;
const IDEAL_MS = (IMAGES / IN_FLIGHT) * LATENCY_MS;
/** With the first request alone. */
const IDEAL_ALONE_MS = IDEAL_MS + LATENCY_MS;
const ROUNDS = 5;

const bodyOf = (item: INodeExecutionData): Buffer =>
	Buffer.from(`{"image":"${item.binary?.data?.data}","language":"en"}`);

/** Plain POSTs of the same bytes, so many at a time; returns how many got no tags. */
async function plainPosts(url: string, bodies: Buffer[], atOnce: number): Promise<number> {
	let next = 0;
	let lost = 0;
	const sender = async () => {
		for (let body = bodies[next++]; body; body = bodies[next++]) {
			const headers = { 'Content-Type': 'application/json' };
			const response = await axios
				.post(`${url}/v2/p/image/tagging`, body, { headers, validateStatus: () => true })
				.catch(() => undefined);
			if (response?.status !== 200) lost++;
		}
	};
	await Promise.all(Array.from({ length: atOnce }, sender));
	return lost;
}

/** 100 images of 200 KB at a service that takes 10 at a time and answers after 200 ms. */
export async function concurrency(): Promise<Row[]> {
	const upstream = await startUpstream({ latencyMs: LATENCY_MS, inFlight: IN_FLIGHT });
	const rig = await startRig();
	try {
		const items = itemsOf(makeImage(256), IMAGES);
		const bodies = items.map(bodyOf);
		const ours = async (accessKeyId?: string) =>
			await rig.tag(upstream.url, items, { maxConcurrency: IN_FLIGHT }, accessKeyId);
		await ours();

		const known: number[] = [];
		const unknown: number[] = [];
		const plain: number[] = [];
		let lost = 0;
		for (let round = 0; round < ROUNDS; round++) {
			for (const [walls, run] of [
				[known, await ours()],
				[unknown, await ours(`KEY${round}`)],
			] as const) {
				walls.push(run.wallMs);
				lost += run.lost;
			}
			const started = performance.now();
			await plainPosts(upstream.url, bodies, IN_FLIGHT);
			plain.push(performance.now() - started);
		}
		const single = await rig.tag(upstream.url, items, { maxConcurrency: 1 });
		const unboundedLost = await plainPosts(upstream.url, bodies, IMAGES);
		return [
			atMost(
				'10 at a time, over the ideal (2.0 s): key accepted in the last 15 minutes',
				median(known) / IDEAL_MS,
				1.15,
			),
			atMost(
				'A key not used before, whose first request goes alone: over its own ideal (2.2 s)',
				median(unknown) / IDEAL_ALONE_MS,
				1.15,
			),
			compare('The same over the ideal of 2.0 s', times(median(unknown) / IDEAL_MS)),
			atLeast('One at a time, over 10 at a time', single.wallMs / median(known), 8),
			noneLost('Lost, of all rounds', lost, IMAGES * ROUNDS * 2),
			compare(
				'Over plain POSTs of the same bytes, 10 at a time',
				times(median(known) / median(plain)),
			),
			compare(
				'Lost by plain POSTs, all at once and without retries',
				`${unboundedLost} of ${IMAGES}`,
			),
		];
	} finally {
		upstream.close();
		rig.engine.stop();
	}
}
