import { startUpstream } from '../children';
import { makeImage } from '../image';
import { itemsOf, startRig } from '../rig';
import { atLeast, atMost, noneLost, percent, type Row } from '../row';

const PER_SECOND = 20;
const SECONDS = 60;
const SETTLED_MS = 10_000;
/** More than the quota lets through in the time, so that there is always something to send. */
const IMAGES = PER_SECOND * (SECONDS + 2);

/** A quota that nobody told the node: 20 requests a second, for a minute. */
export async function quota(): Promise<Row[]> {
	const upstream = await startUpstream({ latencyMs: 200, inFlight: 10, perSecond: PER_SECOND });
	const rig = await startRig();
	try {
		const run = await rig.tag(upstream.url, itemsOf(makeImage(80), IMAGES), { maxConcurrency: 10 });
		const answered = (await upstream.answered()).filter(({ at }) => at <= SECONDS * 1000);
		const good = answered.filter(({ status }) => status === 200).length;
		const settled = answered.filter(({ at }) => at > SETTLED_MS);
		const throttled = settled.filter(({ status }) => status === 429).length;
		return [
			atLeast(
				'Tagged in 60 s, of what the quota allows',
				good / (PER_SECOND * SECONDS),
				0.9,
				percent,
			),
			atMost(
				'Throttled after the first 10 s, of all answers',
				throttled / settled.length,
				0.1,
				percent,
			),
			noneLost('Lost', run.lost, IMAGES),
		];
	} finally {
		upstream.close();
		rig.engine.stop();
	}
}
