import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { inChild, startUpstream } from '../children';
import { makeImage, numbered } from '../image';
import { itemsOf, startRig } from '../rig';
import { atMost, median, noneLost, type Row } from '../row';

const MB = 1e6;
/** Distinct files in the store; the items take them in turn, since a file is read anew for each. */
const STORED = 10;
const CONCURRENCY = 5;
/** Small ones, so that the engine at rest is one that has worked: V8 has compiled its code and grown its heap. */
const WARM_IMAGES = 300;
const ROUNDS = 5;
const FEW = 100;
const MANY = 400;

interface Measured {
	overIdleMb: number;
	failed: number;
}

/** Resident memory at its highest, over the engine that has tagged small images and rests. */
export async function measureMemory({ images }: { images: number }): Promise<Measured> {
	const folder = mkdtempSync(join(tmpdir(), 'bench-images-'));
	const upstream = await startUpstream({ latencyMs: 200, inFlight: 10 });
	const rig = await startRig('filesystem');
	try {
		const image = makeImage(1292);
		for (let i = 0; i < STORED; i++) writeFileSync(join(folder, `${i}.bmp`), numbered(image, i));
		await rig.tag(upstream.url, itemsOf(makeImage(80), WARM_IMAGES), {});
		const read = await rig.engine.run({
			nodes: [
				{
					id: 'Read',
					name: 'Read',
					type: 'n8n-nodes-base.readWriteFile',
					typeVersion: 1,
					position: [0, 0],
					parameters: { fileSelector: join(folder, '*.bmp') },
				},
			],
			connections: {},
		});
		const stored = read.items('Read');
		const items = Array.from({ length: images }, (_, index) => ({
			json: {},
			binary: stored[index % STORED]?.binary,
		}));
		for (let i = 0; i < 5; i++) {
			globalThis.gc?.();
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
		const idle = process.memoryUsage.rss();
		await rig.tag(upstream.url, items, { maxConcurrency: CONCURRENCY });
		// The highest since the process began, which the warm-up does not reach.
		const overIdleMb = (process.resourceUsage().maxRSS * 1024 - idle) / MB;
		const good = (await upstream.answered()).filter(({ status }) => status === 200).length;
		return { overIdleMb, failed: images + WARM_IMAGES - good };
	} finally {
		upstream.close();
		rig.engine.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Images of 5 MB from n8n's filesystem store, five at a time. */
export async function memory(): Promise<Row[]> {
	const rounds: Array<{ few: Measured; many: Measured }> = [];
	for (let round = 0; round < ROUNDS; round++) {
		const few = await inChild<Measured>('memory', { images: FEW });
		const many = await inChild<Measured>('memory', { images: MANY });
		rounds.push({ few, many });
	}
	const few = median(rounds.map((round) => round.few.overIdleMb));
	const many = median(rounds.map((round) => round.many.overIdleMb));
	const failed = rounds.reduce((sum, round) => sum + round.few.failed + round.many.failed, 0);
	return [
		atMost(
			`${MANY} images: highest memory over the idle engine`,
			many,
			200,
			(mb) => `${mb.toFixed(0)} MB`,
		),
		atMost(`${MANY} images over ${FEW} images`, many / few, 1.15),
		noneLost('Lost', failed, ROUNDS * (FEW + MANY)),
	];
}
