import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { inChild, startUpstream } from '../children';
import { makeImage, numbered } from '../image';
import { itemsOf, startRig } from '../rig';
import { atMost, noneLost, type Row } from '../row';

const MB = 1e6;
/** Distinct files in the store; the items take them in turn, since a file is read anew for each. */
const STORED = 10;
const CONCURRENCY = 5;

interface Measured {
	overIdleMb: number;
	failed: number;
}

/** Follows the highest resident memory: by Linux itself where it can be reset, else by looking often. */
function watchPeak(): () => number {
	let peak = 0;
	const look = () => (peak = Math.max(peak, process.memoryUsage.rss()));
	const timer = setInterval(look, 5);
	const status = () => {
		try {
			return readFileSync('/proc/self/status', 'utf8');
		} catch {
			return '';
		}
	};
	let resettable = true;
	try {
		writeFileSync('/proc/self/clear_refs', '5');
	} catch {
		resettable = false;
	}
	return () => {
		clearInterval(timer);
		look();
		const highest = Number(/VmHWM:\s+(\d+) kB/.exec(status())?.[1] ?? 0) * 1024;
		return resettable ? Math.max(peak, highest) : peak;
	};
}

/** Resident memory at its highest, over the engine that has tagged one small image and rests. */
export async function measureMemory({ images }: { images: number }): Promise<Measured> {
	const folder = mkdtempSync(join(tmpdir(), 'bench-images-'));
	const upstream = await startUpstream({ latencyMs: 200, inFlight: 10 });
	const rig = await startRig('filesystem');
	try {
		const image = makeImage(1292);
		for (let i = 0; i < STORED; i++) writeFileSync(join(folder, `${i}.bmp`), numbered(image, i));
		await rig.tag(upstream.url, itemsOf(makeImage(80), 1), {});
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
		const peak = watchPeak();
		await rig.tag(upstream.url, items, { maxConcurrency: CONCURRENCY });
		const overIdleMb = (peak() - idle) / MB;
		const good = (await upstream.answered()).filter(({ status }) => status === 200).length;
		return { overIdleMb, failed: images + 1 - good };
	} finally {
		upstream.close();
		rig.engine.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Images of 5 MB from n8n's filesystem store, five at a time. */
export async function memory(): Promise<Row[]> {
	const few = await inChild<Measured>('memory', { images: 100 });
	const many = await inChild<Measured>('memory', { images: 400 });
	return [
		atMost(
			'400 images: highest memory over the idle engine',
			many.overIdleMb,
			200,
			(mb) => `${mb.toFixed(0)} MB`,
		),
		atMost('400 images over 100 images', many.overIdleMb / few.overIdleMb, 1.15),
		noneLost('Lost', few.failed + many.failed, 500),
	];
}
