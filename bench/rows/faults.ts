import { startUpstream } from '../children';
import { makeImage } from '../image';
import { itemsOf, startRig } from '../rig';
import { compare, noneLost, type Row } from '../row';

const IMAGES = 500;

/** 5 % of the answers are 500, 502, 503, a reset or a truncated body, in turn. */
export async function faults(): Promise<Row[]> {
	const upstream = await startUpstream({ latencyMs: 200, inFlight: 10, faultShare: 0.05 });
	const rig = await startRig();
	try {
		const run = await rig.tag(upstream.url, itemsOf(makeImage(256), IMAGES), {
			maxConcurrency: 10,
		});
		const answered = await upstream.answered();
		const bad = answered.filter(({ status }) => status !== 200).length;
		return [
			noneLost('Lost', run.lost, IMAGES),
			{
				what: 'Order of the items',
				value: run.inOrder ? 'kept' : 'broken',
				target: 'kept',
				met: run.inOrder,
			},
			compare('Faults met', `${bad} of ${answered.length} answers`),
		];
	} finally {
		upstream.close();
		rig.engine.stop();
	}
}
