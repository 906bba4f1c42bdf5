import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runProgram, startUpstream } from '../children';
import { makeImage, numbered } from '../image';
import { credentialFor } from '../rig';
import { atMost, compare, median, noneLost, times, type Row } from '../row';

const IMAGES = 100;
const IN_FLIGHT = 10;
const LATENCY_MS = 200;
const IDEAL_MS = (IMAGES / IN_FLIGHT) * LATENCY_MS;
const ROUNDS = 5;

interface Run {
	wallMs: number;
	lost: number;
}

/** The ways of the program, with what a user would call them. */
const BY_HAND = {
	allAtOnce: 'HTTP Request without batching',
	batchesOfASecond: 'HTTP Request, 10 every 1,000 ms',
};

const ratio = (runs: Run[]): number => median(runs.map(({ wallMs }) => wallMs / IDEAL_MS));
const lostOf = (runs: Run[]): number => runs.reduce((sum, { lost }) => sum + lost, 0);

/** The same job in real n8n, from files in its store to tags: this node, and n8n's HTTP Request node. */
export async function realN8n(): Promise<Row[]> {
	const folder = mkdtempSync(join(tmpdir(), 'bench-images-'));
	const upstream = await startUpstream({ latencyMs: LATENCY_MS, inFlight: IN_FLIGHT });
	try {
		const image = makeImage(256);
		for (let i = 0; i < IMAGES; i++) writeFileSync(join(folder, `${i}.bmp`), numbered(image, i));
		const { ways } = await runProgram<{ ways: Record<string, Run[]> }>('bench/n8n-runs.mjs', {
			url: upstream.url,
			folder,
			images: IMAGES,
			inFlight: IN_FLIGHT,
			rounds: ROUNDS,
			credential: credentialFor(upstream.url),
		});
		const runsOf = (way: string) => ways[way] as Run[];
		const total = IMAGES * ROUNDS;
		const own = runsOf('ownNode');
		const rest = runsOf('noOperation');
		const overBoth = own.map(
			({ wallMs }, round) => wallMs / (IDEAL_MS + (rest[round]?.wallMs ?? 0)),
		);
		return [
			atMost(
				'This node, over the ideal (2.0 s) and the workflow without it',
				median(overBoth),
				1.15,
			),
			compare('This node, over the ideal alone', times(ratio(own))),
			compare('The workflow without it, over the ideal', times(ratio(rest))),
			noneLost('This node: lost', lostOf(own), total),
			...Object.entries(BY_HAND).flatMap(([way, name]) => [
				compare(`${name}: over the ideal`, times(ratio(runsOf(way)))),
				compare(`${name}: lost`, `${lostOf(runsOf(way))} of ${total}`),
			]),
		];
	} finally {
		upstream.close();
		rmSync(folder, { recursive: true, force: true });
	}
}
