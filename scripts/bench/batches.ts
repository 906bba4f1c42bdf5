import { faultRig } from '../../test/support/fault-rig';
import { startUpstream } from './upstream';

const IMAGES = 100;
const LATENCY_MS = 200;
const QUOTA = 10;
/** Bitmaps of about 200 KB. */
const SIDE = 260;

interface Case {
	name: string;
	maxConcurrency: number;
	settings?: Record<string, string>;
}

const cases: Case[] = [
	{ name: '10 at a time', maxConcurrency: 10 },
	{ name: '5 at a time (default)', maxConcurrency: 5 },
	{ name: 'one at a time', maxConcurrency: 1 },
	{ name: '50 at a time, beyond the quota', maxConcurrency: 50 },
	{
		name: '10 at a time, 5 % of answers spoiled',
		maxConcurrency: 10,
		settings: { FAULT_SHARE: '0.05' },
	},
];

export interface BatchFigures {
	name: string;
	/** Wall time over the ideal: all images in `QUOTA` lanes without a pause. */
	timesIdeal: number;
	lost: number;
	requests: number;
	refused: number;
	spoiled: number;
}

/** The node on the real engine with 100 images of 200 KB, against a service that takes 200 ms each. */
export async function batchFigures(root: string): Promise<BatchFigures[]> {
	const rig = await faultRig(root);
	const ideal = (IMAGES / QUOTA) * LATENCY_MS;
	const run = async (url: string, maxConcurrency: number, items: number) =>
		await rig.run({
			url,
			items,
			side: () => SIDE,
			credential: { projectId: 'p1' },
			onError: 'continueRegularOutput',
			options: { maxConcurrency, maxAttempts: 4 },
		});
	const figures: BatchFigures[] = [];
	try {
		for (const { name, maxConcurrency, settings } of cases) {
			const upstream = await startUpstream(root, {
				LATENCY_MS: String(LATENCY_MS),
				QUOTA: String(QUOTA),
				...settings,
			});
			try {
				if (figures.length === 0) await run(upstream.url, maxConcurrency, QUOTA);
				const before = await upstream.counts();
				const startedAt = performance.now();
				const result = await run(upstream.url, maxConcurrency, IMAGES);
				const took = performance.now() - startedAt;
				const tagged = result.json('Image Tagging').filter((json) => !('error' in json)).length;
				const after = await upstream.counts();
				figures.push({
					name,
					timesIdeal: took / ideal,
					lost: IMAGES - tagged,
					requests: after.requests - before.requests,
					refused: after.refused - before.refused,
					spoiled: after.spoiled - before.spoiled,
				});
			} finally {
				await upstream.stop();
			}
		}
	} finally {
		rig.stop();
	}
	return figures;
}
